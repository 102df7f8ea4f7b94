"""Mill Street Mending Circle: a draft that somebody is still writing."""

from grants.lifecycle import Stage
from grants.management.demo.story import Story

SEWING_MACHINES = Story(
    coop="Mill Street Mending Circle",
    round="start",
    ends=Stage.DRAFT,
    answers={
        "stage": "group",
        "people": """
            Halina leads the Wednesday table. Nine others mend, and two of them teach. Everybody
            makes the tea in turn.
        """,
        "work": """
            We mend clothes and curtains with the people who bring them, every Wednesday in the
            church hall. People pay what they can. With better machines we would take in paid work
            for the theatre and for two schools.
        """,
    },
)
