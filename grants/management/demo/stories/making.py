"""Co-ops that make things: three that wait for the panel that sits."""

from grants.lifecycle import Stage
from grants.management.demo.people import DESMOND, FOLAKE, GULSEN, NKECHI, OWEN
from grants.management.demo.sketching import sketch
from grants.management.demo.story import Advice, Resolved
from grants.panel.models import Verdict

JOINERS = sketch(
    "Dock Lane Joiners",
    ends=Stage.WITH_PANEL,
    people="Winston measures and sells. Five joiners build, and Kofi sweeps and learns.",
    work="""
        We make windows, doors and stairs in the old boat shed. Builders pay half, and people with
        old houses the other half. Our saw is from 1974. A newer one with a hood that takes the
        dust away would let us do whole terraces for the housing trust.
    """,
    members="""
        Six members, one vote each. We bought the shed from Winston’s uncle together in 2019. On
        Fridays at three we stop, sweep and decide. Whoever works here for a year is asked to join.
    """,
    shaped="All six, the housing trust, and the doctor who listened to our lungs.",
    change="""
        Two hundred old windows would be mended here and not thrown away. Less dust in Dock Lane.
    """,
    left_out="""
        Girls don’t learn this trade. The school sends two each summer, and one wants to stay.
    """,
    jobs=("6", "228", "15.10", "7", "266", "15.40"),
    good_work="""
        Four days a week, ten hours each, at everybody’s wish. The dust is what makes us ill.
    """,
    local="Oak from the estate at Ropewalk. Glass from the shop in Mill Street.",
    asks=(("Panel saw, used", 5900, "no"), ("Hood and pipes that take the dust away", 3600, "yes")),
    advice=(2, "Advice on contracts with a housing trust"),
    steps=("Power laid, hood fitted", 2, "Saw in", 3, "First terrace", 5, "A new learner", 8),
    takings=(("Builders", 171_000), ("People with old houses", 158_000)),
    costs=(("Pay", 214_000), ("Wood and glass", 74_000), ("The shed", 14_500)),
    risks="Old saws break and new ones cost three times as much. We had this one looked at.",
    part="The hood first, for our lungs.",
    seen=(
        "six members bought the shed together, and decide on Fridays at three",
        "two hundred old windows would be mended close by and not thrown away",
        "four days a week are what all of them wanted, and the dust would go at last",
        "the housing trust wrote that it has work for two years, and the saw was looked at",
        "two girls come from school each summer, and one of them wants to stay",
        "they could buy a saw on credit, but would put off the hood for years",
    ),
    marks={OWEN: "444432", DESMOND: "344333", FOLAKE: "434443"},
    advised=Advice(9500, 2, "Sound, wanted and close by. I suggest all of it, the hood first."),
    resolved=Resolved(
        Verdict.PART,
        """
        You make good windows, and the trust has work for you. We give all that the hood costs and
        half of the saw, because you told us that you could carry a part of it yourselves.
        """,
        strong=(4, "The housing trust has work for two years, and you had the saw looked at."),
        weak=(6, "Tell us sooner what you could pay for yourselves, so that we can plan with it."),
        amount=6550,
        days=2,
        conditions=("Have the hood tested before the saw is used.",),
    ),
)

LOOMS = sketch(
    "Loom and Ladder LLP",
    ends=Stage.WITH_PANEL,
    stage="registered",
    people="Siobhán weaves and teaches. Ines dyes. Two more partners join when the room is ready.",
    work="""
        We weave blankets and bags, and sell them at four fairs. With two more looms and a room of
        our own we would teach on Saturdays, for £20 a day, and weave to order for the theatre.
    """,
    members="""
        Two partners, and four from the summer on. One vote each. We talk while we wind the yarn.
        What we earn is shared by the hour, whoever sold it.
    """,
    shaped="""
        The woman who dresses the theatre’s actors, and eleven people who came to a free Saturday.
    """,
    change="A room where you can learn to weave, which is not to be had for thirty miles around.",
    left_out="People with sore hands or bad eyes weave well on a wide loom. One will be that wide.",
    jobs=("2", "40", "7.50", "4", "90", "10.20"),
    good_work="It does not pay a wage yet, and we say so. With orders from the theatre it could.",
    local="Wool from two farms up the river. The room is above the paper shop.",
    asks=(
        ("Two floor looms, used", 2800, "no"),
        ("Yarn for the first term", 1200, "no"),
        ("Lights and shelves in the room", 800, "yes"),
    ),
    advice=(3, "Advice on prices, and on what four partners earn"),
    steps=("Rent the room", 1, "Looms in", 3, "First Saturday", 4),
    takings=(("Fairs", 19_500), ("Saturdays", 6_000), ("The theatre", 8_000)),
    costs=(("Drawings of the partners", 22_500), ("Wool and dye", 6_000), ("Rent", 3_600)),
    risks="""
        Saturdays may not fill. We tried one for free, and eleven came; paying is another matter.
    """,
    part="One loom, and half of the yarn.",
    seen=(
        "two partners share by the hour whoever sold the piece, and two more would join",
        "a room to learn weaving in, with nothing like it for thirty miles around",
        "what they earn for an hour is far below the minimum, and they say so themselves",
        "eleven came to a free Saturday, and nobody has paid for one yet",
        "one loom would be wide enough for sore hands and bad eyes",
        "they ask for advice on what to charge, and have not had any before",
    ),
    marks={GULSEN: "332133", OWEN: "221133", NKECHI: "341243"},
    advised=Advice(
        2800,
        3,
        "Lovely work that does not pay yet. I suggest the looms, and above all the three days.",
        risk="high",
        risk_words="Nobody has paid for a Saturday so far, and the year rests on them.",
    ),
)

PAPERCUT = sketch(
    "Papercut Press",
    ends=Stage.WITH_PANEL,
    people="Espérance prints and Hugh binds. Four more members set, fold and run the shop.",
    work="""
        We print tickets, menus and small books, and sell paper in Mill Street. Shops and poets
        pay. Our folding machine is lent to us and must go back in June. With one of our own, and a
        counter that a wheelchair can reach, we could keep all our orders.
    """,
    members="""
        Six members and one vote each. Every second Monday we shut at two to decide. The shop and
        the press have one purse, which we fought about for a year and are glad of now.
    """,
    shaped="Six members, nine shops, and two customers who cannot reach the counter as it is.",
    change="""
        The last printer in Mill Street would stay. Forty small books a year by people from here.
    """,
    left_out="Poets without money: one book a month is paid for by a jar on the counter.",
    jobs=("6", "170", "13.85", "6", "180", "14.80"),
    good_work="One rota for the shop and the press, so that nobody stands at one machine all week.",
    local="""
        Paper from the mill at Tanyard. Ink comes from far away, and we have not found a nearer one.
    """,
    asks=(("Folding machine, used", 5200, "no"), ("A low counter and a ramp", 2500, "yes")),
    advice=(1, "Advice on prices for small books"),
    steps=("Counter and ramp", 2, "Folding machine in", 4),
    takings=(("Printing", 97_000), ("The shop", 64_000)),
    costs=(("Pay", 98_000), ("Paper and ink", 37_500), ("Rent", 12_800)),
    risks="""
        Fewer people print each year. Small books grow by a tenth each year, and we follow them.
    """,
    part="The folding machine. We would build the ramp ourselves.",
    seen=(
        "six members with one purse, and a rule for the days on which they disagree",
        "the last printer in the street would stay, and forty small books would be made here",
        "nobody stands at one machine all week, and pay reaches the living wage",
        "the lent machine goes back in June, and all orders hang on the next one",
        "two customers who cannot reach the counter helped to draw the new one",
        "they have put a third of the price aside, and ask for the rest",
    ),
    marks={OWEN: "333342", FOLAKE: "334-42", DESMOND: "333321"},
    agreed=(
        (
            5,
            3,
            """
            One of them had not seen the jar on the counter that pays for a book each month. It is a
            small door, but an open one: a 3.
            """,
        ),
    ),
    advised=Advice(
        5200,
        1,
        "The machine is what keeps the orders. I rang three shops, who would stay. They can build "
        "the ramp from what they have put aside.",
    ),
)
