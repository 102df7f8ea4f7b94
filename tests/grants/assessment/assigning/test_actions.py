"""Who can be asked to assess, and who can’t."""

import pytest

from applicants.access import Refused
from applicants.models import Email
from grants.assessment import actions
from grants.assessment.assigning import queries as assigning
from grants.models import Assignment
from tests import factories
from tests.factories.cases import colleague
from tests.grants.assessment.scene import assigned, scores, verbs

pytestmark = pytest.mark.django_db


def test_asking_twice_is_asking_once():
    application, assessor = assigned()

    actions.assign_assessor(application, assessor=assessor, by=colleague("is_officer"))

    assert Assignment.objects.filter(application=application).count() == 1
    assert verbs(application).count("assign_assessor") == 1
    assert Email.objects.filter(event="grants/assessor_assigned").count() == 1


def test_several_are_asked_together_or_nobody():
    application = factories.in_assessment()
    fine, conflicted = factories.staff("is_assessor"), factories.staff("is_assessor")
    application.conflicts.create(user=conflicted, reason="My sister works there.")

    with pytest.raises(Refused, match="has a conflict of interest"):
        actions.assign_assessors(
            application, assessors=[fine, conflicted], by=colleague("is_officer")
        )

    assert not application.assignments.exists()
    assert not Email.objects.filter(event="grants/assessor_assigned").exists()


def test_only_assessors_are_asked():
    application = factories.in_assessment()

    with pytest.raises(Refused, match="is not an assessor"):
        actions.assign_assessor(
            application, assessor=factories.staff("is_officer"), by=colleague("is_officer")
        )


def test_an_assessor_who_has_not_filed_can_be_taken_off():
    application, assessor = assigned()
    actions.save_scores(application, scores=scores(application, (3, "Good"), (2, "")), by=assessor)

    actions.end_assignment(application, assessor=assessor, by=colleague("is_officer"))

    assert not application.assignments.filter(ended_at=None).exists()
    assert verbs(application)[-1] == "end_assignment"
    with pytest.raises(Refused, match="not yours to score"):
        actions.save_scores(application, scores={}, by=assessor)


def test_filed_scores_stay_with_their_assessor():
    application, assessor = assigned()
    factories.filed(application, assessor)

    with pytest.raises(Refused, match="has filed scores"):
        actions.end_assignment(application, assessor=assessor, by=colleague("is_officer"))


def test_those_who_can_be_asked_come_with_how_much_they_hold():
    application, busy = assigned()
    other = factories.in_assessment()
    idle, conflicted = factories.staff("is_assessor"), factories.staff("is_assessor")
    other.conflicts.create(user=conflicted, reason="Cousin.")
    factories.staff("is_assessor", is_active=False)
    gone = factories.staff("is_assessor")
    other.organisation.memberships.create(user=gone, ended_at=other.started_at)
    done = factories.staff("is_assessor")
    factories.filed(application, done)

    free = assigning.assessors_free_for(other)

    assert [(person.pk, person.to_score) for person in free] == [
        (idle.pk, 0),
        (done.pk, 0),
        (busy.pk, 1),
    ]
