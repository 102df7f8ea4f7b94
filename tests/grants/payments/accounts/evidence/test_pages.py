"""The pages on which a signatory shows an account, and an officer opens what came."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from grants.models import AccountFile, BankDetails
from tests import factories
from tests.factories import client_for
from tests.factories.cases import with_bank_details
from tests.factories.clamd import EICAR, a_scanner, nobody_listens
from tests.grants.applications.a_storage import Storage
from tests.grants.payments.pages import TYPED, letter_opened, officer, page, signatory

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\nA letter from the bank"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
TOO_LARGE = b"%PDF-" + b"x" * 10_485_760


def at(name, application):
    return reverse(name, args=[application.reference])


def given():
    application = factories.accepted()
    signatory(application).post(at("bank_details", application), TYPED)
    return application


def send(application, content=PDF, name="letter.pdf", client=None):
    client = client or signatory(application)
    file = {"file": SimpleUploadedFile(name, content)}
    return client.post(at("account_file", application), file, follow=True)


def test_a_signatory_shows_an_account_and_an_officer_opens_and_checks():
    application = factories.accepted()
    coop, colleague = signatory(application), officer()
    asked = coop.post(at("bank_details", application), TYPED, follow=True).text
    assert "Show us that the account is yours" in asked
    assert "ending in 4958" in asked
    assert "66374958" not in asked
    assert "send a bank letter or statement" in page(coop.get(at("progress", application)))
    before = page(colleague.get(at("bank_check", application)))
    assert "has not sent a bank letter or statement yet" in before
    assert "Confirm the bank details" not in before
    assert "Waiting for a bank letter or statement" in page(colleague.get(reverse("bank_checks")))

    text = send(application).text
    shown = page(colleague.get(at("bank_check", application)))
    opened = colleague.post(at("account_file_open", application))
    confirmed = colleague.post(
        at("bank_check", application),
        {"seen": BankDetails.objects.get().pk, "note": "Letter of May."},
        follow=True,
    ).text

    assert "We’ve kept “letter.pdf”." in text
    assert "We are checking" in text
    assert "letter.pdf" in shown
    assert "Not scanned for viruses" in shown
    assert b"".join(opened.streaming_content) == PDF
    assert opened.headers["Content-Disposition"] == 'attachment; filename="letter.pdf"'
    assert opened.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert opened.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in opened.headers["Cache-Control"]
    assert "You confirmed the bank details." in confirmed
    assert "There is nothing to send" in page(coop.get(at("account_file", application)))


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("letter.pdf", b"", "The selected file is empty"),
        ("letter.pdf", PNG, "The selected file is not what its name says"),
        ("letter.pdf", TOO_LARGE, "The selected file must be smaller than 10MB"),
        ("letter.docx", b"PK", "The selected file must be a PDF, JPG or PNG"),
        ("letter", PDF, "The selected file must be a PDF, JPG or PNG"),
    ],
)
def test_a_wrong_file_is_refused_in_words(name, content, sentence):
    application = given()

    text = send(application, content, name).text

    assert "<title>Error: Show us your bank account" in text
    assert text.count(sentence) >= 2  # in the summary and beside the field
    assert not AccountFile.objects.exists()


@pytest.mark.parametrize("typed", [{}, {"file": ""}, {"file": ["a", "b"]}, {"file": "\0"}])
def test_no_file_is_said_beside_the_field(typed):
    application = given()

    assert "Select a file" in page(
        signatory(application).post(at("account_file", application), typed)
    )


def test_a_virus_and_a_storage_that_fails_are_said_beside_the_field(settings, monkeypatch):
    application = given()

    with a_scanner(settings):
        virus = send(application, b"%PDF-1.7\n" + EICAR).text
    monkeypatch.setattr(Storage, "is_down", True)
    down = send(application).text

    assert "We found a virus in this file" in virus
    assert "We could not keep the file just now" in down
    assert not AccountFile.objects.exists()


def test_nobody_opens_or_reads_the_name_of_what_is_in_quarantine(settings):
    application = given()
    nobody_listens(settings)
    send(application, name="canary.pdf")

    shown = page(officer().get(at("bank_check", application)))
    refused = officer().post(at("account_file_open", application))

    assert "canary" not in shown
    assert "waits to be scanned for viruses" in shown
    assert (refused.status_code, "canary" in refused.text) == (409, False)


def test_an_officer_asks_for_another_and_the_signatory_reads_why():
    application = given()
    send(application)
    colleague, ask = officer(), at("account_file_ask", application)
    unseen = colleague.post(ask, {"reason": "Too old."}).text
    letter_opened(application)

    for typed, says in (
        ({"reason": " "}, "Say what is wrong with it"),
        ({"reason": "It says 66 37 49 58."}, "Leave out long numbers"),
        ({"reason": "so " * 150}, "Use 100 words or fewer"),
        ({"reason": "\0"}, "Say what is wrong with it"),
        ({}, "Say what is wrong with it"),
    ):
        assert says in page(colleague.post(ask, typed))
    done = colleague.post(ask, {"reason": "It is of 2023, and we need this year’s."}, follow=True)

    assert "Open the bank letter or statement first" in unseen
    assert "Too old." in unseen
    assert "We’ve asked for another one." in done.text
    assert "Confirm the bank details" not in done.text
    coop = signatory(application)
    for name in ("bank_details", "account_file"):
        assert "It is of 2023" in page(coop.get(at(name, application)))
    assert "Waiting for you" in page(coop.get(at("bank_details", application)))


def test_a_confirmation_that_comes_too_early_keeps_what_was_typed():
    application = given()
    typed = {"seen": BankDetails.objects.get().pk, "note": "Rang Ada."}

    shown = page(officer().post(at("bank_check", application), typed))

    assert "has not sent a bank letter or statement yet" in shown
    assert "Rang Ada." in shown
    assert not BankDetails.objects.exclude(checked_at=None).exists()


def test_it_opens_for_nobody_but_who_checks():
    application = with_bank_details()
    colleagues = ("is_auditor", "is_approver", "is_assessor", "is_finance_preparer")
    people = [factories.staff(role) for role in (*colleagues, "is_administrator")]
    people += [application.started_by, factories.person()]

    for person in people:
        opened = client_for(person).post(at("account_file_open", application))
        assert opened.status_code in (403, 404), person
    assert officer().get(at("account_file_open", application)).status_code == 405
    reader = client_for(factories.member(application.organisation))
    assert reader.get(at("account_file", application)).status_code == 403
    assert reader.post(at("account_file", application)).status_code == 403


def test_before_there_is_an_account_there_is_nothing_to_show():
    application = factories.accepted()

    assert signatory(application).get(at("account_file", application)).status_code == 404
    assert officer().get(at("account_file_ask", application)).status_code == 404
    assert officer().post(at("account_file_open", application)).status_code == 409


def test_where_none_is_asked_for_nobody_is_sent_to_the_page(settings):
    settings.BANK_EVIDENCE = "never"
    application = factories.accepted()

    answer = signatory(application).post(at("bank_details", application), TYPED)

    assert answer["Location"] == at("bank_details", application)
    shown = page(officer().get(at("bank_check", application)))
    assert "Show the full numbers first" in shown
    assert "Confirm the bank details" not in shown
    assert "Confirm the bank details" in page(officer().post(at("bank_reveal", application)))
    assert "Confirm the bank details" in page(officer().get(at("bank_check", application)))
