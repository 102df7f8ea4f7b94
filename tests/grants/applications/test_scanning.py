"""Files are scanned for viruses, and wait out of sight while nobody has looked at them."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import now

from applicants.files import scanning, storing
from applicants.models import Email
from grants import tasks
from grants.applications import actions
from grants.history import faults_in
from grants.models import Attachment
from tests import factories
from tests.factories import client_for
from tests.factories.clamd import EICAR, a_scanner, nobody_listens

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\nOur rules"
BAD_PDF = b"%PDF-1.7\n" + EICAR


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "media")},
        }
    }


def send(application, content=PDF, name="canary-rules.pdf"):
    client = client_for(application.started_by)
    address = reverse("attachment_add", args=[application.reference])
    return client.post(address, {"file": SimpleUploadedFile(name, content)}, follow=True).text


def kept():
    return (
        default_storage.listdir("attachments")[1] if default_storage.exists("attachments") else []
    )


def scan_later(minutes=5):
    with time_machine.travel(now() + timedelta(minutes=minutes)):
        tasks.scan_files()


# --- The conversation -------------------------------------------------------------------------


def test_a_clean_file_and_a_virus_are_told_apart(settings):
    with a_scanner(settings) as scanner:
        assert scanning.virus_in(io.BytesIO(PDF), seconds=3) == ""
        assert scanning.virus_in(io.BytesIO(BAD_PDF), seconds=3) == "Eicar-Test-Signature"

    assert scanner.seen == [PDF, BAD_PDF]


def test_a_large_file_arrives_whole(settings):
    content = bytes(range(256)) * 1000

    with a_scanner(settings) as scanner:
        scanning.virus_in(io.BytesIO(content), seconds=3)

    assert scanner.seen == [content]


def test_the_scanner_may_listen_at_a_path(settings, tmp_path):
    with a_scanner(settings, path=tmp_path / "clamd.ctl"):
        assert scanning.virus_in(io.BytesIO(BAD_PDF), seconds=3) == "Eicar-Test-Signature"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"OK",
        b"INSTREAM size limit exceeded. ERROR",
        b"stream: OK and more",
        b"\xff\xfe\x00",
        b"x" * 5000,
    ],
)
def test_an_answer_that_makes_no_sense_is_no_verdict(settings, answer):
    with a_scanner(settings, answer=answer), pytest.raises(scanning.NoVerdict):
        scanning.virus_in(io.BytesIO(PDF), seconds=3)


def test_a_slow_or_missing_scanner_keeps_nobody_waiting(settings):
    with a_scanner(settings, slow=1), pytest.raises(scanning.ScannerAway):
        scanning.virus_in(io.BytesIO(PDF), seconds=0.2)
    nobody_listens(settings)
    with pytest.raises(scanning.ScannerAway):
        scanning.virus_in(io.BytesIO(PDF), seconds=3)
    settings.CLAMAV_URL = "unix:///nowhere/clamd.ctl"
    with pytest.raises(scanning.ScannerAway):
        scanning.virus_in(io.BytesIO(PDF), seconds=3)


# --- While somebody waits -----------------------------------------------------------------------


def test_without_a_scanner_colleagues_are_told_so_beside_the_file():
    application = factories.draft()
    text = send(application)
    actions.submit_application(application, by=application.started_by)
    tasks.scan_files()

    officer = client_for(factories.staff("is_officer"))
    seen = officer.get(reverse("application_answers", args=[application.reference])).text

    assert Attachment.objects.get().scan == "not_scanned"
    assert "Not scanned for viruses" in seen
    assert "scanned" not in text.lower()


def test_a_clean_file_is_kept_and_a_virus_is_not(settings):
    application = factories.draft()

    with a_scanner(settings):
        good = send(application)
        bad = send(application, BAD_PDF, "bad.pdf")

    clean, infected = Attachment.objects.order_by("pk")
    assert "We’ve kept “canary-rules.pdf”" in good
    assert "We found a virus in this file, so we did not keep it" in bad
    assert (clean.scan, clean.removed_at) == ("clean", None)
    assert (infected.scan, infected.file.name, infected.name) == ("infected", "", "bad.pdf")
    assert len(kept()) == 1
    assert application.history.get(verb="refuse_file").note == "bad.pdf"
    assert faults_in(application) == []
    assert not Email.objects.filter(event="grants/virus_found").exists()  # they saw the sentence


@pytest.mark.parametrize("habit", ["down", "slow", "nonsense"])
def test_when_the_scanner_says_nothing_the_file_waits_in_quarantine(settings, monkeypatch, habit):
    monkeypatch.setattr(storing, "SECONDS_WHILE_SOMEBODY_WAITS", 0.3)
    application = factories.draft()
    if habit == "down":
        nobody_listens(settings)
        text = send(application)
    else:
        habits = {"slow": 1} if habit == "slow" else {"answer": b"I am a teapot"}
        with a_scanner(settings, **habits):
            text = send(application)

    attachment = Attachment.objects.get()
    assert "We’ve kept “canary-rules.pdf”" in text
    assert "We’ll scan it for viruses soon. You can go on." in text
    assert "Waiting to be scanned for viruses" in text
    assert attachment.scan == "waiting"
    assert "canary" not in application.history.get(verb="add_file").note


def test_a_file_in_quarantine_can_be_sent_and_nobody_reads_it_or_its_name(settings):
    nobody_listens(settings)
    application = factories.submitted(file="canary-plan.pdf")
    owner, officer = application.started_by, factories.staff("is_officer")
    file = reverse("attachment", args=[Attachment.objects.get().reference])
    pages = [
        reverse(name, args=[application.reference])
        for name in ("application_answers", "case", "case_history")
    ]

    for user in (owner, officer):
        response = client_for(user).get(file)
        assert response.status_code == 409
        assert "Waiting to be scanned for viruses" in response.text
        assert "canary" not in response.text
    for page in pages:
        text = client_for(officer).get(page).text
        assert "canary" not in text, page
    answers = client_for(officer).get(pages[0]).text
    assert "A file that waits to be scanned" in answers
    assert "canary-plan.pdf" in client_for(owner).get(pages[0]).text


# --- While nobody is looking --------------------------------------------------------------------


def test_what_waits_is_scanned_when_the_scanner_is_back(settings):
    nobody_listens(settings)
    application = factories.submitted(file="canary-plan.pdf")
    scan_later(5)
    assert Attachment.objects.get().scan == "waiting"

    with a_scanner(settings):
        scan_later(10)
        scan_later(15)

    attachment = Attachment.objects.get()
    officer = client_for(factories.staff("is_officer"))
    answers = officer.get(reverse("application_answers", args=[application.reference])).text
    assert attachment.scan == "clean"
    assert "canary-plan.pdf" in answers
    assert "Scanned, no virus found" in answers
    assert application.history.get(verb="clear_file").note == "canary-plan.pdf"
    assert faults_in(application) == []


def found_later(settings, make):
    """A file whose virus is only found by the worker."""
    nobody_listens(settings)
    application = make()
    with a_scanner(settings, answer=b"stream: Eicar-Test-Signature FOUND"):
        scan_later(5)
        scan_later(10)
    return application, Attachment.objects.get()


def test_a_virus_found_later_is_removed_and_the_co_op_is_told(settings):
    application, attachment = found_later(settings, lambda: factories.draft(file="plan.pdf"))

    mail = Email.objects.get(event="grants/virus_found")
    assert (attachment.scan, attachment.file.name) == ("infected", "")
    assert attachment.removed_at is not None
    assert attachment.sha256
    assert kept() == []
    assert "plan.pdf" in mail.body
    assert application.history.get(verb="find_virus").by is None
    assert faults_in(application) == []


def test_a_virus_in_what_was_sent_leaves_the_receipt_as_it_was(settings):
    application, attachment = found_later(settings, lambda: factories.submitted(file="plan.pdf"))

    submission = application.submissions.get()
    officer = client_for(factories.staff("is_officer"))
    answers = officer.get(reverse("application_answers", args=[application.reference])).text
    opened = officer.get(reverse("attachment", args=[attachment.reference]))
    assert kept() == []
    assert attachment.removed_at is None
    assert submission.files[0]["sha256"] == attachment.sha256
    assert "Removed, because a virus was found in it" in answers
    assert opened.status_code == 409


def test_one_file_that_cannot_be_read_stops_no_other(settings):
    nobody_listens(settings)
    first, second = factories.draft(file="first.pdf"), factories.draft(file="second.pdf")
    default_storage.delete(first.attachments.get().file.name)

    with a_scanner(settings):
        scan_later()

    assert first.attachments.get().scan == "waiting"
    assert second.attachments.get().scan == "clean"


def test_files_from_before_there_was_a_scanner_are_scanned_too(settings):
    application = factories.draft(file="old.pdf")

    with a_scanner(settings):
        tasks.scan_files()

    assert application.attachments.get().scan == "clean"
    assert not application.history.filter(verb="clear_file").exists()


def test_a_file_is_asked_about_by_one_worker_at_a_time(settings):
    nobody_listens(settings)
    factories.draft(file="plan.pdf")

    with a_scanner(settings) as scanner:
        tasks.scan_files()  # asked a moment ago, while somebody waited
        assert scanner.seen == []
        scan_later()
        assert len(scanner.seen) == 1
