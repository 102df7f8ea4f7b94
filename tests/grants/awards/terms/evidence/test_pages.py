"""The pages on which a co-op sends files for a condition, and an officer answers about them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from grants.awards.terms import actions as terms
from grants.models import ConditionFile
from tests import factories
from tests.factories import client_for
from tests.factories.cases import colleague
from tests.factories.clamd import EICAR, a_scanner, nobody_listens
from tests.factories.evidence import lease_of, sent_evidence, with_lease
from tests.grants.applications.a_storage import Storage

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\nOur lease"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
TOO_LARGE = b"%PDF-" + b"x" * 10_485_760


def at(name, application):
    return reverse(name, args=[application.reference, lease_of(application).number])


def send(application, content=PDF, name="lease.pdf", client=None):
    client = client or client_for(application.started_by)
    file = {"file": SimpleUploadedFile(name, content)}
    return client.post(at("evidence_send", application), file, follow=True)


def test_a_coop_sends_a_file_and_an_officer_opens_and_ticks():
    application = with_lease()
    coop, officer = client_for(application.started_by), client_for(colleague("is_officer"))
    progress = coop.get(reverse("progress", args=[application.reference])).text
    assert at("evidence", application) in progress

    text = send(application).text
    sent = ConditionFile.objects.get()
    todo = officer.get(reverse("home")).text
    shown = officer.get(at("condition", application))
    opened = officer.get(reverse("evidence_file", args=[sent.reference]))
    done = officer.post(
        at("condition", application),
        {"how": "met", "words": "Signed.", "files": shown.context["version"]},
        follow=True,
    )

    assert "We’ve kept “lease.pdf”." in text
    assert f"sent by {application.started_by}" in text
    assert f"Look at what {application.organisation} sent for a condition" in todo
    assert "lease.pdf" in shown.text
    assert "Not scanned for viruses" in shown.text
    assert b"".join(opened.streaming_content) == PDF
    assert opened.headers["Content-Disposition"] == 'attachment; filename="lease.pdf"'
    assert opened.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert done.redirect_chain
    after = coop.get(at("evidence", application)).text
    assert "We ticked the condition off because of it." in after
    assert "Send another file" not in after
    assert reverse("evidence_remove", args=[sent.reference]) not in after


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("lease.pdf", b"", "The selected file is empty"),
        ("lease.pdf", PNG, "The selected file is not what its name says"),
        ("lease.pdf", TOO_LARGE, "The selected file must be smaller than 10MB"),
        ("lease.exe", b"MZ", "The selected file must be a PDF, DOCX, XLSX, ODT, JPG or PNG"),
        ("lease", PDF, "The selected file must be a PDF, DOCX, XLSX, ODT, JPG or PNG"),
    ],
)
def test_a_wrong_file_is_refused_in_words(name, content, sentence):
    application = with_lease()

    text = send(application, content, name).text

    assert "<title>Error: Show us condition" in text
    assert sentence in text
    assert not ConditionFile.objects.exists()


@pytest.mark.parametrize("typed", [{}, {"file": ""}, {"file": ["a", "b"]}, {"file": "\0"}])
def test_no_file_is_said_beside_the_field(typed):
    application = with_lease()

    page = client_for(application.started_by).post(at("evidence_send", application), typed)

    assert "Select a file" in page.text
    assert not ConditionFile.objects.exists()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("le\x07ase\u202efdp.pdf", "leasefdp.pdf"),
        ("../../etc/lease.pdf", "lease.pdf"),
        ("é" * 300 + ".pdf", "é" * 114 + ".pdf"),
    ],
)
def test_an_odd_name_becomes_one_that_can_be_read(name, kept):
    application = with_lease()

    send(application, name=name)

    assert ConditionFile.objects.get().name == kept


def test_a_virus_and_a_storage_that_fails_are_said_beside_the_field(settings, monkeypatch):
    application = with_lease()

    with a_scanner(settings):
        virus = send(application, b"%PDF-1.7\n" + EICAR).text
    monkeypatch.setattr(Storage, "is_down", True)
    down = send(application).text

    assert "We found a virus in this file" in virus
    assert "We could not keep the file just now" in down
    assert not ConditionFile.objects.filter(removed_at=None).exists()


def test_a_condition_that_was_ticked_meanwhile_takes_nothing():
    application = with_lease()
    terms.tick_condition(lease_of(application), seen="Seen.", by=colleague("is_officer"))

    page = send(application)

    assert "We have settled this condition" in page.text
    assert not ConditionFile.objects.exists()


def test_what_is_missing_stands_on_the_pages_of_the_coop():
    application = with_lease()
    sent_evidence(application)
    officer = client_for(colleague("is_officer"))
    shown = officer.get(at("condition", application)).context["version"]

    officer.post(
        at("condition", application),
        {"how": "missing", "words": "The last page.", "files": shown},
    )

    coop = client_for(application.started_by)
    for name in ("progress", "grant_conditions"):
        assert "The last page." in coop.get(reverse(name, args=[application.reference])).text
    assert "The last page." in coop.get(at("evidence", application)).text


@pytest.mark.parametrize("files", [None, "", "rubbish", "\0", ["a", "b"]])
def test_an_answer_about_other_files_than_were_shown_is_refused(files):
    application = with_lease()
    sent_evidence(application)
    typed = {"how": "met", "words": "Signed."} | ({"files": files} if files is not None else {})

    page = client_for(colleague("is_officer")).post(at("condition", application), typed)

    assert "not those that this page showed" in page.text
    assert lease_of(application).met_at is None


def test_without_a_file_nobody_can_say_that_it_is_not_enough():
    application = with_lease()
    typed = {"how": "missing", "words": "More."}

    page = client_for(colleague("is_officer")).post(at("condition", application), typed)

    assert "Choose one of these" in page.text


def test_colleagues_see_no_name_of_what_is_in_quarantine_and_nobody_opens_it(settings):
    application = with_lease()
    nobody_listens(settings)
    sent = sent_evidence(application, name="canary.pdf")
    officer = client_for(colleague("is_officer"))
    file = reverse("evidence_file", args=[sent.reference])

    assert "canary" not in officer.get(at("condition", application)).text
    assert "Waiting to be scanned for viruses" in officer.get(at("condition", application)).text
    assert "canary.pdf" in client_for(application.started_by).get(at("evidence", application)).text
    assert officer.get(file).status_code == 409
    assert "canary" not in officer.get(file).text


def test_a_file_is_replaced_and_removed_on_the_page():
    application = with_lease()
    sent = sent_evidence(application)
    coop = client_for(application.started_by)
    replace = reverse("evidence_replace", args=[sent.reference])
    assert "lease.pdf" in coop.get(replace).text

    coop.post(replace, {"file": SimpleUploadedFile("new.pdf", PDF)})
    new = ConditionFile.objects.get(removed_at=None)
    text = coop.post(reverse("evidence_remove", args=[new.reference]), follow=True).text

    assert "We’ve removed “new.pdf”." in text
    assert coop.get(replace).status_code == 404


def test_other_people_do_not_reach_them():
    application = with_lease()
    sent = sent_evidence(application)
    file = reverse("evidence_file", args=[sent.reference])
    other = with_lease(of=factories.organisation()).started_by

    for person in (other, factories.staff("is_assessor"), factories.staff("is_finance_approver")):
        assert client_for(person).get(file).status_code in (403, 404)
