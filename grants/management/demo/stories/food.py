"""Co-ops that grow, catch and cook: four that wait for the panel that sits."""

from grants.lifecycle import Stage
from grants.management.demo.people import DESMOND, FOLAKE, GULSEN, NKECHI, OWEN
from grants.management.demo.sketching import sketch
from grants.management.demo.story import Advice, Resolved
from grants.panel.models import Verdict

MARKET_KITCHEN = sketch(
    "Kiln Hill Market Kitchen",
    ends=Stage.WITH_PANEL,
    people="Amara keeps the rota of the kitchen. Nine cooks share it, and two of them teach.",
    work="""
        For six years nine of us have cooked for the Saturday market, behind the old kilns.
        Shoppers buy what we make, and three schools pay for classes. Each Friday two cooks are
        turned away, because the cold room is full. We want a larger one, and a second oven.
    """,
    members="""
        Nine cooks, one vote each. We meet when the stalls are down, over what is left. Who has
        which hours is settled there for a month. Newcomers cook with one of us for six weeks, and
        are then asked to join.
    """,
    shaped="All nine of us, the market’s manager, and four cooks who wait for a place.",
    change="Four more stalls on Saturday, run by people from here, and a lunch class in each term.",
    left_out="People who cook well and have no papers: we sit the hygiene test together, twice a "
    "year, and read it out in Krio and in Arabic.",
    jobs=("6", "120", "12.60", "9", "190", "14.80"),
    good_work="Nobody cooks alone after ten. Pay goes up to the living wage with the new stalls.",
    local="Fish from Two Tides, veg from Fernhill, boxes from the paper shop in Mill Street.",
    asks=(("Cold room, used", 5200, "no"), ("Second oven and a hood", 3700, "yes")),
    advice=(3, "Advice on prices and on hygiene papers"),
    steps=("Cold room in", 2, "Oven and hood fitted", 3, "Four new stalls", 5),
    takings=(("Stalls", 118_000), ("Classes in schools", 9_000)),
    costs=(("Pay", 79_000), ("Food", 24_000), ("Rent", 11_500)),
    risks="The market may move for a summer while the square is mended. Then we cook for schools.",
    part="The cold room first. The oven can wait a year.",
    seen=(
        "nine cooks settle their hours together each month, and newcomers are asked to join",
        "four more stalls would be run by people who live beside the market",
        "pay is below the living wage now and goes up with the new stalls",
        "two cooks are turned away each Friday because the cold room is full",
        "the hygiene test is sat together and read out in two other languages",
        "without a larger cold room no stall can be added at all",
    ),
    marks={FOLAKE: "443344", DESMOND: "433343", OWEN: "343-43"},
    advised=Advice(8900, 3, "People queue for a place in this kitchen. I suggest all of it."),
    resolved=Resolved(
        Verdict.FULL,
        """
        You have shared one kitchen for six years, and those who wait for a place drew this plan
        with you. The panel was glad to say yes to all of it.
        """,
        strong=(1, "Nine cooks settle their hours together, and newcomers are asked to join."),
        weak=(3, "Write down from which month on each cook is paid the living wage."),
    ),
)

FOOD_BOX = sketch(
    "Fernhill Food Box",
    ends=Stage.WITH_PANEL,
    people="Dilys packs and plans. Sixteen members pack in turn, and two riders take it round.",
    work="""
        We buy veg from four growers and bring it to 140 homes each Thursday. Homes pay £9 a box,
        or £5 if money is short. Our van is old, and a trike with a motor would do the steep
        streets for a tenth of the cost.
    """,
    members="""
        Every home that takes a box may join for £1, and 96 have. Members meet four times a year,
        one vote each. Last spring they voted to keep the £5 box, and to pay a little more for it.
    """,
    shaped="Sixty members wrote on the lid of their box. The two riders chose the trike.",
    change="Forty more homes at the top of the hill, where the bus stops at six, and no van.",
    left_out="""
        Homes where £9 is too much. One box in three is a £5 box, and only Dilys knows whose.
    """,
    jobs=("2", "44", "14.80", "3", "66", "14.80"),
    good_work="Riders are paid for rain breaks. We pay the living wage, and always have.",
    local="Four growers within nine miles, and repairs at Second Spin Cycles.",
    asks=(
        ("Trike with a motor and a box", 3900, "yes"),
        ("Crates", 600, "no"),
        ("Pay for six trial rounds on the hill", 900, "yes"),
    ),
    advice=(2, "Advice on insurance for riders"),
    steps=("Buy the trike", 1, "Six trial rounds", 3, "Sell the van", 5),
    takings=(("Boxes", 57_000),),
    costs=(("Veg", 29_000), ("Pay", 21_500)),
    risks="The hill may be too steep when it ices. Then the trike waits at the bottom and we walk.",
    part="The trike, and fewer trial rounds.",
    other_money=(("Borough food fund", "1,200", "last year"),),
    seen=(
        "96 homes are members with one vote each, and they voted to keep the cheaper box",
        "forty homes where the bus stops at six would have fresh food at the door",
        "riders are paid the living wage, and for breaks in the rain",
        "the trike costs a tenth of the van, and six trial rounds come before the sale",
        "one box in three costs £5, and only one person knows whose it is",
        "they could save for the trike, though it would take them two years",
    ),
    marks={GULSEN: "443443", NKECHI: "344432", FOLAKE: "434443"},
    advised=Advice(5400, 2, "It pays for itself in two winters. All of it, and the days as well."),
)

TWO_TIDES = sketch(
    "Two Tides Fish",
    ends=Stage.WITH_PANEL,
    people="Tomasz sells. Three skippers fish, and their two crews land, gut and pack.",
    work="""
        Three small boats sell together, straight from the quay, and not to the trader in the city
        who halves the price. Two restaurants and forty families buy from us. With ice of our own
        and a cold van we could keep the catch for two days, and sell on Saturday too.
    """,
    members="""
        Seven of us, one share and one vote. We talk on the quay when the boats are in. Big things
        are voted on at New Year. The crews have had a vote since last winter: it was hard fought.
    """,
    shaped="The seven of us and the cook at the Market Kitchen, who wants fish on Saturdays.",
    change="You could buy fish that was landed in Alderwick. Seven jobs would stay on the water.",
    left_out="""
        Young people from here don’t get on a boat any more. One would learn with each skipper.
    """,
    jobs=("7", "260", "11.90", "8", "290", "12.80"),
    good_work="Pay is a share of the catch, so bad weeks are bad. We want a floor under it.",
    local="Ice and diesel come from outside. Boxes are washed by the scouts, and paid for.",
    asks=(("Ice machine and a counter", 6400, "no"), ("Cooling for the van", 3400, "yes")),
    advice=(2, "Advice on a floor under pay"),
    steps=("Ice machine in", 2, "Van cooled", 3, "First Saturday", 4),
    takings=(("Fish at the quay", 92_000), ("Restaurants", 61_000)),
    costs=(("Shares of crew and skippers", 104_000), ("Diesel and gear", 31_000)),
    risks="Weather, and the price of diesel. A bad March has sunk better plans than ours.",
    part="Ice first. We would sell from the quay only.",
    links="Desmond Clarke buys from us sometimes, as many people do.",
    seen=(
        "the crews have had a vote beside the skippers since last winter",
        "fish that is landed here could be bought here, on Saturdays too",
        "pay is a share of the catch, and there is no floor under it in bad weeks",
        "two days of ice would free them from one trader, if the weather holds",
        "one young person would learn with each skipper, but nobody has asked any yet",
        "ice is what the trader gives them for free, and holds them by",
    ),
    marks={DESMOND: "242122", OWEN: "433243", GULSEN: "332322"},
    agreed=(
        (1, 3, "One had read that crews have no vote. They have had it since last winter: a 3."),
    ),
    advised=Advice(
        6400,
        2,
        "The ice machine would free them from the trader. The van can wait until Saturdays sell.",
        risk="medium",
        risk_words="Two bad months of weather would use up all that they have put by.",
    ),
)

DOSA_TABLE = sketch(
    "The Dosa Table CIC",
    ends=Stage.WITH_PANEL,
    people="Lakshmi cooks and keeps the books. Five women cook with her, two of them since May.",
    work="""
        We cook South Indian breakfasts in the church hall on Lantern Green, four mornings a week.
        People pay £6, and night nurses come on the way home. A griddle of our own and a hood would
        let us open in the empty shop at number 12.
    """,
    members="""
        Six cooks, one vote each, and no boss: each week another of us leads. What we charge and who
        joins is decided by all of us. We speak Tamil at the stove and English at the table.
    """,
    shaped="The six of us, nine nurses, and the vicar, who would miss us and helped all the same.",
    change="A shop that stood empty for two years would be open at six, with its lights on.",
    left_out="Women who were told that their cooking is not work. Two start as trainees, with pay.",
    jobs=("6", "96", "12.21", "8", "170", "13.40"),
    good_work="""
        School holidays are off. Pay is the legal minimum now, and the plan says how it rises.
    """,
    local="Rice from the shop in Mill Street, coconuts from the market, signs by Ropewalk.",
    asks=(("Griddle and hood", 3300, "yes"), ("Pay for two trainees, three months", 2900, "yes")),
    advice=(4, "Advice on a lease and on prices"),
    steps=("Sign the lease", 2, "Griddle in", 3, "Open six mornings", 4),
    takings=(("Breakfasts", 68_000), ("Parties", 7_500)),
    costs=(("Pay", 44_000), ("Food", 15_500), ("Rent", 6_000)),
    risks="The lease has a rent that may rise in year three. We ask for a cap before we sign.",
    part="One trainee, and a used griddle.",
    seen=(
        "six cooks take turns to lead, and decide together what they charge and who joins",
        "a shop that stood empty for two years would open at six in the morning",
        "pay is the legal minimum today, and the plan says month by month how it rises",
        "nine nurses come each morning, but the rent may rise in year three",
        "two women who were told that cooking is not work would start with pay",
        "no bank lends for a griddle in a shop that has no lease yet",
    ),
    marks={FOLAKE: "433344", NKECHI: "443244", GULSEN: "444343"},
    advised=Advice(
        5300,
        4,
        "The days come first, so that the lease is right. I suggest a used griddle, and the rest.",
        conditions=("Show us the lease, with a cap on the rent, before the first payment.",),
    ),
)
