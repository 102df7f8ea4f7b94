"""Ferry House Archive: a draft that missed its deadline, and a request for more time."""

from grants.lifecycle import Stage
from grants.management.demo.story import Story

BOXES = Story(
    coop="Ferry House Archive",
    round="pilot",
    ends=Stage.DRAFT,
    answers={
        "stage": "registered",
        "people": """
            Isla looks after the collection. Kwame drives and carries. Nine members sort, scan and
            write down what the older ones remember.
        """,
        "work": """
            We keep the papers and pictures of the ferry and its crews, and show them on Sundays.
            Schools pay for a morning with us, and families pay for copies of a picture.
        """,
        "members": """
            Eleven members with one vote each. We decide on the first Sunday of the month, with the
            boxes on the table.
        """,
    },
)
