"""Kite and Clay: declined, with reasons and a way on."""

from grants.lifecycle import Stage
from grants.management.demo.people import DESMOND, GULSEN
from grants.management.demo.story import Advice, Opinion, Story

KILN = Story(
    coop="Kite and Clay",
    round="judged",
    ends=Stage.DECLINED,
    answers={
        "stage": "trading",
        "people": "Agnieszka makes pots and kites. Leroy glazes, fires and sells at markets.",
        "work": """
            We make pots and kites and sell them at three markets and online. With a bigger kiln we
            could fire ten times as much, and take orders from restaurants. People who buy pay us,
            and classes in the summer bring in a little.
        """,
        "members": """
            There are two of us and we decide everything together over lunch. When the new kiln is
            in we will think about who else could join, and how that would work.
        """,
        "shaped": "We did, over the winter. Customers at the market often ask for larger bowls.",
        "change": """
            Alderwick would have a pottery with work on show, and there could be classes for
            children. The street would look nicer with our kites in the window.
        """,
        "left_out": "Classes cost money, so some families can’t come. We might offer a free place.",
        "jobs": (("now", "2", "80", "9.00"), ("year", "2", "80", "11.00")),
        "good_work": "We choose our own hours, which are long before Christmas. Pay has to rise.",
        "local": "Clay comes from Stoke. We would like to use the café next door for openings.",
        "needs": (
            ("money", "Electric kiln, 400 litres", "7,900", "no"),
            ("money", "Three-phase power", "1,600", "yes"),
        ),
        "steps": (
            ("Order the kiln", 1),
            ("Power and fitting", 4),
            ("Orders from restaurants", 6),
        ),
        "year": (
            ("income", "Markets and online", "31,000"),
            ("income", "Restaurants", "24,000"),
            ("income", "This grant", "9,500"),
            ("cost", "Drawings of the partners", "39,000"),
            ("cost", "Clay, glaze and power", "14,500"),
            ("cost", "Kiln and fitting", "9,500"),
        ),
        "risks": "Restaurants might not order. Power prices.",
        "part": "A smaller kiln.",
        "links": "None.",
        "agree": ("members", "publish", "true"),
    },
    seen=(
        "two partners decide over lunch and will think later about who else could join",
        "there might be classes for children and a nicer window",
        "pay is below the legal minimum now and would still be so in a year",
        "no restaurant has been asked yet, though half of the new income comes from them",
        "a free place in a class is the only thing named, and only as a maybe",
        "a smaller kiln would be within their own means",
    ),
    opinions=(Opinion(GULSEN, (1, 2, 1, 2, 1, 2)), Opinion(DESMOND, (1, 1, 1, 1, 1, 2))),
    advice=Advice(
        0,
        0,
        """
        Good makers, but not a co-op yet, and the restaurants are a hope. I suggest no grant now,
        and a place at “Is a co-op right for us?” with a call from me afterwards.
        """,
    ),
    words="""
        You make lovely things, and we can see that the small kiln holds you back. We said no for
        two reasons. A co-op is run by its members with one vote each, and so far your plan has no
        way for others to join. And half of the new income would come from restaurants that nobody
        has asked yet. Two letters from restaurants and a plan for members would have changed our
        mind.
    """,
    again="start",
)
