"""Where bank details are given, shown and checked."""

import pytest
from django.urls import reverse

from grants.models import (
    BankDetails,
    HistoryEntry,
)
from tests import factories
from tests.factories.cases import colleague, with_bank_details

from .pages import TYPED, officer, page, signatory

pytestmark = pytest.mark.django_db


def test_a_signatory_gives_bank_details_and_sees_four_digits_after():
    application = factories.accepted()
    address = reverse("bank_details", args=[application.reference])

    signatory(application).post(address, TYPED)

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
