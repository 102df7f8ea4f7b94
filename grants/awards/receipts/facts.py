"""What a decision receipt says, gathered once, when the decision goes out.

What single assessors wrote is not here, and neither is who they are: assessors write for the
panel, and the panel’s words are what a co-op reads. Notes, flags, risk and scores that were set
aside have no place here either.
"""

from django.utils.crypto import salted_hmac

from grants.assessment.scoring.queries import scores_of
from grants.panel.models import Resolution, Verdict
from grants.templatetags.words import day

from . import by_hand

READERS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth")
# What a panel resolved, and each decision that it can explain.
EXPLAINS = {
    "offer": (Verdict.FULL, Verdict.PART, Verdict.RESERVE),
    "decline": (Verdict.DECLINE, Verdict.SUPPORT, Verdict.RESERVE),
}


def facts_of(decision):
    """Everything that the receipt of a decision says, as plain data."""
    table, resolution = scores_of(decision.application), resolution_behind(decision)
    places = in_no_order(decision.application, table.assessments)
    return {
        "outcome": decision.outcome,
        "reasons": decision.reasons,
        "decided": how_decided(resolution),
        "because": because(resolution),
        "readers": [reader(number) for number in range(len(places))],
        **figures_of(table.lines, places),
    }


def figures_of(lines, places):
    """Every number of a receipt, from the lines of a score table."""
    lines = [line_facts(line, places) for line in lines]
    return {
        "criteria": [facts for facts, _used in lines],
        "sum": by_hand.figure_written(
            [(used, facts["weight"]) for facts, used in lines if used is not None]
        ),
        **extremes([(facts["name"], used) for facts, used in lines if used is not None]),
    }


def in_no_order(application, assessments):
    """The places of the assessments in an order that says nothing about who gave which.

    It is the same each time for one case, and another one for each case.
    """
    salt = f"decision-receipt/{application.reference}"
    keys = [salted_hmac(salt, str(one.pk)).hexdigest() for one in assessments]
    return sorted(range(len(keys)), key=keys.__getitem__)


def reader(number):
    """What a receipt calls an assessor."""
    return f"{READERS[number]} reader" if number < len(READERS) else f"Reader {number + 1}"


def line_facts(line, places):
    """One criterion as plain data, and beside it the mark that counts, exactly."""
    criterion, marks = line.criterion, [line.marks[place] for place in places]
    agreed = line.moderation.mark if line.moderation else None
    used = by_hand.mark_used(agreed, marks)
    words = dict(criterion.choices)
    facts = {
        "name": criterion.name,
        "asks": criterion.guidance,
        "weight": criterion.weight,
        "marks": marks,
        "agreed": agreed,
        "mean": "" if agreed is not None else by_hand.mean_written(marks),
        "used": "" if used is None else by_hand.exactly(used),
        "product": "" if used is None else by_hand.product_written(used, criterion.weight),
        "means": "" if used is None else words[by_hand.nearest(used)],
        "better": None,
    }
    if used is not None and used < by_hand.ENOUGH_AS_IT_IS:
        mark = by_hand.next_higher(used)
        facts["better"] = {"mark": mark, "means": words[mark]}
    return facts, used


def extremes(used):
    """The strongest and the weakest criteria; none where all stand alike."""
    marks = {mark for _name, mark in used}
    if len(marks) < 2:
        return {"strongest": [], "weakest": []}
    return {
        "strongest": [name for name, mark in used if mark == max(marks)],
        "weakest": [name for name, mark in used if mark == min(marks)],
    }


def resolution_behind(decision):
    """The resolution that this decision carries out, or None."""
    standing = Resolution.objects.standing().filter(
        application=decision.application, verdict__in=EXPLAINS[decision.outcome]
    )
    return standing.select_related("item__panel", "resolved_by").order_by("-pk").first()


def how_decided(resolution):
    """On which day, and by whom when one person did it without a meeting; None if not known."""
    if resolution is None:
        return None
    panel = resolution.item.panel
    alone = "" if panel.is_meeting else str(resolution.resolved_by)
    return {"on": day(panel.meets_at), "alone": alone}


def because(resolution):
    """Its reasons by criterion."""
    if resolution is None:
        return []
    reasons = resolution.because.select_related("criterion").order_by("criterion__number")
    return [
        {"criterion": reason.criterion.name, "side": reason.side, "sentence": reason.sentence}
        for reason in reasons
    ]
