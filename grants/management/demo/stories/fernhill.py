"""Fernhill Nursery Parents: the panel has said yes, and nobody has told them yet."""

from grants.lifecycle import Stage
from grants.management.demo.people import FOLAKE, GULSEN
from grants.management.demo.story import Advice, Opinion, Resolved, Story
from grants.panel.models import Verdict

NURSERY = Story(
    coop="Fernhill Nursery Parents",
    round="start",
    ends=Stage.WITH_PANEL,
    answers={
        "stage": "group",
        "people": """
            Ewa holds it together. Ṣadé worked in nurseries for ten years. Twenty-three parents and
            two nursery workers are with us.
        """,
        "work": """
            Our nursery closes in July. Parents and workers want to open one that we own together,
            in the church rooms. Families would pay fees, and the free hours come from the
            government. First we need to know whether the sums work and what the inspectors ask for.
        """,
        "members": """
            Parents would have one vote for each family and workers one each. At the moment we meet
            on Mondays at eight in the church, with children asleep in the next room. Two people
            write down what was decided and send it round.
        """,
        "shaped": """
            Twenty-three families, both workers, the vicar, and a parents’ co-op in another borough
            which let us read its papers.
        """,
        "change": """
            Thirty children would keep the people they know. Two workers would keep their jobs, and
            have a say. You could come and see it in September.
        """,
        "left_out": """
            Families who work shifts and find all nurseries shut at six. We would stay open until
            eight on three days, and ask for no deposit.
        """,
        "needs": (
            ("money", "A plan of the rooms for the inspectors", "700", "yes"),
            ("money", "Costs of registering, and checks of people", "540", "no"),
            ("money", "Room and child care for meetings", "260", "yes"),
            ("days", "Advice on sums, rules and inspection", "5", "yes"),
        ),
        "steps": (
            ("Sums with an adviser", 1),
            ("Register", 3),
            ("Plan to the inspectors", 4),
            ("Open", 9),
        ),
        "risks": """
            The inspectors may want a second way out, which costs too much. We ask that first.
        """,
        "links": "None.",
        "agree": ("members", "publish", "true"),
    },
    seen=(
        "families have one vote each and workers too, and notes go round after every Monday",
        "thirty children would keep the people they know when the nursery closes",
        "they ask the inspectors first about what could stop it all",
        "it would stay open until eight for families who work shifts",
        "five days of advice now would show whether the whole thing can stand",
    ),
    opinions=(Opinion(FOLAKE, (4, 4, 3, 3, 4)), Opinion(GULSEN, (4, 4, 2, 4, 4))),
    advice=Advice(
        1500,
        5,
        "They know what they don’t know. The days matter more to them than the money: give both.",
        risk="medium",
        risk_words="They have not run a business before. Five days of advice are there for that.",
        conditions=("Open a bank account in the name of the group.",),
    ),
    resolved=Resolved(
        Verdict.FULL,
        """
        Your families have kept at this through a hard spring. We want to help you find out whether
        the nursery can stand.
        """,
        strong=(1, "Families and workers both have votes, and use them each week."),
        weak=(5, "Say who does what when you are busy with the inspectors."),
        conditions=("Open a bank account in the name of the group.",),
    ),
)
