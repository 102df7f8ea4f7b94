"""Gathering Ground: accepted and checked. Its money is in a run that waits for approval."""

from grants.lifecycle import Stage
from grants.management.demo.people import DESMOND, FOLAKE, SIAN
from grants.management.demo.story import Account, Advice, Offer, Opinion, PublicMoney, Story

POLYTUNNEL = Story(
    coop="Gathering Ground",
    round="pilot",
    ends=Stage.ACCEPTED,
    answers={
        "stage": "trading",
        "people": """
            Yasmin runs the garden days. Dafydd grows the seedlings and looks after sales. Nine
            trustees come from the 86 members, and fourteen people dig every week.
        """,
        "work": """
            We grow vegetables and seedlings behind the health centre. The centre’s doctors send us
            people who are low or lonely. The health service pays for their days, and neighbours buy
            a veg bag. A heated tunnel would carry us through the winter, when we now close.
        """,
        "members": """
            Members are those who dig, and those who buy a bag for a year. Each has one vote at the
            members’ day in March, and once a month there is an open bench where anybody may decide
            with us what to plant. Most things are settled on the bench.
        """,
        "shaped": """
            The people who come on garden days drew the tunnel. Two doctors told us that winter is
            when people need it most. The wheelchair users’ group set the width of the paths.
        """,
        "change": """
            Sixty people would have a warm place with others in January, and not only in June. You
            could come and eat soup on a Thursday. Thirty more homes would have a veg bag.
        """,
        "left_out": """
            Gardens leave out people who cannot kneel or see the path. Beds will be high and paths
            wide, and one of us learns to guide people who cannot see.
        """,
        "jobs": (("now", "2", "48", "14.80"), ("year", "3", "66", "14.80")),
        "good_work": """
            Pay is the London living wage, and everyone can work in school hours. Staff talk with a
            counsellor once a month, paid by us, because some days are heavy.
        """,
        "local": """
            Timber from Dock Lane, compost from the market, soup bread from Weir Lane Bakers.
        """,
        "needs": (
            ("money", "Tunnel with a frame for wind", "3,600", "no"),
            ("money", "High beds and wide paths", "1,900", "yes"),
            ("money", "Heater that runs on wood chip", "1,100", "no"),
            ("days", "Advice on a contract for garden days", "2", "yes"),
        ),
        "steps": (
            ("Lay the paths", 1),
            ("Put up the tunnel with forty helpers", 2),
            ("First winter garden day", 3),
            ("Thirty more veg bags", 7),
        ),
        "year": (
            ("income", "Garden days", "38,000"),
            ("income", "Veg bags and seedlings", "21,500"),
            ("income", "This grant", "6,600"),
            ("cost", "Wages", "49,500"),
            ("cost", "Tunnel, beds and heater", "6,600"),
            ("cost", "Seeds, soil and water", "7,400"),
        ),
        "risks": """
            Storms. The frame is the strong kind, and insured. The doctors’ contract ends in May.
        """,
        "part": "The tunnel without the heater. It would be cold, but dry.",
        "other_money": (("Health service, garden days pilot", "12,000", "last year"),),
        "links": "None.",
        "agree": ("members", "publish", "true"),
    },
    seen=(
        "those who dig and those who buy have one vote each, and the bench is open to all",
        "sixty people would have a warm place with others in January",
        "they pay a living wage in school hours, and somebody to talk to after heavy days",
        "two doctors stand behind it, but their contract ends in May",
        "wheelchair users set the width of the paths before anything was drawn",
        "the health service pays for days, never for a tunnel",
    ),
    opinions=(Opinion(FOLAKE, (3, 4, 4, 3, 4, 4)), Opinion(DESMOND, (3, 4, 3, 2, 4, 4))),
    advice=Advice(6000, 2, "All but part of the heater, for which they have had another offer."),
    public_money=PublicMoney(
        why="They sell boxes and garden days, so they trade. A small sum.",
        declared=(
            ("Borough regeneration fund, the old nursery", "296000", 400),
            ("Health service, garden days pilot", "12000", 200),
        ),
    ),
    offer=Offer(
        6000,
        2,
        """
        Winter is when people need you, and you let the people who come draw the tunnel. The panel
        gives a little less than you asked, because the heater may come to you for less. Talk to us
        in April about the doctors’ contract.
        """,
        instalments=1,
    ),
    account=Account(
        "Gathering Ground",
        "134020",
        "63849203",
        SIAN,
        "Statement seen on a video call with Yasmin. Name and charity number agree.",
    ),
    run="prepared",
)
