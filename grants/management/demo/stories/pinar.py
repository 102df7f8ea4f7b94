"""Pinar Mends: a draft that missed its deadline and was given more time."""

from grants.lifecycle import Stage
from grants.management.demo.story import Story

REPAIR_TABLE = Story(
    coop="Pinar Mends",
    round="pilot",
    ends=Stage.DRAFT,
    answers={
        "stage": "group",
        "people": "Pinar repairs lamps and radios. Four neighbours learn it from her on Fridays.",
        "work": """
            I mend what people carry in. With the four who learn with me I want to turn the shop
            into a co-op that all five of us own. People pay when it works again.
        """,
        "members": "All five of us, one vote each, from the day we register.",
        "shaped": "The four learners, and the owner of the launderette next door.",
    },
)
