"""Ropewalk Designers: the panel asked for more once, and has it before it again."""

from grants.lifecycle import Stage
from grants.management.demo.people import DESMOND, GULSEN
from grants.management.demo.story import Advice, Agreed, Opinion, Story

SHARED_STUDIO = Story(
    coop="Ropewalk Designers LLP",
    round="judged",
    ends=Stage.WITH_PANEL,
    answers={
        "stage": "registered",
        "people": """
            Rhys draws and prints. Priya designs for screens and speaks to clients. Two others join
            us in the spring: Kemi, who films, and Stuart, who builds stands and signs.
        """,
        "work": """
            We design posters, signs and pages for co-ops, charities and small shops. They pay a
            price that is fixed before we start. We want to turn the old net loft into a studio with
            a large printer that other co-ops can use on Fridays, at cost.
        """,
        "members": """
            Two partners now, four in the spring. Each partner has one vote and the same share of
            what is left at the end of the year. We decide by talking on Monday mornings. For
            anything over £500, all have to say yes.
        """,
        "shaped": """
            Fourteen co-ops told us what they spend on print: most of it goes out of the borough.
            The library and the boxing club each ordered something small as a test, and told us what
            to do better.
        """,
        "change": """
            Small groups would have posters and signs made here, for a third less. On Fridays you
            would see three or four of them at the printer, learning how it works. The net loft,
            empty for six years, would have its lights on.
        """,
        "left_out": """
            Groups that cannot pay in advance. They can pay after the event. The loft has stairs, so
            until a ramp is there we bring the work to people, and say so on the door.
        """,
        "jobs": (("now", "2", "70", "13.50"), ("year", "4", "130", "15.00")),
        "good_work": """
            No work after six, and no free designs to win a job. We share out the dull work by lot.
            Pay is below what we want: the plan says £15 in a year, and how.
        """,
        "local": """
            Paper from the Tanyard merchant, vinyl cut at Stitch Hall, accounts done in Mill St.
        """,
        "needs": (
            ("money", "Large printer, used", "4,800", "no"),
            ("money", "Floor, lights and sockets in the loft", "2,300", "yes"),
            ("money", "Paper and ink for forty Fridays", "1,150", "yes"),
            ("days", "Advice on how to share the printer fairly", "3", "yes"),
        ),
        "steps": (
            ("Sign the lease of the loft", 1),
            ("Floor, lights and sockets", 3),
            ("Printer in, first paid jobs", 4),
            ("First open Friday", 5),
        ),
        "year": (
            ("income", "Design", "74,000"),
            ("income", "Print and Fridays", "15,500"),
            ("income", "This grant", "8,250"),
            ("cost", "Pay of partners", "71,500"),
            ("cost", "Rent, power and insurance", "13,200"),
            ("cost", "Printer and works", "8,250"),
            ("cost", "Paper, ink and repairs", "3,900"),
        ),
        "risks": """
            Used printers break: we know a man who mends this make. Fridays might stay empty; five
            groups have promised two Fridays each, in writing.
        """,
        "part": "The printer first. We would do the floor ourselves, more slowly.",
        "links": "None.",
        "agree": ("members", "publish", "true"),
    },
    seen=(
        "each partner has one vote and an equal share, though there are only two of them so far",
        "print that now goes out of the borough would be done in a loft that stood empty",
        "nobody works after six, dull work goes by lot, and pay reaches £15 by a set date",
        "five groups promised two Fridays each in writing, but the lease is not signed",
        "groups may pay after the event, while the stairs keep some people out for now",
        "they would buy the printer without us too, about a year later and on credit",
    ),
    opinions=(Opinion(GULSEN, (4, 3, 3, 3, 2, 2)), Opinion(DESMOND, (2, 3, 3, 2, 2, 2))),
    first_advice=Advice(
        8250,
        3,
        """
        The shared Fridays are wanted: I rang three of the groups. The assessors differ on how
        co-operative two partners can be, and I have not seen the lease.
        """,
        risk="high",
        risk_words="Without the lease there is no studio, and nobody has signed it.",
    ),
    deferred="""
        We like the shared Fridays. Before we decide we want to know two things: is the lease
        agreed, and how will four partners decide when they do not all agree?
    """,
    agreed=(
        Agreed(
            1,
            3,
            """
            One of them had read the plan for four partners, and one the plan for two. With four of
            them and a written rule for a tie, both say clear and believable: a 3.
            """,
        ),
    ),
    advice=Advice(
        6500,
        3,
        """
        The lease is agreed for five years, and I have seen it. They now vote, three of four, where
        they don’t all agree. The assessors were far apart on how co-operative it is, talked it over
        and agreed on a 3. I suggest £6,500, without the paper and part of the works.
        """,
        risk="medium",
        risk_words="Fridays may fill slowly. The studio pays its rent without them.",
        conditions=("Send us a copy of the signed lease.",),
    ),
)
