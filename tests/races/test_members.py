"""Two answers to one invitation; two owners who each take the other’s part away."""

from functools import partial

import pytest

from applicants.access import Refused
from applicants.actions import accept_invitation, change_member, leave_organisation
from applicants.models import Invitation, Membership, Organisation, User
from tests import factories

pytestmark = pytest.mark.database

OWNER, EDITOR = Membership.Role.OWNER, Membership.Role.EDITOR


def yes_twice():
    of = factories.organisation()
    person = factories.with_address(factories.person())
    invitation = factories.invited(of, email=person.email)
    say_yes = [partial(accept_invitation, invitation, by=person) for _ in range(2)]
    return of.memberships.filter(user=person), say_yes


def test_a_doubled_yes_makes_one_member_and_both_answers_are_the_same(race):
    theirs, say_yes = yes_twice()

    first, second = race(*say_yes)

    assert isinstance(first, Invitation), first
    assert first == second
    assert theirs.count() == 1


def test_without_locks_and_constraint_a_doubled_yes_makes_two(
    race, without_locks, without_constraint
):
    theirs, say_yes = yes_twice()
    without_locks(Organisation, Invitation, User)
    without_constraint(Membership, "one_live_membership_each")

    race(*say_yes, patience=10)

    assert theirs.count() == 2


def two_owners():
    of = factories.organisation()
    factories.member(of)
    first, second = of.started_by, factories.member(of, role=OWNER)
    rows = {user: of.memberships.get(user=user) for user in (first, second)}
    demote = [
        partial(change_member, rows[theirs], role=EDITOR, is_signatory=False, by=by)
        for theirs, by in ((second, first), (first, second))
    ]
    leave = [partial(leave_organisation, rows[user], by=user) for user in (first, second)]
    return of.memberships.live().filter(role=OWNER), demote, leave


def test_of_two_owners_who_demote_each_other_one_remains(race):
    owners, demote, _leave = two_owners()

    outcomes = race(*demote)

    assert owners.count() == 1, outcomes
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1, outcomes


def test_of_two_owners_who_leave_at_once_one_remains(race):
    owners, _demote, leave = two_owners()

    outcomes = race(*leave)

    assert owners.count() == 1, outcomes
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1, outcomes


@pytest.mark.parametrize("way", ["demote", "leave"])
def test_without_the_lock_nobody_owns_it(race, without_locks, way):
    owners, demote, leave = two_owners()
    without_locks(Organisation)

    race(*(demote if way == "demote" else leave), patience=10)

    assert owners.count() == 0
