"""One member takes the application back while another accepts the grant."""

from functools import partial

import pytest
from django.db import DatabaseError
from django_fsm import ConcurrentTransition

from applicants.access import Refused
from applicants.models import User
from grants.applications.actions import withdraw_application
from grants.awards.agreeing.actions import accept_award
from grants.history import faults_in
from grants.models import Application
from tests import factories

pytestmark = pytest.mark.database


def both(application):
    owner = application.started_by
    again = User.objects.get(pk=owner.pk)
    return [
        partial(withdraw_application, application, by=owner),
        partial(accept_award, Application.objects.get(pk=application.pk), name="Ama", by=again),
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
