"""One signatory says no thank you while another gives the last signature."""

from functools import partial

import pytest
from django.db import DatabaseError
from django_fsm import ConcurrentTransition

from applicants.access import Refused
from applicants.models import User
from grants.awards.agreeing.actions import turn_down_award
from grants.history import faults_in
from grants.models import Application
from tests import factories
from tests.factories import signed

pytestmark = pytest.mark.database


def both(application):
    owner, (other,) = application.started_by, factories.add_signatories(application)
    signed(application, by=User.objects.get(pk=other.pk))
    again = User.objects.get(pk=owner.pk)
    return [
        partial(turn_down_award, application, reason="No.", by=owner),
        partial(signed, Application.objects.get(pk=application.pk), by=again),
    ]


def test_one_of_them_wins_and_the_other_is_told(race):
    application = factories.offered()

    outcomes = race(*both(application))

    application.refresh_from_db()
    assert {type(outcome) for outcome in outcomes} == {Application, Refused}, outcomes
    assert application.state in ("withdrawn", "accepted")
    assert (application.award.accepted_at is None) == (application.state == "withdrawn")
    assert application.history.filter(from_state="offered").count() == 1
    assert faults_in(application) == []


def test_without_the_lock_the_other_meets_a_crash(race, without_locks):
    application = factories.offered()
    without_locks(Application)

    outcomes = race(*both(application), patience=10)

    crashes = [each for each in outcomes if isinstance(each, DatabaseError | ConcurrentTransition)]
    assert len(crashes) == 1, outcomes
