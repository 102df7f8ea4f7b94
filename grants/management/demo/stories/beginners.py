"""Groups that begin: a panel has met about the first four, and the last three wait for one."""

from grants.closeness import Outcome
from grants.lifecycle import Stage
from grants.management.demo.people import DESMOND, FOLAKE, GULSEN, MAREK, NKECHI
from grants.management.demo.sketching import sketch
from grants.management.demo.story import Advice, Closeness, Resolved
from grants.panel.models import Verdict

ACCOUNT = ("Open a bank account in the name of the group.",)

WASH_HOUSE = sketch(
    "Weir Lane Wash House",
    round="start",
    ends=Stage.WITH_PANEL,
    stage="group",
    people="Precious and six neighbours. One was an electrician, and one ran a launderette.",
    work="""
        The launderette has shut, and the next one is two buses away. We want to try a wash house
        in the cellar of the chapel for three months. A wash would cost £4.
    """,
    members="Seven of us so far, and all who wash would have a vote. We meet on Sundays at six.",
    shaped="We asked in the bus queue with our bags in our hands: 58 people.",
    change="Nobody would carry wet sheets on a bus. The chapel’s cellar would be warm.",
    left_out="""
        People in one room, without space for a machine. They asked for it, and they lead it.
    """,
    asks=(
        ("Hire of two machines for three months", 1200, "yes"),
        ("Making the sink safe", 700, "yes"),
    ),
    advice=(3, "Advice on rules and on the sums"),
    steps=("Sink made safe", 1, "Open for three months", 2, "Count and decide", 5),
    risks="Damp. The electrician among us looks at it each week.",
    seen=(
        "seven neighbours meet each Sunday, and all who wash would have a vote",
        "58 people in the bus queue said where they wash now, and how far that is",
        "three months of hire show whether £4 a wash is enough",
        "it is led by people who have no room for a machine",
        "without money for the sink they may not even begin",
    ),
    marks={FOLAKE: "44344", GULSEN: "34333", DESMOND: "33344"},
    advised=Advice(1900, 3, "Asked for by 58 people, and tried before bought. All of it."),
    resolved=Resolved(
        Verdict.PART,
        """
        You asked 58 people with your bags in your hands. We would like you to try it. We pay for
        the machines, and the chapel told us that it sees to its own sink.
        """,
        strong=(2, "You asked the people in the bus queue, and counted what they said."),
        weak=(3, "Say what a wash costs you, so that you know whether £4 is enough."),
        amount=1200,
        days=3,
        conditions=ACCOUNT,
    ),
)

MINDERS = sketch(
    "Mill Street Minders",
    round="start",
    ends=Stage.WITH_PANEL,
    stage="idea",
    people="Fatoumata and four other child minders, each in her own flat.",
    work="""
        Five of us mind children at home. If one is ill, eleven parents can’t go to work. Together
        we could stand in for one another, and share a list. Parents would pay as they do now.
    """,
    members="Five minders, one vote each, and the parents would have a meeting in each term.",
    shaped="The five of us and nineteen parents.",
    change="Eleven parents could rely on a place, also when somebody has a cold.",
    left_out="""
        Minders who don’t read English well. Our papers are read out, in French and in Pulaar.
    """,
    asks=(
        ("Costs of registering together", 950, "no"),
        ("Training in first aid for five", 850, "yes"),
    ),
    advice=(4, "Advice on rules for standing in"),
    steps=("Rules for standing in", 2, "First aid", 3, "One list", 5),
    risks="One of us may move away. Four can still do it.",
    seen=(
        "five minders would have one vote each, and parents a meeting in each term",
        "eleven parents could go to work when one of the minders is ill",
        "the costs are clear, and the rules for standing in are still to be written",
        "papers are read out in two languages for minders who read little English",
        "each of them alone could not pay for the advice",
    ),
    marks={GULSEN: "33243", NKECHI: "43344", FOLAKE: "33334"},
    advised=Advice(1800, 4, "A simple idea that helps eleven families at once. All of it."),
    resolved=Resolved(
        Verdict.RESERVE,
        """
        Standing in for one another is a simple idea, and eleven families would feel it at once. The
        money of this round does not stretch to it today. If some comes back, you are next.
        """,
        strong=(4, "Your papers are read out to those who don’t read English well."),
        weak=(3, "Write down the rules for standing in, even if they are short."),
        amount=1800,
        days=4,
        conditions=ACCOUNT,
    ),
)

FILM_CLUB = sketch(
    "Fernhill Film Club",
    round="start",
    ends=Stage.WITH_PANEL,
    stage="group",
    people="Ieuan has the films. Four friends put out the chairs.",
    work="We want to show old films once a month in the church rooms. People would pay £3.",
    members="The five of us choose the films. We have not thought about members.",
    shaped="Friends who like films.",
    change="One evening a month with something on in Fernhill.",
    left_out="Everybody is welcome.",
    asks=(("A projector and a screen", 1350, "no"), ("Film rights for six evenings", 250, "no")),
    advice=(2, "Advice on film rights"),
    steps=("Buy the projector", 1, "First evening", 2),
    risks="It may rain.",
    seen=(
        "five friends choose the films, and have not thought about members",
        "there would be something on in Fernhill on one evening a month",
        "a projector is to be bought before anybody has come once",
        "everybody is welcome, and nobody in particular is asked",
        "the church would lend them a projector for the first evenings",
    ),
    marks={DESMOND: "12212", GULSEN: "12121", NKECHI: "23221"},
    advised=Advice(0, 0, "Not a co-op yet, and the church lends a projector. I would help them."),
    resolved=Resolved(
        Verdict.SUPPORT,
        """
        An evening with something on in Fernhill would be good, and the church will lend you a
        projector to try it. Our money is for groups that want to become a co-op. If members are to
        choose the films one day, talk to us again.
        """,
        strong=(2, "Fernhill has nothing on in the evenings, and you want to change that."),
        weak=(1, "Say who the members would be, and what they would vote on."),
    ),
)

CABS = sketch(
    "Kiln Hill Cabs",
    round="start",
    ends=Stage.WITH_PANEL,
    stage="idea",
    people="Yusuf and two other drivers from the rank at the station.",
    work="""
        Drivers pay a third of each fare to an app. Three of us want to find out whether thirty of
        us could own one. Riders would pay as now, and drivers would keep more.
    """,
    members="Three so far. Each driver would have one vote. We talk at the rank when it is quiet.",
    shaped="Drivers at the rank. Twelve said that they would look at it.",
    change="Thirty drivers who keep what they earn, and an office with a person in it.",
    left_out="Riders without a smart phone, who could ring us as they used to.",
    asks=(("A test of an app that other drivers own", 1100, "no"), ("Legal advice", 800, "no")),
    advice=(2, "Advice on how other cities did it"),
    steps=("Visit another city", 2, "Test with ten drivers", 5),
    risks="The large ones can go down with the price for longer than we can.",
    seen=(
        "three drivers talk at the rank, and how thirty would decide is open",
        "drivers would keep what they earn, and riders could ring a person",
        "the test hangs on an app that another city has not agreed to lend",
        "riders without a smart phone could ring as they used to",
        "other cities have done it with a loan and no grant",
    ),
    marks={DESMOND: "23122", FOLAKE: "33132", NKECHI: "22132"},
    advised=Advice(0, 0, "A good question, and too early: nobody has lent them the app yet."),
    resolved=Resolved(
        Verdict.DECLINE,
        """
        You ask a good question, and twelve drivers want to know the answer. The plan rests on an
        app that nobody has agreed to lend you yet. With a letter that says yes to ten drivers for
        a test, we would look at it again.
        """,
        strong=(4, "Riders without a smart phone could ring a person."),
        weak=(3, "Get a letter that says that you may test the app with ten drivers."),
    ),
)

BEES = sketch(
    "Ropewalk Rooftop Bees",
    round="start",
    ends=Stage.WITH_PANEL,
    is_late=True,
    stage="group",
    people="Hedwig has kept bees for forty years. Eight people learn it from her on the roofs.",
    work="""
        We keep six hives on the roofs of Ropewalk and sell the honey at the market. Two schools
        want a hive. With suits in small sizes and a spinner we could say yes to them.
    """,
    members="Nine of us, one vote each, on the roof at Whitsun and in the library in winter.",
    shaped="Two schools, the fire service, and the people who live under the hives.",
    change="Sixty children a year who have held a frame with bees on it.",
    left_out="Children who are afraid. They start with the honey, and go as near as they like.",
    asks=(("Suits in small sizes", 700, "no"), ("A spinner for honey", 1200, "no")),
    advice=(2, "Advice on insurance for visits"),
    steps=("Suits and spinner", 1, "First class on the roof", 4),
    risks="A bad winter for bees. We keep two hives apart from the others.",
    seen=(
        "nine members with one vote each meet on the roof and in the library",
        "sixty children a year would hold a frame with bees on it",
        "two schools have asked in writing, and the honey sells out each August",
        "children who are afraid go only as near as they like",
        "they would buy the suits one by one, over four years",
    ),
    marks={FOLAKE: "34333", GULSEN: "44332", DESMOND: "34442"},
    advised=Advice(1900, 2, "Two schools wait for it. I suggest all of it."),
)

MOVERS = sketch(
    "Mill Street Movers",
    round="start",
    ends=Stage.WITH_PANEL,
    is_late=True,
    stage="group",
    people="Cormac drives. Three others carry, who met at the food bank.",
    work="""
        We move people who have to leave their flat in a week. The council pays for some moves, and
        neighbours pay £40. We rent a van by the day and want straps, blankets and a trolley.
    """,
    members="Four of us, one vote each. We decide over breakfast after each move.",
    shaped="The food bank, and nine people whom we have moved.",
    change="A hundred moves a year in which nothing is left on the pavement.",
    left_out="People who are put out. They may join when they have moved, and two want to.",
    asks=(
        ("Straps, blankets and two trolleys", 900, "yes"),
        ("Van hire for twenty moves", 800, "yes"),
    ),
    advice=(3, "Advice on rules and insurance"),
    steps=("Buy the straps", 1, "Twenty moves", 3, "Register", 6),
    risks="Backs. We go to a course on lifting first.",
    links="Marek Wójcik’s brother-in-law carries with us on Saturdays.",
    seen=(
        "four who met at the food bank have one vote each, and decide after each move",
        "a hundred moves in which nothing is left on the pavement",
        "the council pays for some moves, and nobody knows yet for how many",
        "people who were put out may join when they have moved",
        "straps and a trolley cost more than they have earned so far",
    ),
    marks={NKECHI: "43244", DESMOND: "33244", FOLAKE: "42344"},
    settled=(
        Closeness(
            MAREK,
            Outcome.LEAVES,
            "His brother-in-law carries with them. He leaves the room for it.",
            said="My wife’s brother carries with them on Saturdays.",
        ),
    ),
    advised=Advice(
        1700,
        3,
        "Small money for people who have the least. All of it.",
        risk="medium",
        risk_words="They may all find steady work, and then nobody is left to carry.",
    ),
)

SEWING_ROOM = sketch(
    "Fernhill Sewing Room",
    round="start",
    ends=Stage.WITH_PANEL,
    is_late=True,
    stage="idea",
    people="Thanh sews and would teach. Five others have machines at home.",
    work="""
        Six of us take in sewing at home, each for herself. In one room we could take larger jobs.
        We want to rent a room for three months and find out who comes.
    """,
    members="Six of us. We would like one vote each, and a purse of our own.",
    shaped="The six, and the women’s group at the temple.",
    change="Six women who work beside others, and not alone behind a curtain.",
    left_out="Women who sew at home and are not seen. We are they.",
    asks=(
        ("Rent of a room for three months", 1050, "yes"),
        ("Light and a cutting table", 550, "yes"),
    ),
    advice=(4, "Advice on becoming a co-op"),
    steps=("Rent the room", 1, "Three months", 4, "Decide", 5),
    risks="Three months may be too short to be known.",
    seen=(
        "six women want one vote each and a purse of their own",
        "they would work beside others, and not alone behind a curtain",
        "who would bring larger jobs is still an open question",
        "women who sew at home are those who lead it",
        "a room is what none of them could rent alone",
    ),
    marks={GULSEN: "33344", NKECHI: "34143", FOLAKE: "33-33"},
    advised=Advice(1050, 4, "Three months of a room, and an adviser at their side. Not the table."),
)
