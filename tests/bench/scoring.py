"""Working out every figure of a large round anew: 1,000 cases, 3 assessors, 6 criteria."""

import random
import time

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from applicants.models import User
from grants.assessment.scoring.whole_round import scores_of_round
from grants.funds.queries import criteria_of
from grants.lifecycle import Stage
from grants.models import Application, Assessment, Round, Score

CASES, ASSESSORS, CRITERIA = 1_000, 3, 6


def scoring_figures():
    """{cases, seconds, queries}; what is made for it is undone again."""
    with transaction.atomic():
        round = a_large_round()
        with CaptureQueriesContext(connection) as captured:
            scores_of_round(round)
        begin = time.perf_counter()
        found = scores_of_round(round)
        seconds = time.perf_counter() - begin
        transaction.set_rollback(True)
    return {"cases": len(found), "seconds": seconds, "queries": len(captured)}


def a_large_round(number_of_cases=CASES, state=Stage.IN_ASSESSMENT):
    """A round of the demo with six criteria, once more, and full of filed scores."""
    like = next(each for each in Round.objects.all() if each.criteria.count() == CRITERIA)
    chance, criteria = random.Random(6), criteria_of(like)
    round = Round.objects.get(pk=like.pk)
    round.pk, round.reference, round.name = None, "bench-scores", "Bench, scores"
    round.save(force_insert=True)
    for criterion in criteria:
        criterion.pk, criterion.round = None, round
        criterion.save(force_insert=True)
    of = Application.objects.filter(submitted_at__isnull=False).first()
    cases = Application.objects.bulk_create(
        Application(
            reference=f"BENCH-{number}",
            organisation_id=of.organisation_id,
            round=round,
            state=state,
            is_only_one=False,
            started_by_id=of.started_by_id,
            submitted_at=of.submitted_at,
            submitted_by_id=of.submitted_by_id,
            amount_requested=of.amount_requested,
        )
        for number in range(number_of_cases)
    )
    assessors = list(User.objects.filter(is_assessor=True)[:ASSESSORS])
    opinions = Assessment.objects.bulk_create(
        Assessment(application=case, assessor=assessor, filed_at=of.submitted_at)
        for case in cases
        for assessor in assessors
    )
    Score.objects.bulk_create(
        Score(
            assessment=opinion,
            criterion=criterion,
            mark=chance.choice((0, 1, 2, 3, 4, None)),
            reason="Measured.",
        )
        for opinion in opinions
        for criterion in criteria
    )
    return round
