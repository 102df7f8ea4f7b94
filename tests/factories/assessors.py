"""People who assess, and what they practise with."""

from grants.assessment import actions as assessing
from grants.models import Criterion, Skill, TrainingCase

from .cases import REASON, colleague
from .people import staff


def skill(name):
    return Skill.objects.filter(name=name).first() or assessing.add_skill(
        name=name, by=colleague("is_officer")
    )


def assessor(*, knows=(), ward="", hours=None, fee=0, must_train=False, **facts):
    """An assessor who said what they can do; with a fee they are a peer."""
    person = staff("is_assessor", **facts)
    assessing.keep_assessor(
        person,
        skills=[skill(name) for name in knows],
        ward=ward,
        hours=hours,
        is_peer=bool(fee),
        fee=fee,
        must_train=must_train,
        by=colleague("is_officer"),
    )
    person.refresh_from_db()
    return person


def training_case(round):
    """The practice application of a round’s fund, which judges as the newest round does."""
    found = TrainingCase.objects.filter(fund=round.fund).first()
    if found:
        return found
    if not Criterion.objects.filter(round=round, name__in=["Truly co-operative", "Can work"]):
        raise AssertionError("The round judges nothing that there is a practice text for.")
    return assessing.make_training_case(round.fund, by=colleague("is_officer"))


def practised(round, *, by=None, marks=None):
    """Somebody scored the training case and filed it."""
    case = training_case(round)
    criteria = list(case.model_scores.order_by("number"))
    marks = marks or [2] * len(criteria)
    scores = {one: (mark, REASON) for one, mark in zip(criteria, marks, strict=True)}
    return assessing.file_practice(case, scores=scores, by=by or staff("is_assessor"))
