"""A round that is judged without names: its cases covered, and assessors who judge them."""

from grants.assessment import actions as assessing
from grants.assessment.conflicts.queries import spelled, who_applies_in
from grants.assessment.redacting.queries import (
    given_in,
    own_words,
    proposed_for,
    standing_of,
    tells_by_itself,
    ticked_at_first,
)

from .cases import colleague, in_assessment
from .people import staff
from .rounds import open_round


def blind_round(**facts):
    return open_round(is_blind=True, **facts)


def redacted(application, *more, files=(), by=None):
    """What we propose is covered, and some words more; not said to be ready."""
    standing = standing_of(application)
    given, proposed = given_in(standing.submission), proposed_for(application, standing.submission)
    kept = own_words(standing.newest, proposed, [text for _question, text in given])
    return assessing.redact(
        application,
        words=[*ticked_at_first(proposed, standing.newest), *kept, *more],
        hidden=[question.key for question, _text in given if tells_by_itself(question)],
        files=[each.reference for each in files],
        seen=standing.seen,
        by=by or colleague("is_officer"),
    )


def covered(application, *more, **facts):
    """The same, looked at and ready for assessors."""
    redacted(application, *more, **facts)
    seen = standing_of(application).seen
    assessing.say_ready(application, seen=seen, by=colleague("is_officer"))
    return application


def judged_blind(**facts):
    """An application in assessment that assessors read without its name."""
    facts.setdefault("round", None)
    facts["round"] = facts["round"] or blind_round()
    return covered(in_assessment(**facts))


def blind_assessor(application, assessor=None):
    """Somebody who is asked to score it, and is close to nobody who applies in its round."""
    assessor = assessor or staff("is_assessor")
    officer = colleague("is_officer")
    assessing.assign_assessor(application, assessor=assessor, by=officer)
    close_to_nobody(application.round, assessor)
    return assessor


def close_to_nobody(round, assessor):
    assessor.forget()
    seen = spelled(organisation.pk for organisation in who_applies_in(round, assessor))
    assessing.declare_in_round(round, close_to=set(), seen=seen, by=assessor)
