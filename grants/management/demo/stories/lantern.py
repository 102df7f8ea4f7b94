"""Lantern Street Sound: sent in, asked about one answer, and sent in again."""

from grants.lifecycle import Stage
from grants.management.demo.story import Story

STUDIO = Story(
    coop="Lantern Street Sound",
    round="judged",
    ends=Stage.SUBMITTED,
    answers={
        "stage": "registering",
        "people": """
            Mehmet mixes and teaches. Grace records and books the rooms. Six musicians are members,
            and a retired electrician keeps us safe.
        """,
        "work": """
            We hire out a small studio and record bands, choirs and stories. Bands pay by the hour,
            schools by the day. We want to build a second room with daylight, for choirs and for
            people who don’t like cellars.
        """,
        "members": """
            Eight of us, each with one vote. We meet on Wednesdays at six before the first booking.
            Prices, bookings and who may have a key are decided there. Whoever records here ten
            times is asked to join.
        """,
        "shaped": """
            Two choirs, the school of music, and thirty people who booked us last year. The choirs
            told us that stairs are what keeps them away.
        """,
        "change": """
            Two choirs and a youth theatre would record here in place of leaving the borough. You
            could come to an open evening every month. Twelve young people would learn to run a
            desk.
        """,
        "left_out": """
            Young people without money for lessons: Sundays are free for them, with a member beside
            them. The new room has no step and a loop for hearing aids.
        """,
        "jobs": (("now", "3", "60", "13.20"), ("year", "5", "105", "14.80")),
        "good_work": """
            Nobody works alone at night. Pay rises to the living wage when the room opens.
        """,
        "local": "Doors by the joiner in Dock Lane, posters by Ropewalk, tea from the bakers.",
        "needs": (
            ("money", "Walls and doors that keep sound in", "5,200", "yes"),
            ("money", "Two microphones and a desk, used", "2,100", "no"),
            ("money", "Pay for teaching on Sundays", "1,500", "yes"),
            ("days", "Help with registration and with leases", "4", "yes"),
        ),
        "steps": (
            ("Registered, lease signed", 2),
            ("Walls and doors", 4),
            ("First choir", 5),
            ("Twelve learners", 9),
        ),
        "year": (
            ("income", "Bookings", "58,000"),
            ("income", "Schools", "17,000"),
            ("income", "This grant", "8,800"),
            ("cost", "Pay", "56,500"),
            ("cost", "Rent and power", "15,900"),
            ("cost", "Building and machines", "7,300"),
        ),
        "risks": "Noise. We measured it with the neighbours, and they signed that it is fine.",
        "part": "Walls first, and the microphones that we have.",
        "other_money": (("Arts council, small projects", "5,000", "last year"),),
        "links": """
            Grace sings in a choir with somebody from your office, but does not know her name.
        """,
        "agree": ("members", "publish", "true"),
    },
    returned="""
        Your plan is clear, and one thing is missing: who runs the desk when Mehmet is away?
    """,
    to_change=("people",),
    changed={
        "people": """
            Mehmet mixes and teaches. Grace records and books the rooms, and runs the desk when
            Mehmet is away. Six musicians are members, and a retired electrician keeps us safe.
        """,
    },
)
