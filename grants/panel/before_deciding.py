"""What somebody reads before they decide about one application, and what their form starts from.

The same for a panel and for one approver without a meeting.
"""

from grants.assessment.checking.queries import eligibility_of
from grants.assessment.diligence.queries import conditions_in, diligence_of
from grants.assessment.recommending.queries import recommendations_of
from grants.assessment.scoring.queries import must_score_first, scores_of
from grants.lifecycle import Stage
from grants.money import in_pounds
from grants.templatetags.words import day, moment

from .queries import is_held, left_in, waits_on_reserve


def what_to_read(application, reader, *, is_deciding):
    """What the page of one application shows; what was checked, only to whoever decides now."""
    must_wait = must_score_first(application, reader)
    return {
        "application": application,
        "left": left_in(application.round, without=application),
        "advice": recommendations_of(application),
        "must_wait": must_wait,
        "table": None if must_wait else scores_of(application),
        **(what_was_checked(application) if is_deciding else {}),
    }


def what_was_checked(application):
    tests, diligence = eligibility_of(application), diligence_of(application)
    return {
        "tests": tests,
        "diligence": diligence,
        "conditions": conditions_in(tests, diligence),
    }


def as_advised(read):
    """The officer’s advice and what the checks propose as a start, never their words to the panel.

    read: what `what_to_read` found.
    """
    advised = next(iter(read["advice"]), None)
    terms = {} if advised is None else {"amount": advised.amount, "days": advised.days}
    found = read.get("conditions", ())
    asked_for = () if advised is None else advised.conditions_read
    lines = conditions_to_start_from(found, asked_for)
    return {**terms, "conditions": "\n".join(lines)}


def conditions_to_start_from(found, advised):
    """What the checks found and what the officer advised, each once, as lines of the letter."""
    lines = [condition.words for condition in found]
    lines += map(in_one_line, advised)
    return list({line.casefold(): line for line in lines}.values())


def in_one_line(condition):
    """A condition that was advised, as one line of the letter."""
    when = f"by {day(condition['due_on'])}" if condition["due_on"] else "before the first payment"
    return f"{condition['text'].rstrip(' .')}, {when}."


def as_resolved(resolution):
    """What stands for one application, as its form shows it."""
    typed = {
        "verdict": resolution.verdict,
        "amount": resolution.amount or None,
        "days": resolution.days or None,
        "conditions": "\n".join(resolution.conditions),
        "reasons": resolution.reasons,
    }
    for reason in resolution.because.select_related("criterion"):
        typed[f"side_{reason.criterion.number}"] = reason.side
        typed[f"sentence_{reason.criterion.number}"] = reason.sentence
    return typed


def why_not_alone(application):
    """Why nobody decides about it without a meeting now, in a sentence; nothing when one may."""
    round = application.round
    if application.state != Stage.WITH_PANEL:
        stage = application.get_state_display()
        return f"This application is not with the panel now. It is at the stage “{stage}”."
    if is_held(application):
        return "This is decided already. The decision waits to be released."
    if waits_on_reserve(application):
        return "This co-op is on the reserve list. Offers from the list are made in its order."
    item = application.agenda_items.filter(is_live=True).select_related("panel").first()
    if item is not None:
        return f"The panel that meets at {moment(item.panel.meets_at)} decides about this one."
    if round.alone_up_to is None:
        return "In this round a panel decides about every application."
    if application.amount_requested > round.alone_up_to:
        return (
            "In this round one person decides without a meeting about applications for up to "
            f"{in_pounds(round.alone_up_to)}. This one asks for "
            f"{in_pounds(application.amount_requested)}, so a panel decides."
        )
    return ""
