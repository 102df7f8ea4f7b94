"""Weir Lane Bakers: a draft that is ready to send, and an offer that waits for an answer."""

from grants.lifecycle import Stage
from grants.management.demo.people import DESMOND, FOLAKE
from grants.management.demo.story import Advice, Document, Offer, Opinion, Story

AGREED = ("members", "publish", "true")

SECOND_OVEN = Story(
    coop="Weir Lane Bakers",
    round="grow",
    ends=Stage.DRAFT,
    answers={
        "stage": "trading",
        "people": """
            Ada runs the early shift and buys the flour. Tadeusz bakes and looks after the
            machines. Nia keeps the books and the rota. Four more members bake, sell and deliver.
        """,
        "work": """
            We bake bread for Alderwick: a shop in Weir Lane, eleven cafés, and two school kitchens.
            Our one oven is full by 4am, so we turn schools away. With a second oven we would bake
            for six more schools and open on Saturdays. Schools and cafés pay us every month, and
            people in the shop pay at the till.
        """,
        "members": """
            All seven bakers are members and each has one vote. We meet on the first Tuesday of the
            month, after the ovens are off. Anyone can put something on the list. We look for
            agreement, and vote if we don’t find it. Last year we voted twice: on wages and on
            closing in August. After six months at work, everybody is asked to join.
        """,
        "shaped": """
            We asked all seven members, nine café owners and the cooks of four schools. The cooks
            told us that they need bread sliced and wrapped, so a slicer is in our plan. Thirty
            customers filled in a card on the counter: most of them want us open on Saturdays.
        """,
        "change": """
            Six more schools would have fresh bread on their tables every day, and you could come
            and taste it. Three people who are out of work would be trained on Saturdays, with pay,
            and at least one would stay. And Weir Lane would have a shop that is open on Saturdays,
            which no shop here is.
        """,
        "left_out": """
            Night work keeps parents out, so the new shift starts at 7am. People who learned to
            bake in another country often have no papers: we test by baking, not by certificate.
            The Saturday training has no fee, is paid, and is held in English and Somali.
        """,
        "jobs": (("now", "7", "196", "14.80"), ("year", "9", "260", "15.30")),
        "good_work": """
            Everybody is paid the same by the hour. The rota is out four weeks ahead, and nobody
            works more than three nights in a row. We pay into a pension and close for two weeks in
            August. What we still lack is cover when somebody is ill: the ninth job is for that.
        """,
        "local": """
            Flour from the mill at Tanyard Dock, eggs from two allotment groups, and repairs by
            Second Spin Cycles for our delivery bikes. Quayside Translators did our labels.
        """,
        "needs": (
            ("money", "A second deck oven, used, with a year’s warranty", "4,200", "no"),
            ("money", "New cable and a safe switch for it", "900", "yes"),
            ("money", "Bread slicer", "650", "no"),
            ("money", "Wages for three trainees on twelve Saturdays", "1,750", "yes"),
            ("days", "Advice on prices for schools", "2", "yes"),
            ("days", "Help to write a training plan", "1", "yes"),
        ),
        "steps": (
            ("Have the cable laid and the oven brought in", 2),
            ("Bake trial loaves for two schools", 3),
            ("Open on Saturdays with three trainees", 4),
            ("Sign up six schools", 6),
            ("Offer the first trainee a job", 8),
        ),
        "year": (
            ("income", "Cafés and shop", "214,000"),
            ("income", "Schools", "61,000"),
            ("income", "This grant", "7,500"),
            ("cost", "Wages and pensions", "176,000"),
            ("cost", "Flour and other goods", "58,000"),
            ("cost", "Rent, power and water", "33,000"),
            ("cost", "Oven, slicer and fitting", "5,750"),
            ("cost", "Delivery and repairs", "6,500"),
        ),
        "risks": """
            The used oven could break. It comes with a year’s warranty, and we have put £600 aside.
            Schools could take longer to decide than we hope: then Saturdays start first. And power
            may cost more again, so two of our seven prices can change every term.
        """,
        "part": """
            We would buy the oven first, and wait with the slicer. Training would start with one
            person in place of three.
        """,
        "other_money": (("Alderwick Council, shop front grant", "1,800", "last year"),),
        "links": "None that we know of.",
        "agree": AGREED,
        "form": "About five hours, over three evenings. Questions 16 and 11 took the longest.",
    },
    documents=(
        Document(
            "Quote for a used deck oven.pdf",
            (
                "Quote",
                "Moss and Daughters, bakery machines, Tanyard Dock",
                "For: Weir Lane Bakers",
                "",
                "One deck oven, three decks, eight years old: £4,050",
                "Bringing it in and setting it up: £150",
                "Together: £4,200. One year’s warranty.",
                "",
                "This price holds for 60 days.",
            ),
            question="quotes",
        ),
    ),
)

BREAD_BY_BIKE = Story(
    coop="Weir Lane Bakers",
    round="start",
    ends=Stage.OFFERED,
    answer="half signed",
    answers={
        "stage": "trading",
        "people": """
            Nia plans the routes, Tadeusz rides on weekdays and two younger members ride on
            Saturdays. Ada talks to the shops along the way.
        """,
        "work": """
            We want to try bringing bread to people’s doors by cargo bike, three mornings a week,
            for three months. We start with the streets around Fernhill, where the last baker shut
            in the spring. People pay for a week ahead; twenty-six households have said they would.
        """,
        "members": """
            We are seven members with one vote each. At our meeting in September all seven said yes
            to the trial, and agreed that it stops after three months if fewer than forty homes
            take part.
        """,
        "shaped": """
            We knocked on eighty doors around Fernhill and wrote down what people said. Older people
            asked for half loaves and for a phone number in place of an app. Both are in the plan.
        """,
        "change": """
            Forty homes without a baker nearby would have fresh bread three times a week. Fewer van
            trips: the bike takes the place of our Tuesday and Thursday van. And riders would look
            in on nine people who live alone and asked for it.
        """,
        "left_out": """
            People who don’t leave home easily, and people without a phone that has apps. You can
            order by a card through our door, by phone, or by telling the rider.
        """,
        "needs": (
            ("money", "Hire of a cargo bike for three months", "780", "yes"),
            ("money", "Crates, lights and a rain cover", "320", "yes"),
            ("money", "Cards and signs in four languages", "300", "yes"),
            ("days", "Advice on insurance for riders", "1", "yes"),
        ),
        "steps": (
            ("Hire the bike and train three riders", 1),
            ("Deliver to the first twenty-six homes", 2),
            ("Count homes, costs and hours, and decide whether to go on", 4),
        ),
        "risks": """
            Snow or a broken bike: then the van goes. Fewer people than said so may order, which is
            why we hire the bike and don’t buy it.
        """,
        "other_money": (("Alderwick Council, shop front grant", "1,800", "last year"),),
        "links": "None that we know of.",
        "agree": AGREED,
    },
    documents=(
        Document(
            "Streets that we asked.pdf",
            (
                "Eighty doors around Fernhill",
                "September, four evenings, two of us each time",
                "",
                "At home: 61",
                "Would order three times a week: 26",
                "Would order on Saturdays only: 14",
                "Asked for half loaves: 19",
            ),
        ),
    ),
    seen=(
        "all seven members voted for the trial and agreed beforehand when it would stop",
        "forty homes where the last baker shut would have bread, brought without a van",
        "they hire the bike for three months and count homes and costs before going on",
        "people can order with a card, by phone or by telling the rider, without an app",
        "the bakery could not try this out of its own money before the spring",
    ),
    opinions=(Opinion(FOLAKE, (4, 4, 3, 4, 3)), Opinion(DESMOND, (4, 3, 4, 3, 3))),
    advice=Advice(
        1400,
        1,
        """
        Small, clear and honest about when to stop. They asked eighty households first. I suggest
        the whole amount, and the day of advice on insurance before the first ride.
        """,
    ),
    offer=Offer(
        1400,
        1,
        """
        You asked eighty households before you asked us, and changed your plan because of what they
        said. The panel liked that you hire the bike first and know when you would stop. We were a
        little worried about riders in winter, so the day of advice is for insurance and safety.
        """,
        conditions=("Show us the riders’ insurance before the first delivery.",),
    ),
)
