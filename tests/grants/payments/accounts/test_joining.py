"""Two records are joined: no account is paid more easily than by a change of the account."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from applicants.access import Refused
from applicants.actions import merge_organisations
from applicants.models import Email, Membership
from grants.awards.hosting.queries import payee_of
from grants.models import Application, BankDetails
from grants.payments import actions as paying
from grants.payments.accounts import actions as accounts
from grants.payments.accounts.queries import current_bank_details
from tests import factories
from tests.factories.cases import colleague, with_bank_details, with_unchecked_account
from tests.grants.payments.pages import TYPED, letter_opened, officer, page

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ACCOUNT = {"account_name": "Weir Lane Bakers", "sort_code": "089999", "account_number": "66374958"}
OTHER = {"account_name": "Weir Lane Bakers", "sort_code": "107999", "account_number": "88837491"}


def join(merged, kept):
    merge_organisations(merged, into=kept, reason="One co-op.", by=factories.staff("is_officer"))


def as_it_is(case):
    return Application.objects.get(pk=case.pk)


def test_a_first_account_after_a_join_waits_too_and_whoever_joined_does_not_check_it():
    """One officer with a friend outside must not lead a signed grant to the friend’s account."""
    signed, joiner = factories.accepted(), factories.staff("is_officer")
    friend = factories.organisation(name=f"{signed.organisation.name} ")
    merge_organisations(signed.organisation, into=friend, reason="One co-op.", by=joiner)
    signed = as_it_is(signed)

    details = given(signed)

    assert details.follows is None
    assert details.is_waiting
    factories.shown_account(signed)
    letter_opened(signed)
    shown = page(officer().get(reverse("bank_check", args=[signed.reference])))
    assert "Another record was joined into this one before we had an account" in shown
    check = {"note": "Bank letter.", "payee_check": "MTCH"}
    with pytest.raises(Refused, match="You joined another record into this one"):
        accounts.check_bank_details(signed, **check, call_back="07700 900001", by=joiner)
    with pytest.raises(Refused, match="Ring the co-op"):
        accounts.check_bank_details(signed, **check, by=colleague("is_officer"))
    assert current_bank_details(signed.organisation).checked_at is None


def test_whoever_joined_reads_that_a_colleague_must_check_it_and_has_no_form():
    signed, joiner = factories.accepted(), factories.staff("is_officer")
    friend = factories.organisation(name=f"{signed.organisation.name} ")
    merge_organisations(signed.organisation, into=friend, reason="One co-op.", by=joiner)
    signed = as_it_is(signed)
    given(signed)
    factories.shown_account(signed)
    address, theirs = reverse("bank_check", args=[signed.reference]), factories.client_for(joiner)
    for client in (theirs, officer()):
        opening = client.post(reverse("account_file_open", args=[signed.reference]))
        b"".join(opening.streaming_content)

    shown, to_a_colleague = page(theirs.get(address)), page(officer().get(address))

    assert "You joined another record into this one, so somebody else must check." in shown
    assert "Confirm the bank details" not in shown
    assert "You joined another record" not in to_a_colleague
    assert "Confirm the bank details" in to_a_colleague


def test_whoever_joined_long_ago_checks_once_a_colleague_checked_an_account_since():
    signed, joiner = factories.accepted(), factories.staff("is_officer")
    friend = factories.organisation(name=f"{signed.organisation.name} ")
    merge_organisations(signed.organisation, into=friend, reason="One co-op.", by=joiner)
    signed = as_it_is(signed)
    for account, by in ((OTHER, colleague("is_officer")), (ACCOUNT, joiner)):
        given(signed, **account)
        factories.shown_account(signed)
        address = reverse("account_file_open", args=[signed.reference])
        b"".join(factories.client_for(by).post(address).streaming_content)
        details = accounts.check_bank_details(
            signed, note="Seen.", payee_check="MTCH", call_back="07700 900001", by=by
        )
        assert details.checked_by == by

    again = factories.organisation(name=f"{signed.organisation.name}  ")
    merge_organisations(again, into=signed.organisation, reason="One co-op.", by=joiner)
    given(signed)
    with pytest.raises(Refused, match="You joined another record into this one"):
        accounts.check_bank_details(signed, note="Seen.", call_back="07700 900001", by=joiner)


@pytest.fixture
def case():
    """A grant whose record, with a checked account, is joined into a look-alike."""
    paid = with_bank_details()
    join(paid.organisation, factories.organisation(name="Weir Lane Bakery"))
    return as_it_is(paid)


def signatory_of(case):
    return payee_of(case).memberships.live().filter(is_signatory=True).first().user


def given(case, **account):
    return accounts.enter_bank_details(case, **(account or OTHER), by=signatory_of(case))


def test_the_next_account_is_a_change_of_the_one_that_was_joined(case):
    old = BankDetails.objects.get()

    details = given(case)

    assert details.organisation == case.organisation != old.organisation
    assert details.follows == old
    assert details.is_waiting
    factories.shown_account(case)
    letter_opened(case)
    with pytest.raises(Refused, match="Ring the co-op on a number that you had before"):
        accounts.check_bank_details(case, note="Seen.", by=colleague("is_officer"))


def test_the_very_same_account_is_confirmed_again_too(case):
    details = given(case, **ACCOUNT)

    assert details.is_waiting
    assert details.checked_at is None


def test_the_letter_that_showed_the_old_account_does_not_show_a_new_one(case):
    content = b"%PDF-1.7\nThe account that we had."
    again = with_bank_details_shown_by(content)
    join(again.organisation, case.organisation)
    given(case)

    with pytest.raises(Refused, match="This file showed us your account ending in 4958"):
        factories.shown_account(case, content=content)


def with_bank_details_shown_by(content):
    application = factories.accepted()
    accounts.enter_bank_details(application, **ACCOUNT, by=application.started_by)
    factories.shown_account(application, content=content)
    factories.checked_account(application)
    return application


def test_it_asks_for_a_fresh_sign_in(case, time_machine):
    client = factories.client_for(signatory_of(case))
    first, change = (
        reverse(name, args=[case.reference]) for name in ("bank_details", "bank_change")
    )
    shown = page(client.get(first))
    assert "Give us your account once more" in shown
    assert 'name="account_number"' not in shown

    assert client.post(first, TYPED)["Location"] == change
    time_machine.move_to(now() + timedelta(minutes=5, seconds=1))
    for answer in (client.get(change), client.post(change, TYPED)):
        assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert BankDetails.objects.count() == 1


def test_people_at_the_old_and_the_new_addresses_hear_of_it():
    paid = with_bank_details()
    owner, before = paid.started_by, paid.started_by.email
    kept = factories.organisation()
    join(paid.organisation, kept)
    owner.email = "moved@example.org"
    owner.save(update_fields=["email"])
    Membership.objects.filter(user=owner).update(ended_at=now(), ended_by=owner)

    details = given(as_it_is(paid))

    told = Email.objects.filter(event="grants/bank_details_entered", key=str(details.pk))
    assert {before, *(one.email for one in kept.people())} <= set(told.values_list("to", flat=True))


def test_whoever_checks_it_reads_which_record_the_one_before_was_of(case):
    before = BankDetails.objects.get().organisation.name
    given(case)

    shown = page(officer().get(reverse("bank_check", args=[case.reference])))

    assert f"An account that ended in 4958, which we had checked for {before}." in shown


@pytest.mark.parametrize("is_checked", [True, False])
def test_an_account_that_waited_for_the_join_is_not_paid_instead(is_checked):
    """Whoever plans the join could give an account to the second record before it."""
    paid, alike = with_bank_details(), factories.accepted()
    accounts.enter_bank_details(alike, **OTHER, by=alike.started_by)
    if is_checked:
        factories.checked_account(alike)
    old, planned = BankDetails.objects.order_by("pk")

    join(paid.organisation, alike.organisation)

    assert current_bank_details(alike.organisation) is None
    for each in (paid, alike):
        instalments = list(as_it_is(each).award.instalments.all())
        with pytest.raises(Refused, match="not ready"):
            paying.prepare_payment_run(instalments, by=colleague("is_finance_preparer"))
    entry = alike.history.get(verb="let_go_of_account")
    assert (entry.subject, entry.note) == (
        "ending 7491",
        f"{paid.organisation.name} had another account when it was joined.",
    )
    again = given(as_it_is(paid))
    assert again.follows == (planned if is_checked else old)
    assert again.is_waiting


def test_by_way_of_a_third_record_neither():
    paid, alike, between = with_bank_details(), factories.accepted(), factories.organisation()
    accounts.enter_bank_details(alike, **OTHER, by=alike.started_by)

    join(paid.organisation, between)
    join(between, alike.organisation)

    assert current_bank_details(alike.organisation) is None
    assert given(as_it_is(paid)).follows == BankDetails.objects.order_by("pk").first()


@pytest.mark.parametrize("stage", [factories.organisation, factories.submitted])
def test_the_kept_record_keeps_its_account_where_no_grant_came_along(stage):
    paid, other = with_bank_details(), stage()

    join(getattr(other, "organisation", other), paid.organisation)

    assert current_bank_details(paid.organisation).last_four == "4958"
    assert as_it_is(paid).award.instalments.exclude(released_at=None).exists()


@pytest.mark.parametrize("is_checked", [True, False])
def test_no_account_of_the_kept_record_gets_a_signed_grant_that_came_along(is_checked):
    """A friend’s record with an account must not be a way round the wait and the call."""
    signed = factories.accepted()
    friend = with_bank_details() if is_checked else with_unchecked_account()

    join(signed.organisation, friend.organisation)

    signed = as_it_is(signed)
    assert current_bank_details(friend.organisation) is None
    assert not signed.award.instalments.exclude(released_at=None).exists()
    assert "had a grant" in signed.history.get(verb="let_go_of_account").note
    assert given(signed).is_waiting


def test_a_second_change_asks_for_a_fresh_sign_in_as_the_first(time_machine):
    application = with_bank_details()
    given(application)
    client = factories.client_for(application.started_by)
    first, change = (
        reverse(name, args=[application.reference]) for name in ("bank_details", "bank_change")
    )
    assert 'name="account_number"' not in page(client.get(first))

    third = {**TYPED, "sort_code": "112233"}
    assert client.post(first, third)["Location"] == change
    time_machine.move_to(now() + timedelta(minutes=5, seconds=1))
    assert client.post(change, third)["Location"].startswith(reverse("account_reauthenticate"))
    assert BankDetails.objects.count() == 2
