"""A new owner is asked for, two records are joined or told apart: by two people at once."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils.timezone import now

from applicants.access import Refused
from applicants.actions import (
    agree_to_recovery,
    approve_recovery,
    merge_organisations,
    refuse_recovery,
    start_recovery,
    tell_apart,
)
from applicants.models import Distinction, Email, Merge, Organisation, Recovery
from tests import factories

pytestmark = pytest.mark.database


def refusals(outcomes):
    return sum(isinstance(each, Refused) for each in outcomes)


# --- A new owner -----------------------------------------------------------------------------


def two_who_ask():
    of = factories.organisation()
    people = [factories.member(of) for _ in range(2)]
    return [partial(start_recovery, of, new_owner=by, reason="Gone.", by=by) for by in people]


def test_two_members_who_ask_for_an_owner_at_once_ask_once(race):
    outcomes = race(*two_who_ask())

    assert refusals(outcomes) == 1, outcomes
    assert Recovery.objects.count() == 1


def two_who_agree():
    of = factories.organisation()
    recovery = factories.recovering(of)
    people = [factories.member(of) for _ in range(2)]
    return recovery, [partial(agree_to_recovery, recovery, by=by) for by in people]


def test_of_two_who_agree_at_once_one_is_the_second_member_for_both(race):
    recovery, calls = two_who_agree()

    first, second = race(*calls)

    recovery.refresh_from_db()
    assert first.agreed_by == second.agreed_by == recovery.agreed_by
    assert first.agreed_at == second.agreed_at == recovery.agreed_at


def test_without_the_lock_each_believes_to_be_the_one(race, without_locks):
    _recovery, calls = two_who_agree()
    without_locks(Organisation)

    first, second = race(*calls, patience=10)

    assert first.agreed_by != second.agreed_by


def two_who_decide():
    """One officer approves a new owner while another says no; its owners had their 7 days."""
    of = factories.organisation()
    recovery = agree_to_recovery(factories.recovering(of), by=factories.member(of))
    Recovery.objects.filter(pk=recovery.pk).update(started_at=now() - timedelta(days=8))
    calls = [
        partial(decide, recovery, note="I rang.", by=factories.staff("is_officer"))
        for decide in (approve_recovery, refuse_recovery)
    ]
    return recovery, calls


def owns(recovery):
    held = recovery.organisation.memberships.live().filter(user=recovery.new_owner)
    return held.get().role == "owner"


def mails_of(recovery):
    decided = ["applicants/recovery_approved", "applicants/recovery_refused"]
    rows = Email.objects.filter(key=str(recovery.pk), event__in=decided)
    return rows.values("event").distinct().count()


def test_of_two_officers_who_decide_one_wins_and_everybody_hears_one_answer(race):
    recovery, calls = two_who_decide()

    outcomes = race(*calls)

    assert refusals(outcomes) == 1, outcomes
    recovery.refresh_from_db()
    assert owns(recovery) == recovery.is_approved
    assert mails_of(recovery) == 1


def test_without_the_lock_somebody_owns_it_who_was_refused(race, without_locks):
    recovery, calls = two_who_decide()
    without_locks(Organisation)

    race(*calls, patience=10, first=0)

    recovery.refresh_from_db()
    assert owns(recovery)
    assert not recovery.is_approved
    assert mails_of(recovery) == 2


# --- Two records -----------------------------------------------------------------------------


def two_merges():
    """Each officer keeps the other record."""
    one, other = factories.organisation(), factories.organisation()
    return [one, other], [
        partial(
            merge_organisations, gone, into=kept, reason="One.", by=factories.staff("is_officer")
        )
        for gone, kept in ((one, other), (other, one))
    ]


def test_of_two_merges_in_opposite_directions_one_is_done(race):
    records, calls = two_merges()

    outcomes = race(*calls)

    assert refusals(outcomes) == 1, outcomes
    assert Merge.objects.count() == 1
    left = Organisation.objects.get(pk__in=[each.pk for each in records], merged_into=None)
    assert left.memberships.live().count() == 2


def test_without_the_lock_each_record_leads_to_the_other_and_to_no_end(race, without_locks):
    records, calls = two_merges()
    without_locks(Organisation)

    outcomes = race(*calls, patience=10, first=0)

    assert refusals(outcomes) == 0, outcomes
    for record in records:
        record.refresh_from_db()
        assert record.merged_into is not None


def two_who_tell_apart():
    one, other = factories.organisation(), factories.organisation()
    return [
        partial(tell_apart, *pair, reason="I rang.", by=factories.staff("is_officer"))
        for pair in ((one, other), (other, one))
    ]


def test_two_officers_who_tell_a_pair_apart_note_it_once(race):
    outcomes = race(*two_who_tell_apart())

    assert outcomes == [Distinction.objects.get()] * 2


def test_without_lock_and_constraint_it_is_noted_twice(race, without_locks, without_constraint):
    calls = two_who_tell_apart()
    without_locks(Organisation)
    without_constraint(Distinction, "a_pair_is_told_apart_once_as_it_stands")

    race(*calls, patience=10)

    assert Distinction.objects.count() == 2
