"""What an assessor can do with scores, and what is refused."""

from decimal import Decimal

import pytest
from django.db import IntegrityError

from applicants.access import Refused
from grants.assessment import actions
from grants.assessment.scoring import queries as scoring
from grants.models import Assessment, Score
from tests import factories
from tests.factories.cases import REASON
from tests.grants.assessment.scene import assigned, scores

pytestmark = pytest.mark.django_db


def test_a_draft_keeps_what_was_chosen_and_what_was_not():
    application, assessor = assigned()

    actions.save_scores(
        application,
        scores=scores(application, (None, "I know too little"), (actions.NOT_YET, "So far good")),
        by=assessor,
    )

    saved = Score.objects.order_by("criterion__number").values_list("mark", "is_answered", "reason")
    assert list(saved) == [(None, True, "I know too little"), (None, False, "So far good")]


@pytest.mark.parametrize(
    ("first", "problem"),
    [
        ((actions.NOT_YET, REASON), "Truly co-operative: Choose a score"),
        ((3, ""), "Truly co-operative: Write why"),
        ((3, "Good plan"), "at least 20 words about why. You have written 2."),
        ((None, " "), "Truly co-operative: Write why"),
    ],
)
def test_filing_needs_a_score_and_a_reason_for_each_criterion(first, problem):
    application, assessor = assigned()

    with pytest.raises(Refused, match=problem):
        actions.file_assessment(
            application, scores=scores(application, first, (4, REASON)), by=assessor
        )

    assert not Assessment.objects.exists()


def test_filing_nothing_but_cannot_judge_is_refused():
    application, assessor = assigned()
    unable = (None, "I never ran a bakery.")

    with pytest.raises(Refused, match="Score at least one criterion"):
        actions.file_assessment(
            application, scores=scores(application, unable, unable), by=assessor
        )


def test_what_cannot_be_judged_is_left_out_of_the_total():
    application, assessor = assigned()

    assessment = actions.file_assessment(
        application,
        scores=scores(application, (None, "I never ran a bakery."), (3, REASON)),
        by=assessor,
    )

    assert assessment.total == Decimal(75)


def test_filed_scores_are_frozen():
    application, assessor = assigned()
    factories.filed(application, assessor)

    with pytest.raises(Refused, match="can’t be changed"):
        actions.save_scores(application, scores=scores(application, (0, ""), (0, "")), by=assessor)

    assert set(Score.objects.values_list("mark", flat=True)) == {3}


def test_nobody_scores_what_is_not_theirs():
    application = factories.in_assessment()
    stranger = factories.staff("is_assessor")

    with pytest.raises(Refused, match="not yours to score"):
        actions.save_scores(application, scores={}, by=stranger)


def test_a_withdrawn_application_takes_no_more_scores():
    from grants.applications.actions import withdraw_application

    application, assessor = assigned()
    withdraw_application(application, by=application.started_by)

    with pytest.raises(Refused, match="not in assessment now"):
        actions.save_scores(application, scores={}, by=assessor)


@pytest.mark.database
def test_the_database_keeps_a_mark_and_its_answer_together():
    application, assessor = assigned()
    actions.save_scores(application, scores=scores(application, (3, ""), (2, "")), by=assessor)

    with pytest.raises(IntegrityError):
        Score.objects.update(is_answered=False)


def test_the_table_works_every_total_out_from_the_marks():
    application = factories.in_assessment()
    first = factories.staff("is_assessor", name="Ada")
    second = factories.staff("is_assessor", name="Bo")
    factories.filed(application, first, marks=(4, 2))
    factories.filed(application, second, marks=(1, 2))

    table = scoring.scores_of(application)

    assert [assessment.worked_out for assessment in table.assessments] == [80, 35]
    assert [assessment.total for assessment in table.assessments] == [80, 35]
    assert [line.is_apart for line in table.lines] == [True, False]
    assert [line.mean for line in table.lines] == [Decimal("2.5"), 2]
    assert table.figure == Decimal("57.5")
