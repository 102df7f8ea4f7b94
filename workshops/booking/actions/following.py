"""What other rooms keep of somebody goes where they go."""

from applicants.actions.leaving import functions_named


def follow_people(leaving):
    """Somebody has another place of their party now, or comes no more: what is kept with their
    place goes along, or away. A model may name a function of its own room for it:
    `WHEN_PEOPLE_MOVE`. Under the session's lock.

    leaving: by the key of the place that they had: the key of the one they have now, or None.
    """
    if leaving:
        for follow in functions_named("WHEN_PEOPLE_MOVE"):
            follow(leaving)
