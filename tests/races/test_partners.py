"""Two people of a partner, or a partner and the lead, at the same moment."""

from functools import partial

import pytest

from applicants.access import Refused
from applicants.models import User
from grants.applications.partners.actions import confirm_partner, remove_partner, take_up
from grants.applications.queries import draft_of
from grants.history import faults_in
from grants.models import Application, Partner
from tests import factories
from tests.factories.people import owner_of

pytestmark = pytest.mark.database


def two_who_can_answer():
    """(application, partner, calls): the partner was taken up, and two members say yes."""
    elm = factories.organisation(name="Elm Millers")
    application = factories.draft()
    people = [owner_of(elm), factories.member(elm)]
    partner = factories.asked_to_join(application, elm)
    partner = take_up(partner, organisation=elm, by=people[0])
    application = Application.objects.get(pk=application.pk)
    seen = draft_of(application).share("Elm Millers").hash
    again = [User.objects.get(pk=person.pk) for person in people]
    return application, partner, [partial(confirm_partner, partner, seen=seen, by=p) for p in again]


def test_two_members_who_say_yes_at_once_say_it_once(race):
    application, partner, calls = two_who_can_answer()

    outcomes = race(*calls)

    assert outcomes == [partner, partner]
    assert application.history.filter(verb="confirm_partner").count() == 1
    assert faults_in(application) == []


def test_without_the_lock_it_is_said_twice(race, without_locks):
    application, _partner, calls = two_who_can_answer()
    without_locks(Application)

    race(*calls, patience=10, before=["grants_partner"])

    assert application.history.filter(verb="confirm_partner").count() == 2


def a_yes_and_a_removal():
    """(application, partner, calls): the partner says yes while the lead takes it off."""
    application, partner, (say_yes, _other) = two_who_can_answer()
    by = User.objects.get(pk=application.started_by_id)
    return application, partner, (say_yes, partial(remove_partner, partner, by=by))


def what_happened_to(partner):
    told = partner.application.history.filter(subject=partner.name)
    return list(told.order_by("sequence").values_list("verb", flat=True))


def test_a_partner_that_is_removed_while_it_says_yes_is_removed(race):
    application, partner, calls = a_yes_and_a_removal()

    said, removed = race(*calls, first=1)

    assert isinstance(said, Partner | Refused), said
    assert isinstance(removed, Partner), removed
    partner.refresh_from_db()
    assert partner.removed_at is not None
    assert what_happened_to(partner)[-1] == "remove_partner"
    assert not Application.objects.get(pk=application.pk).is_joint
    assert faults_in(application) == []


def test_without_the_lock_a_partner_says_yes_after_it_was_removed(race, without_locks):
    _application, partner, calls = a_yes_and_a_removal()
    without_locks(Application)

    race(*calls, patience=10, first=1)

    assert what_happened_to(partner)[-2:] == ["remove_partner", "confirm_partner"]
