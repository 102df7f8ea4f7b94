"""Stitch Hall: ended early, after the first payment, in good faith on both sides."""

from grants.lifecycle import Stage
from grants.management.demo.people import FOLAKE, GULSEN, MAREK
from grants.management.demo.story import Account, Advice, Offer, Opinion, Story

UNIFORMS = Story(
    coop="Stitch Hall",
    round="pilot",
    ends=Stage.TERMINATED,
    answers={
        "stage": "trading",
        "people": """
            Nasreen cuts and checks. Chioma sells to schools. Nine members sew, most of them in the
            hours when their children are at school.
        """,
        "work": """
            We sew school uniforms, aprons and curtains in the old drill hall. Schools, cafés and
            the theatre pay by the piece. A machine that cuts twenty layers at once would let us
            take the uniforms of three more schools, which now come by ship.
        """,
        "members": """
            Eleven members, one vote each, whatever the hours. We decide at the long table on
            Fridays at noon, in Urdu, Igbo and English, with somebody who translates. Two members
            are chosen to sign, and change every two years.
        """,
        "shaped": "Members, three head teachers, and parents who told us what tears first: knees.",
        "change": """
            Three schools would wear uniforms made within a mile, with knees that last, at the same
            price. Four more women would have a job in school hours.
        """,
        "left_out": """
            Women who sew at home for pennies, unseen. We go to their doors with a member who speaks
            their language, and the first month is paid.
        """,
        "jobs": (("now", "11", "210", "14.80"), ("year", "15", "300", "14.80")),
        "good_work": "Paid by the hour, never by the piece. School hours. A cot beside the table.",
        "local": """
            Thread from Mill Street, leftovers to the Mending Circle, lunch from Harvest Table.
        """,
        "needs": (
            ("money", "Cutting machine", "5,600", "no"),
            ("money", "First month’s pay for four new members", "3,400", "yes"),
            ("days", "Advice on selling to schools", "3", "yes"),
        ),
        "steps": (
            ("Buy the machine", 1),
            ("Train four new members", 2),
            ("Uniforms for the first school", 5),
        ),
        "year": (
            ("income", "Schools", "148,000"),
            ("income", "Cafés and theatre", "87,000"),
            ("income", "This grant", "9,000"),
            ("cost", "Wages", "171,000"),
            ("cost", "Cloth and thread", "49,000"),
            ("cost", "Rent and power", "18,500"),
        ),
        "risks": "The hall’s lease ends next year. The owner says that he will renew it.",
        "part": "The machine, and two new members in place of four.",
        "links": "None.",
        "agree": ("members", "publish", "true"),
    },
    seen=(
        "eleven members decide at the long table in three languages, with one vote each",
        "three schools would wear uniforms made within a mile of them",
        "they pay by the hour, in school hours, with a cot beside the table",
        "head teachers have asked for it, but the lease of the hall ends next year",
        "they find women who sew at home unseen, in their own languages",
        "the machine would take three years to save for",
    ),
    opinions=(Opinion(GULSEN, (4, 4, 4, 2, 4, 3)), Opinion(FOLAKE, (4, 3, 4, 2, 4, 3))),
    advice=Advice(8400, 3, "Strong in all but the lease. I suggest two instalments because of it."),
    offer=Offer(
        8400,
        3,
        """
        You give work in school hours to people whom others do not see. The panel was sure of
        everything but the lease of the hall, so the money comes in two parts.
        """,
        instalments=2,
        conditions=("Tell us at once if the lease of the hall is not renewed.",),
    ),
    account=Account(
        "Stitch Hall Co-operative",
        "202959",
        "63748472",
        MAREK,
        "Statement of this month, and I rang Nasreen at the hall. All agrees.",
    ),
    run="paid",
    words="""
        The owner did not renew the lease of the hall, and no other place was found. The members
        sold the cutting machine, will pay back £2,150 and go on as a smaller group at home. You
        told us at once, as you had promised. We end the grant here, and our door stays open.
    """,
)
