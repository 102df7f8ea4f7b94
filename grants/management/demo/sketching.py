"""Stories told in short: the facts of one co-op, from which a whole form is filled in."""

from dataclasses import fields

from .story import Agreed, Opinion, Story

OF_THE_STORY = {each.name for each in fields(Story)}
FACTS_OF_JOBS = 3  # jobs, hours, lowest pay
KEPT = 50  # one pound in so many is left over at the end of a year


def sketch(
    coop,
    *,
    asks,
    advice,
    steps,
    jobs=(),
    takings=(),
    costs=(),
    marks=None,
    agreed=(),
    advised=None,
    round="judged",
    **told,
):
    """A whole story.

    asks: (what, pounds, whether it is spent in Alderwick) of each line.
    advice: (days, what about).
    steps: what, and in how many months, one after the other.
    jobs: (jobs, hours, lowest pay) now, and the same in a year.
    takings, costs: what comes in and goes out beside the grant, as (what, pounds).
    advised: what the officer tells the panel.
    marks: {assessor: their marks in a row}, such as “433-24”; “-” is “I can’t judge this”.
    agreed: (number of the criterion, mark, why) of each mark that was talked over.
    told: what a story says besides, and the other answers by the codes of the questions.
    """
    answers = {"stage": "trading", "links": "None.", "agree": ("members", "publish", "true")}
    answers |= {code: told.pop(code) for code in list(told) if code not in OF_THE_STORY}
    answers["needs"] = needs(asks, *advice)
    answers["steps"] = tuple(zip(steps[::2], steps[1::2], strict=True))
    if jobs:
        answers["jobs"] = (("now", *jobs[:FACTS_OF_JOBS]), ("year", *jobs[FACTS_OF_JOBS:]))
    if takings:
        answers["year"] = a_year(takings, costs, sum(pounds for _what, pounds, _where in asks))
    opinions = tuple(
        Opinion(assessor, tuple(None if mark == "-" else int(mark) for mark in row))
        for assessor, row in (marks or {}).items()
    )
    told |= {"opinions": opinions, "advice": advised}
    told["agreed"] = tuple(Agreed(*one) for one in agreed)
    return Story(coop=coop, round=round, answers=answers, **told)


def needs(asks, days, about):
    """The budget: each line of money, and the days of advice."""
    lines = tuple(("money", what, f"{pounds:,}", where) for what, pounds, where in asks)
    return (*lines, ("days", about, str(days), "yes")) if days else lines


def a_year(takings, costs, granted):
    """What comes in and goes out in a year. The last line is all that is left but a little."""
    comes = sum(pounds for _what, pounds in takings)
    rest = comes - comes // KEPT - sum(pounds for _what, pounds in costs)
    if rest < 0:
        raise ValueError(f"{costs} come to more than {takings}.")
    return (
        *(("income", what, f"{pounds:,}") for what, pounds in takings),
        ("income", "This grant", f"{granted:,}"),
        *(("cost", what, f"{pounds:,}") for what, pounds in costs),
        ("cost", "What this grant pays for", f"{granted:,}"),
        ("cost", "All else, such as power and insurance", f"{rest:,}"),
    )
