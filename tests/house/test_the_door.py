"""States are reached through one door, by somebody who may, on the newest copy."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils.timezone import now
from django_fsm import ConcurrentTransition

from applicants.models import Membership
from grants.applications import actions as applying
from grants.history import Door, moving
from grants.models import Application, PaymentRun, Report
from grants.states import NotThroughTheDoor
from tests import factories
from tests.factories.cases import colleague

pytestmark = pytest.mark.django_db

# --- No way round the door -------------------------------------------------------------------


def test_a_state_cannot_be_assigned():
    application = factories.draft()

    with pytest.raises(AttributeError):
        application.state = "closed"

    assert application.state == "draft"


@pytest.mark.parametrize("model", [Application, PaymentRun, Report])
def test_a_state_cannot_be_updated_in_bulk(model):
    factories.paid()
    rows = list(model.objects.all())
    round_the_door = [
        lambda: model.objects.update(state="accepted"),
        lambda: model.objects.filter(pk=1).update(state="accepted"),
        lambda: model.objects.bulk_update(rows, ["state"]),
        lambda: model.objects.none().update(state="accepted"),
    ]

    for attempt in round_the_door:
        with pytest.raises(NotThroughTheDoor):
            attempt()


def test_a_state_cannot_be_updated_through_a_relation():
    application = factories.draft()

    with pytest.raises(NotThroughTheDoor):
        application.organisation.applications.update(state="closed")
    with pytest.raises(NotThroughTheDoor):
        application.round.applications.filter(state="draft").update(state="closed")


def test_a_row_that_is_there_cannot_be_given_a_state_by_update_or_create():
    application = factories.draft()

    with pytest.raises((AttributeError, NotThroughTheDoor)), transaction.atomic():
        Application.objects.update_or_create(pk=application.pk, defaults={"state": "closed"})

    application.refresh_from_db()
    assert application.state == "draft"


def test_a_move_outside_the_door_is_a_fault_of_ours():
    application = factories.draft()

    with pytest.raises(NotThroughTheDoor, match="submit was called outside"):
        application.submit()

    assert application.state == "draft"


def test_a_move_on_another_copy_than_the_locked_one_is_outside_the_door():
    application = factories.draft()

    def move_the_wrong_one():
        with moving(application, by=application.started_by):
            application.submit()

    with pytest.raises(NotThroughTheDoor):
        move_the_wrong_one()


@pytest.mark.parametrize("trouble", [None, ZeroDivisionError])
def test_the_door_is_shut_behind_everybody(trouble):
    application = factories.draft()
    seen = []

    def go():
        with moving(application, by=application.started_by) as locked:
            seen.append(locked)
            if trouble:
                raise trouble

    if trouble:
        with pytest.raises(trouble):
            go()
    else:
        go()

    with pytest.raises(NotThroughTheDoor):
        seen[0].submit()


# --- Who is asked, about what, and when ------------------------------------------------------


def test_permission_is_asked_about_this_record_and_not_in_general():
    mine, theirs = factories.draft(), factories.draft()

    with pytest.raises(PermissionDenied):
        applying.submit_application(theirs, by=mine.started_by)

    assert applying.submit_application(mine, by=mine.started_by).state == "submitted"


def test_permission_is_asked_with_todays_facts():
    """They could a moment ago, and this copy of them still remembers it."""
    application = factories.draft()
    by = application.started_by
    assert by.has_perm("grants.submit_application", application)

    Membership.objects.filter(user=by).update(ended_at=now())

    with pytest.raises(PermissionDenied):
        applying.submit_application(application, by=by)


def test_a_page_offers_the_moves_that_this_person_may_make_in_the_order_of_the_lifecycle():
    application = factories.submitted()

    def offered_to(person):
        return [move.name for move in application.moves_for(person)]

    assert offered_to(colleague("is_officer")) == [
        "return_for_changes",
        "rule_ineligible",
        "start_assessment",
    ]
    assert offered_to(application.started_by) == ["withdraw"]
    assert offered_to(factories.staff("is_auditor")) == []


# --- Copies, refreshing and saving -----------------------------------------------------------


def test_refreshing_brings_the_new_state_and_the_record_can_move_on():
    stale = factories.draft()
    applying.submit_application(stale, by=stale.started_by)

    stale.refresh_from_db()

    assert stale.state == "submitted"
    officer = colleague("is_officer")
    returned = applying.return_for_changes(stale, by=officer, note="Say more.")
    assert returned.state == "draft"
    stale.refresh_from_db(fields=["state"])
    assert stale.state == "draft"


def test_while_one_record_is_refreshed_no_other_loses_its_protection():
    """The package's own mixin opens the field for every thread while it refreshes."""
    refreshed, other = factories.draft(), factories.draft()
    tried = []

    def meanwhile(execute, *query):
        with pytest.raises(AttributeError):
            other.state = "closed"
        tried.append(other.state)
        return execute(*query)

    with connection.execute_wrapper(meanwhile):
        refreshed.refresh_from_db()

    assert tried == ["draft"]


def test_a_refresh_that_fails_leaves_the_protection_on():
    application = factories.draft()
    application.pk = 0

    with pytest.raises(Application.DoesNotExist):
        application.refresh_from_db()

    with pytest.raises(AttributeError):
        application.state = "closed"


def test_a_copy_that_is_behind_cannot_be_saved_over_a_newer_state():
    """The second lock on the door: even code that forgets the row lock loses nothing."""
    application = factories.draft()
    behind = Application.objects.get(pk=application.pk)
    applying.withdraw_application(application, by=application.started_by)

    behind.door = Door(behind.started_by)
    behind.submit()

    with pytest.raises(ConcurrentTransition), transaction.atomic():
        behind.save()
    application.refresh_from_db()
    assert application.state == "withdrawn"


def test_saving_some_fields_between_a_move_and_its_save_is_no_conflict():
    application = factories.draft()

    with moving(application, by=application.started_by) as locked:
        locked.withdraw()
        locked.save(update_fields=["started_at"])

    application.refresh_from_db()
    assert application.state == "withdrawn"
