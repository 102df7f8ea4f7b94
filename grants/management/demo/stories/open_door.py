"""Open Door Counsellors: sent, then taken back by the co-op itself."""

from grants.lifecycle import Stage
from grants.management.demo.story import Story

GROUP_ROOM = Story(
    coop="Open Door Counsellors",
    round="judged",
    ends=Stage.WITHDRAWN,
    answers={
        "stage": "trading",
        "people": "Hannah takes the calls. Five counsellors share two rooms and the costs.",
        "work": """
            Five counsellors work from two rooms above the chemist. People pay by what they earn,
            from £12 to £60. We want a third room for groups, so that eight people can come at once
            and pay less each.
        """,
        "members": """
            The five of us, one vote each, on the second Monday of the month. The minutes go round
            the same evening. Two people who used to come to us sit with us and speak.
        """,
        "shaped": """
            Eighteen people who came to us last year answered a letter. A doctor read the plan.
        """,
        "change": "Forty people a year would not wait for months. Two groups would run every week.",
        "left_out": """
            Men over fifty seldom come. One group is for them, run by a man, in the room of the
            bowls club. There is a lift, and the bus stops outside.
        """,
        "jobs": (("now", "5", "92", "19.00"), ("year", "6", "110", "19.00")),
        "good_work": """
            Each of us has somebody to talk to, paid by the co-op. No more than five a day.
        """,
        "local": "The bowls club’s room, printing at Ropewalk, cleaning by Spotless Together.",
        "needs": (
            ("money", "Rent of a group room, first half year", "2,700", "yes"),
            ("money", "Chairs, carpet and a door that keeps sound in", "1,900", "yes"),
            ("days", "Advice on group prices", "1", "yes"),
        ),
        "steps": (("Rent the room", 2), ("First group", 3), ("Second group", 5)),
        "year": (
            ("income", "Fees", "121,000"),
            ("income", "This grant", "4,600"),
            ("cost", "Pay of counsellors", "104,000"),
            ("cost", "Rooms and insurance", "17,900"),
        ),
        "risks": "Groups may fill slowly. The bowls club may need its room back.",
        "part": "One group in place of two.",
        "links": "None.",
        "agree": ("members", "publish", "true"),
    },
    words="""
        The health centre has offered us a room without rent, so we don’t need the money. Thanks!
    """,
)
