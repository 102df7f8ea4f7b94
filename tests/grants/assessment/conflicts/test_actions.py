"""What a conflict closes."""

import pytest

from applicants.access import Refused
from grants.assessment import actions
from tests import factories
from tests.factories.cases import colleague
from tests.grants.assessment.scene import assigned, verbs

pytestmark = pytest.mark.django_db


def test_a_conflict_ends_the_assignment_at_once():
    application, assessor = assigned()

    actions.declare_conflict(application, reason="My sister works there.", by=assessor)
    actions.declare_conflict(application, reason="Again.", by=assessor)

    assert not application.assignments.filter(ended_at=None).exists()
    assert verbs(application).count("declare_conflict") == 1
    assert not assessor.has_perm("grants.score_application", application)
    with pytest.raises(Refused, match="has a conflict of interest"):
        actions.assign_assessor(application, assessor=assessor, by=colleague("is_officer"))


def test_a_conflict_is_not_declared_after_filing():
    application, assessor = assigned()
    factories.filed(application, assessor)

    with pytest.raises(Refused, match="Tell an officer"):
        actions.declare_conflict(application, reason="My sister works there.", by=assessor)
