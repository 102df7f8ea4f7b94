"""What can be asked about terms that are planned and not released."""

from dataclasses import replace

from django.utils.timezone import localdate

from grants.awards.terms.checking import in_short
from grants.awards.terms.schedule import last_day_from, needs_of
from grants.awards.terms.shape import PlannedCondition, Terms
from grants.awards.terms.writing import usual_terms
from grants.money import total


def terms_of(line):
    """The terms of a held resolution: as they were planned, or the usual ones as of today."""
    draft, said = line.draft, line.resolution
    if draft.terms:
        return Terms.from_json(draft.terms)
    return usual_terms(said.amount, said.days, said.conditions, draft.instalments, localdate())


def what_is_planned(line):
    """The terms of a held resolution for a page: each payment with its needs, and the sums."""
    terms = terms_of(line)
    return {
        "terms": terms,
        "payments": [
            {"planned": one, "needs": needs_of(one.number, one.after_report, terms.conditions)}
            for one in terms.instalments
        ],
        "sum": total(one.amount for one in terms.instalments),
        "in_short": in_short(terms),
    }


def what_is_planned_if_any(line):
    """The same, or None where nothing is offered."""
    return what_is_planned(line) if line.resolution.is_funding else None


def with_payments(terms, instalments, waits):
    """Terms with other payments. waits: {number: the condition that the payment waits for}.

    A condition that is there already is marked; another is added. One that held back a payment
    that is gone holds back the last.
    """
    count = len(instalments)
    conditions = [
        replace(one, before=min(one.before, count) or None) if one.before else one
        for one in terms.conditions
    ]
    for number, text in waits.items():
        same = [i for i, one in enumerate(conditions) if _bare(one.text) == _bare(text)]
        if same:
            conditions[same[0]] = replace(conditions[same[0]], before=number)
        else:
            sentence = text if text.endswith((".", "!", "?")) else f"{text}."
            conditions.append(PlannedCondition("other", sentence, before=number))
    return replace(terms, instalments=instalments, conditions=conditions)


def _bare(text):
    return " ".join(text.split()).rstrip(".").casefold()


def first_and_last_day():
    """Between which days a payment may be planned today."""
    today = localdate()
    return today, last_day_from(today)
