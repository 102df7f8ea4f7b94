"""A small round that is judged without names: one case to cover, one that is being scored."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from django.utils.timezone import localdate, now

from grants.assessment import actions as assessing
from grants.assessment.conflicts.queries import spelled, who_applies_in
from grants.assessment.redacting import queries
from grants.funds.actions import add_round, publish_round

from .people import FOLAKE, SIAN
from .stories.kite_and_clay import KILN
from .stories.ropewalk import SHARED_STUDIO

ROUND = "without names"
# Both forgot what the page of the round asks for: to leave out who they are.
TO_COVER = replace(
    KILN,
    round=ROUND,
    answers={
        **KILN.answers,
        "work": "Kite and Clay makes pots. Ask Agnieszka Wróbel, agnieszka@kiteandclay.example, or "
        "look at www.kiteandclay.example. We fire on Mondays at E25 5LF.",
    },
)
TO_SCORE = replace(
    SHARED_STUDIO,
    round=ROUND,
    answers={
        **SHARED_STUDIO.answers,
        "shaped": f"The members of {SHARED_STUDIO.coop}, and the shops on both sides of our door.",
    },
)


def judge_without_names(scene, tell):
    """tell: what carries a story to the start of its assessment and returns the application."""
    officer = scene.user(SIAN)
    round = add_a_round(scene, officer)
    _to_cover, to_score = tell(TO_COVER), tell(TO_SCORE)
    type(round).objects.filter(pk=round.pk).update(closes_at=now())
    cover(to_score, officer)
    assessor = scene.user(FOLAKE)
    assessing.assign_assessor(to_score, assessor=assessor, by=officer)
    seen = spelled(organisation.pk for organisation in who_applies_in(round, assessor))
    assessing.declare_in_round(round, close_to=set(), seen=seen, by=assessor)


def add_a_round(scene, officer):
    round = add_round(
        like=scene.rounds["grow"],
        by=officer,
        name="Grow Fund, judged without names",
        summary="Assessors read what you want to do, and not who you are.",
        is_blind=True,
        opens_at=now() - timedelta(days=30),
        closes_at=now() + timedelta(hours=1),
        decision_on=localdate() + timedelta(days=40),
        budget=Decimal(30_000),
        budget_days=Decimal(20),
        minimum=Decimal(2_000),
        maximum=Decimal(10_000),
        designed_with="Members of 6 local co-ops, at two evenings in Tanyard Library.",
    )
    scene.rounds[ROUND] = publish_round(round, by=officer)
    return scene.rounds[ROUND]


def cover(application, officer):
    """What we propose, and two names that only a reader finds; no file is opened."""
    submission = queries.standing_of(application).submission
    proposed = queries.proposed_for(application, submission)
    given = queries.given_in(submission)
    redaction = assessing.redact(
        application,
        words=[*queries.ticked_at_first(proposed, None), "Kemi", "Stuart"],
        hidden=[question.key for question, _text in given if queries.tells_by_itself(question)],
        files=[],
        seen=0,
        by=officer,
    )
    assessing.say_ready(application, seen=redaction.number, by=officer)
