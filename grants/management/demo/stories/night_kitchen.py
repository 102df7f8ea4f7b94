"""The Night Kitchen: not eligible, because the money was spent already."""

from grants.lifecycle import Stage
from grants.management.demo.story import Story

COOKER = Story(
    coop="The Night Kitchen",
    round="start",
    ends=Stage.INELIGIBLE,
    answers={
        "stage": "idea",
        "people": "Jamie cooks. Two friends from the night buses help when they can.",
        "work": """
            Hot food at night for people who drive buses, clean and nurse. They would pay about £4 a
            plate. We bought a cooker in September, with a loan from a friend, and would like to pay
            that back.
        """,
        "members": """
            We want everyone who cooks to have a say. How to do that is what we would like to learn.
            At the moment the three of us talk after the shift.
        """,
        "shaped": "Drivers at the depot. Twenty-two of them wrote down what they would eat at 2am.",
        "change": "A hundred people a night would have something warm, and a place to sit down.",
        "left_out": "Night workers themselves: nothing is open when they are awake.",
        "needs": (
            ("money", "The cooker that we bought in September", "1,450", "no"),
            ("days", "Advice on becoming a co-op", "3", "yes"),
        ),
        "steps": (("Pay back the loan", 1), ("Ten nights as a trial", 3)),
        "risks": "We get tired. The depot may not let us park.",
        "links": "None.",
        "agree": ("members", "publish", "true"),
    },
    not_met={4: "The cooker was bought in September, so this money would pay for the past."},
    words="""
        We love the idea. The one thing that we may not do is pay for something that is bought
        already, and your cooker is. Please come back with what you need next: the ten trial nights,
        for example. And come to “Is a co-op right for us?”. You need no papers for it.
    """,
)
