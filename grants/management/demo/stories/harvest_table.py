"""Harvest Table: sent, and handed back for one correction."""

from grants.lifecycle import Stage
from grants.management.demo.story import Story

SOUP_VAN = Story(
    coop="Harvest Table CIC",
    round="start",
    ends=Stage.DRAFT,
    answers={
        "stage": "registered",
        "people": "Bronwen cooks. Olúṣẹgun buys at the market. Four others cook and serve.",
        "work": """
            We cook lunch from what the market has left, and sell it at cost to offices and to
            people at home. We want a second-hand hot box and six trial weeks on the Fernhill
            estate.
        """,
        "members": """
            Six cooks and servers are members, one vote each. Every Monday we set the week’s menu
            and prices together, and whoever did the buying tells us what it cost.
        """,
        "shaped": "Market traders, who give us what is left, and forty people on the estate.",
        "change": """
            Sixty lunches a day at £3, and four crates of good food that are not thrown away.
        """,
        "left_out": """
            People who eat halal or no meat are asked first, not last: they set two days’ menus.
        """,
        "needs": (
            ("money", "Hot box, used", "620", "yes"),
            ("money", "Food and pay for six trial weeks", "1,150", "yes"),
            ("days", "Advice on food safety papers", "2", "yes"),
        ),
        "steps": (("Papers in order", 1), ("Six trial weeks", 3), ("Decide with the estate", 5)),
        "risks": "The market may have less to give in winter. Then we buy, and lunch costs £3.50.",
        "other_money": (("Borough food fund", "900", "this year"),),
        "links": "None.",
        "agree": ("members", "publish", "true"),
    },
    returned="""
        A good plan. One thing is missing: in your budget, please split the £1,150
        into food and pay, so that assessors can see the wage. You can send it again any day.
    """,
    to_change=("needs",),
)
