"""Where bank details are given, shown and checked."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from grants.models import (
    BankDetails,
    HistoryEntry,
)
from tests import factories
from tests.factories.cases import colleague, with_bank_details
from tests.grants.payments.pages import TYPED, letter_opened, officer, page, signatory

pytestmark = pytest.mark.django_db


def test_a_signatory_gives_bank_details_and_sees_four_digits_after():
    application = factories.accepted()
    address = reverse("bank_details", args=[application.reference])

    signatory(application).post(address, TYPED)
    factories.shown_account(application)

    details = BankDetails.objects.get()
    assert (details.sort_code, details.account_number) == ("089999", "66374958")
    shown = page(signatory(application).get(address))
    assert "Ends in 4958" in shown
    assert "66374958" not in shown
    assert "We are checking" in shown


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("account_name", "", "Enter the name on the account"),
        ("account_name", "=1+1", "must start with a letter or a number"),
        ("account_name", "x" * 500, "must be 60 letters or fewer"),
        ("sort_code", "", "Enter a sort code"),
        ("sort_code", "12345", "Enter a valid sort code like 309430"),
        ("account_number", "", "Enter an account number"),
        ("account_number", "abc", "Enter a valid account number like 00733445"),
        ("account_number", "1" * 5000, "Account number must be between 6 and 8 digits"),
        ("account_number", "\x00", "Null characters are not allowed"),
    ],
)
def test_wrong_bank_details_get_a_sentence_and_are_kept_on_the_page(field, typed, says):
    application = factories.accepted()
    address = reverse("bank_details", args=[application.reference])

    shown = page(signatory(application).post(address, {**TYPED, field: typed}))

    assert shown.count(says) == 2  # in the summary and beside the field
    assert "<title>Error: Bank details" in shown
    assert not BankDetails.objects.exists()


def test_bank_details_are_a_signatorys_to_give():
    application = factories.accepted()
    editor = factories.client_for(factories.member(application.organisation))
    stranger = factories.client_for(factories.person())
    address = reverse("bank_details", args=[application.reference])

    assert editor.get(address).status_code == 403
    assert editor.post(address, TYPED).status_code == 403
    assert stranger.get(address).status_code == 404
    assert not BankDetails.objects.exists()


def test_bank_details_too_early_get_a_sentence_not_a_form():
    application = factories.submitted()
    address = reverse("bank_details", args=[application.reference])

    assert "once you have accepted an offer" in page(signatory(application).get(address))
    refused = page(signatory(application).post(address, TYPED))
    assert "Bank details are asked for once an offer is accepted." in refused


def test_an_officer_sees_full_numbers_only_after_asking_for_them():
    application = factories.accepted()
    signatory(application).post(reverse("bank_details", args=[application.reference]), TYPED)
    client = officer()
    check = reverse("bank_check", args=[application.reference])

    opened = page(client.get(check))
    assert "66374958" not in opened
    assert "089999" not in opened
    assert not HistoryEntry.objects.filter(verb="reveal_bank_details").exists()

    revealed = client.post(reverse("bank_reveal", args=[application.reference]))
    assert "66374958" in page(revealed)
    assert "no-store" in revealed["Cache-Control"]
    assert HistoryEntry.objects.filter(verb="reveal_bank_details").count() == 1


def test_an_officer_confirms_with_a_note():
    application = factories.accepted()
    signatory(application).post(reverse("bank_details", args=[application.reference]), TYPED)
    check = reverse("bank_check", args=[application.reference])
    details = BankDetails.objects.get()

    factories.shown_account(application)
    letter_opened(application)
    without = page(officer().post(check, {"seen": details.pk, "note": " "}))
    assert "Say how you checked the bank details" in without
    officer().post(check, {"seen": details.pk, "note": "Rang Ada on the old number."})

    details.refresh_from_db()
    assert details.checked_by == colleague("is_officer")
    assert "Rang Ada" in page(officer().get(check))


@pytest.mark.parametrize("seen", ["", "x", "-1", "0", "9" * 40])
def test_a_check_of_something_else_is_refused(seen):
    application = factories.accepted()
    signatory(application).post(reverse("bank_details", args=[application.reference]), TYPED)
    check = reverse("bank_check", args=[application.reference])

    shown = page(officer().post(check, {"seen": seen, "note": "Rang them."}))

    assert "There is a problem" in shown
    assert "Rang them." in shown
    assert not BankDetails.objects.exclude(checked_at=None).exists()


def test_there_may_be_nothing_to_check_yet():
    application = factories.accepted()

    address = reverse("bank_check", args=[application.reference])
    assert "No bank details yet" in page(officer().get(address))
    assert officer().post(reverse("bank_reveal", args=[application.reference])).status_code == 409


@pytest.mark.parametrize("role", ["is_auditor", "is_approver", "is_finance_preparer"])
def test_other_colleagues_never_see_full_numbers(role):
    application = with_bank_details()
    client = factories.client_for(factories.staff(role))

    for name in ("bank_check", "bank_reveal"):
        assert client.post(reverse(name, args=[application.reference])).status_code == 403


# In place of a checked account


def test_a_change_asks_for_a_fresh_sign_in_first(time_machine):
    application = with_bank_details()
    client = signatory(application)
    change = reverse("bank_change", args=[application.reference])
    shown = page(client.get(reverse("bank_details", args=[application.reference])))
    assert "Change the bank details" in shown
    assert "account_number" not in shown

    time_machine.move_to(now() + timedelta(minutes=5, seconds=1))
    for answer in (client.get(change), client.post(change, TYPED)):
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert BankDetails.objects.count() == 1

    answer = signatory(application).post(change, {**TYPED, "account_number": "88837491"})
    assert answer.status_code == 302
    assert "we wait until" in page(
        client.get(reverse("bank_details", args=[application.reference]))
    )


def test_the_page_for_a_first_account_is_no_way_round_it():
    application = with_bank_details()
    first = reverse("bank_details", args=[application.reference])

    answer = signatory(application).post(first, {**TYPED, "account_number": "88837491"})

    assert answer["Location"] == reverse("bank_change", args=[application.reference])
    assert BankDetails.objects.count() == 1


def test_an_officer_writes_down_the_call_about_a_change():
    application = with_bank_details()
    signatory(application).post(
        reverse("bank_change", args=[application.reference]),
        {**TYPED, "account_number": "88837491"},
    )
    check = reverse("bank_check", args=[application.reference])
    seen = BankDetails.objects.current().get().pk
    typed = {"seen": seen, "note": "Saw a statement.", "call_back": ""}
    factories.shown_account(application)
    letter_opened(application)
    assert "An account that ended in 4958" in page(officer().get(check))

    without = page(officer().post(check, typed))
    assert without.count("Ring the co-op on a number that you had before, and say which") == 2

    officer().post(check, {**typed, "call_back": "01632 960 555", "payee_check": "MATC"})
    confirmed = page(officer().get(check))
    assert "Rang: 01632 960 555" in confirmed
    assert "The bank said: The name is right." in confirmed


def test_an_account_of_somebody_else_is_pointed_out():
    held = with_bank_details()
    application = factories.accepted()
    signatory(application).post(reverse("bank_details", args=[application.reference]), TYPED)

    shown = page(officer().get(reverse("bank_check", args=[application.reference])))

    assert f"{held.organisation.name} gave us this very account too." in shown


def test_the_same_last_digits_are_another_account():
    with_bank_details()
    application = factories.accepted()
    other = {**TYPED, "sort_code": "089998"}
    signatory(application).post(reverse("bank_details", args=[application.reference]), other)

    shown = page(officer().get(reverse("bank_check", args=[application.reference])))

    assert "this very account too" not in shown


@pytest.mark.parametrize(
    ("is_loaded", "says"),
    [
        (False, "The banks’ table is not loaded."),
        (True, "Yes, by the banks’ table 8.50, valid from 23 June 2025."),
    ],
)
def test_the_officer_reads_what_the_sum_said(is_loaded, says):
    application = factories.accepted()
    if is_loaded:
        factories.modulus_tables()
    wrong = {**TYPED, "account_number": "66374959"}
    address = reverse("bank_details", args=[application.reference])
    refused = signatory(application).post(address, wrong)
    assert (b"go with this sort code" in refused.content) is is_loaded

    signatory(application).post(address, TYPED)

    assert says in page(officer().get(reverse("bank_check", args=[application.reference])))


def test_the_officer_reads_that_no_table_was_loaded_when_the_account_was_given():
    application = factories.accepted()
    signatory(application).post(reverse("bank_details", args=[application.reference]), TYPED)
    factories.modulus_tables()

    shown = page(officer().get(reverse("bank_check", args=[application.reference])))

    assert "No table of the banks was loaded then." in shown
    assert "Now we have the banks’ table 8.50, valid from 23 June 2025." in shown


def test_the_officer_reads_by_which_table_a_bank_can_not_be_checked():
    application = factories.accepted()
    factories.modulus_tables()
    other = {**TYPED, "sort_code": "20-00-00"}
    signatory(application).post(reverse("bank_details", args=[application.reference]), other)

    shown = page(officer().get(reverse("bank_check", args=[application.reference])))

    assert "can’t be checked by the banks’ table 8.50, valid from 23 June 2025." in shown
