"""Two people of one co-op, or one person with a nervous finger."""

from functools import partial

import pytest
from django.db import DatabaseError
from django.utils.timezone import now
from django_fsm import ConcurrentTransition

from applicants.access import Refused
from applicants.models import Email, User
from grants.applications.actions import save_section, start_application, submit_application
from grants.applications.queries import draft_of
from grants.history import faults_in
from grants.models import Application, ReferenceSequence, Section
from tests import factories
from tests.factories.people import owner_of

pytestmark = pytest.mark.database


def again(person):
    """The same person in another window: what one knows, the other does not remember."""
    return User.objects.get(pk=person.pk)


# --- Starting --------------------------------------------------------------------------------


def starts_by(people, of, round):
    return [partial(start_application, organisation=of, round=round, by=one) for one in people]


def test_started_at_once_by_four_people_it_is_one_application(race):
    of, round = factories.organisation(), factories.open_round()
    people = [owner_of(of), *(factories.member(of) for _ in range(3))]

    outcomes = race(*starts_by(people, of, round))

    application = Application.objects.get()
    assert outcomes == [application] * 4
    assert application.history.count() == 1


def test_without_the_constraint_it_would_be_four(race, without_constraint):
    of, round = factories.organisation(), factories.open_round()
    people = [owner_of(of), *(factories.member(of) for _ in range(3))]
    without_constraint(Application, "one_live_application_for_each_round")

    race(*starts_by(people, of, round))

    assert Application.objects.filter(organisation=of, round=round).count() == 4


def test_where_several_are_allowed_one_click_by_four_people_is_still_one_draft(race):
    of, round = factories.organisation(), factories.open_round(allows_several=True)
    people = [owner_of(of), *(factories.member(of) for _ in range(3))]

    outcomes = race(*starts_by(people, of, round))

    assert outcomes == [Application.objects.get()] * 4


def test_without_that_constraint_it_would_be_four_drafts(race, without_constraint):
    of, round = factories.organisation(), factories.open_round(allows_several=True)
    people = [owner_of(of), *(factories.member(of) for _ in range(3))]
    without_constraint(Application, "one_unsent_draft_for_each_round")

    race(*starts_by(people, of, round))

    assert Application.objects.filter(organisation=of, round=round).count() == 4


def starts_of_six_coops():
    round = factories.open_round()
    coops = [factories.organisation() for _ in range(6)]
    return [starts_by([owner_of(of)], of, round)[0] for of in coops]


def test_six_coops_at_once_get_six_references_in_a_row(race):
    race(*starts_of_six_coops())

    numbers = [int(each.reference[-4:]) for each in Application.objects.order_by("reference")]
    assert numbers == [1, 2, 3, 4, 5, 6]


def test_without_the_lock_coops_are_given_the_same_reference_and_lose_their_start(
    race, without_locks
):
    starts = starts_of_six_coops()
    ReferenceSequence.objects.create(prefix=f"CDF-{now().year}")  # the year's first has started
    without_locks(ReferenceSequence)

    race(*starts, patience=10, before=["grants_referencesequence"])

    assert Application.objects.count() < 6


# --- Sending ---------------------------------------------------------------------------------


def sent_twice(application):
    by = application.started_by
    return [partial(submit_application, application, by=again(by)) for _ in range(2)]


def test_sent_twice_at_once_it_is_sent_once_and_the_second_is_told(race):
    application = factories.draft()

    outcomes = race(*sent_twice(application))

    assert {type(outcome) for outcome in outcomes} == {Application, Refused}, outcomes
    application.refresh_from_db()
    assert application.state == "submitted"
    assert application.submissions.count() == 1
    assert application.history.filter(verb="submit").count() == 1
    assert Email.objects.filter(event="grants/application_submitted").count() == 1
    assert faults_in(application) == []


def test_without_the_lock_the_second_click_meets_a_crash(race, without_locks):
    """Only the last line of defence, a constraint, stands between it and a second submission."""
    application = factories.draft()
    without_locks(Application)

    outcomes = race(*sent_twice(application), patience=10)

    crashes = [each for each in outcomes if isinstance(each, DatabaseError | ConcurrentTransition)]
    assert len(crashes) == 1, outcomes


def a_late_change(application):
    """One saves a section while the other sends the application."""
    section = Section.objects.get(round=application.round, number=1)
    save = partial(
        save_section,
        application,
        section,
        answers={"1": "Our new name"},
        version=1,
        sound=["1"],
        by=again(application.started_by),
    )
    return save, partial(submit_application, application, by=again(application.started_by))


def test_what_was_sent_is_what_stands_there_whoever_was_faster(race):
    application = factories.draft()

    race(*a_late_change(application))

    assert application.submissions.get().answers == draft_of(application).answers


def test_without_the_lock_a_change_slips_in_behind_what_was_sent(race, without_locks):
    application = factories.draft()
    without_locks(Application)

    race(*a_late_change(application), patience=10)

    assert application.submissions.get().answers != draft_of(application).answers
    assert draft_of(application).answers["1"] == "Our new name"
