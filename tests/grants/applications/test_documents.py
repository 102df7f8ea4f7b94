"""Documents are replaced, used again, removed and forgotten; what was sent stays."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import now

from applicants.access import Refused
from applicants.files.uploads import MEGABYTE
from grants import tasks
from grants.applications import actions, documents, queries
from grants.funds.actions import publish_round
from grants.history import faults_in
from grants.models import Attachment, Question, Submission
from tests import factories
from tests.factories import client_for
from tests.factories.drafts import attach

from .a_storage import Storage

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\nOur rules"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(Storage, "is_down", False)
    monkeypatch.setattr(Storage, "stuck", "")
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": f"{Storage.__module__}.Storage",
            "OPTIONS": {"location": str(tmp_path / "media")},
        }
    }


def upload(content=PDF, name="new.pdf"):
    return {"file": SimpleUploadedFile(name, content)}


def place(name, record, query=""):
    return reverse(name, args=[record.reference]) + query


def bytes_kept():
    has_any = default_storage.exists("attachments")
    return len(default_storage.listdir("attachments")[1]) if has_any else 0


def names(application):
    return [each.name for each in queries.live_attachments(application)]


def send_back(application):
    officer = factories.cases.colleague("is_officer")
    return actions.return_for_changes(application, by=officer, note="Change the plan.")


# --- Replace ------------------------------------------------------------------------------------


def test_a_replacement_keeps_the_place_and_leaves_a_trace():
    application = factories.draft(file="first.pdf")
    attach(application, "second.pdf", application.started_by)
    client = client_for(application.started_by)
    first = application.attachments.get(name="first.pdf")

    page = client.get(place("attachment_replace", first)).text
    done = client.post(place("attachment_replace", first), upload(), follow=True).text

    first.refresh_from_db()
    entry = application.history.get(verb="replace_file")
    assert "takes the place of “first.pdf”" in page
    assert "We’ve kept “new.pdf”" in done
    assert names(application) == ["new.pdf", "second.pdf"]
    assert first.removed_at
    assert first.replacement.name == "new.pdf"
    assert entry.note == "“new.pdf” instead of “first.pdf”"
    assert faults_in(application) == []


def test_a_replacement_is_checked_like_any_file_and_a_wrong_one_changes_nothing():
    application = factories.draft(file="first.pdf")
    attach(application, "second.pdf", application.started_by)
    client = client_for(application.started_by)
    address = place("attachment_replace", application.attachments.get(name="first.pdf"))

    wrong = client.post(address, upload(b"MZ", "run.exe")).text
    none = client.post(address, {}).text
    same = client.post(address, upload(b"%PDF-1.7 second.pdf", "again.pdf")).text

    assert "The selected file must be a PDF" in wrong
    assert "Select a file" in none
    assert "You’ve already added this file, as “second.pdf”." in same
    assert names(application) == ["first.pdf", "second.pdf"]
    assert bytes_kept() == 2


def test_a_full_list_can_still_be_replaced_and_a_second_tab_cannot_replace_twice():
    application = factories.draft()
    for number in range(documents.MOST_ATTACHMENTS):
        attach(application, f"{number}.pdf", application.started_by)
    client = client_for(application.started_by)
    address = place("attachment_replace", application.attachments.get(name="3.pdf"))

    client.post(address, upload())
    again = client.post(address, upload(b"%PDF-other", "other.pdf"))

    assert names(application)[3] == "new.pdf"
    assert len(names(application)) == documents.MOST_ATTACHMENTS
    assert again.status_code == 404
    old = Attachment.objects.get(name="3.pdf")
    with pytest.raises(Refused, match="removed or replaced already"):
        actions.replace_attachment(
            old,
            file=SimpleUploadedFile("x.pdf", b"%PDF-x"),
            name="x.pdf",
            content_type="application/pdf",
            sha256="0" * 64,
            by=application.started_by,
        )


# --- What was sent stays --------------------------------------------------------------------------


def test_the_receipt_lists_the_files_and_its_fingerprint_covers_them():
    application = factories.submitted(file="plan.pdf")
    submission = application.submissions.get()
    client = client_for(application.started_by)

    receipt = client.get(place("application_sent", application)).text

    attachment = application.attachments.get()
    assert submission.files == [
        {
            "name": "plan.pdf",
            "size": attachment.size,
            "sha256": attachment.sha256,
            "question": "",
        }
    ]
    assert submission.content_hash == Submission.hash_of(submission.answers, submission.files)
    assert submission.content_hash != Submission.hash_of(submission.answers)
    assert "The files that came with it" in receipt
    assert "plan.pdf" in receipt


def test_what_was_sent_is_replaced_in_the_next_sending_and_stays_in_the_first():
    application = factories.submitted(file="plan.pdf")
    client = client_for(application.started_by)
    first = application.attachments.get()
    application = send_back(application)

    client.post(place("attachment_replace", first), upload())
    actions.submit_application(application, by=application.started_by)
    with time_machine.travel(now() + timedelta(days=400)):
        tasks.forget_removed_files()

    officer = client_for(factories.staff("is_officer"))
    sent = [
        [file["name"] for file in each.files] for each in application.submissions.order_by("number")
    ]
    handed_out = officer.get(place("attachment", first))
    assert sent == [["plan.pdf"], ["new.pdf"]]
    assert b"".join(handed_out.streaming_content) == b"%PDF-1.7 plan.pdf"
    answers = officer.get(place("application_answers", application)).text
    assert "new.pdf" in answers
    assert "plan.pdf" not in answers


@pytest.mark.database
@pytest.mark.parametrize("change", [{"file": ""}, {"name": "other.pdf"}, {"sent_at": None}])
def test_the_database_keeps_the_row_and_the_bytes_of_what_was_sent(change):
    attachment = factories.submitted(file="plan.pdf").attachments.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.filter(pk=attachment.pk).update(**change, removed_at=now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.filter(pk=attachment.pk).delete()


def test_a_file_of_a_question_that_is_no_longer_asked_is_not_sent():
    round = factories.the_round()
    kind = Question.Kind
    money = round.sections.get(number=2)
    shop = Question.objects.create(section=money, number=4, text="A shop?", kind=kind.YES_NO)
    rule = {"match": "all", "tests": [{"code": shop.code, "test": "is", "value": "yes"}]}
    lease = Question.objects.create(
        section=money, number=5, text="Your lease", kind=kind.FILES, shown_if=rule
    )
    round = publish_round(round, by=factories.staff("is_officer"))
    application = factories.draft(round=round, file="plan.pdf")
    by = application.started_by
    facts = {"content_type": "application/pdf", "sha256": "a" * 64, "by": by}
    file = SimpleUploadedFile("lease.pdf", PDF)
    actions.add_attachment(application, file=file, name="lease.pdf", question=lease, **facts)
    row = application.sections.get(section=money)
    answers = row.answers | {"4": "no"}
    actions.save_section(application, money, answers=answers, sound=list(answers), version=1, by=by)

    application = actions.submit_application(application, by=by)

    officer = client_for(factories.staff("is_officer"))
    assert [file["name"] for file in application.submissions.get().files] == ["plan.pdf"]
    assert "lease.pdf" not in officer.get(place("application_answers", application)).text


# --- Remove, and forget ---------------------------------------------------------------------------


def test_removed_bytes_are_kept_for_a_while_and_then_forgotten(settings):
    application = factories.draft(file="plan.pdf")
    attach(application, "stays.pdf", application.started_by)
    attachment = application.attachments.get(name="plan.pdf")
    client = client_for(application.started_by)

    client.post(place("attachment_remove", attachment))
    tasks.forget_removed_files()
    assert bytes_kept() == 2
    with time_machine.travel(now() + timedelta(days=settings.KEEP_REMOVED_FILES_DAYS, minutes=1)):
        tasks.forget_removed_files()
        tasks.forget_removed_files()

    attachment.refresh_from_db()
    assert bytes_kept() == 1
    assert (attachment.file.name, attachment.name) == ("", "plan.pdf")
    assert attachment.sha256
    assert application.history.filter(verb="remove_file").count() == 1


def test_one_file_that_cannot_be_deleted_keeps_no_other():
    application = factories.draft(file="first.pdf")
    attach(application, "second.pdf", application.started_by)
    for attachment in application.attachments.all():
        actions.remove_attachment(attachment, by=application.started_by)
    Storage.stuck = application.attachments.get(name="first.pdf").file.name

    with time_machine.travel(now() + timedelta(days=31)):
        assert documents.forget_removed_files() == 1
        Storage.stuck = ""
        assert documents.forget_removed_files() == 1

    assert bytes_kept() == 0


# --- Use again ------------------------------------------------------------------------------------


@pytest.fixture
def earlier_and_now():
    """A co-op that sent an application with a file once, and writes the next one."""
    earlier = factories.submitted(file="canary-rules.pdf")
    now_ = factories.draft(of=earlier.organisation, by=earlier.started_by, ready=False)
    return earlier, now_, client_for(earlier.started_by)


def test_a_document_is_used_again_as_a_copy(earlier_and_now):
    earlier, application, client = earlier_and_now
    source = earlier.attachments.get()

    offered = client.get(place("attachment_add", application)).text
    listed = client.get(place("attachment_reuse", application)).text
    done = client.post(
        place("attachment_reuse", application), {"document": source.reference}, follow=True
    ).text

    copy = application.attachments.get()
    entry = application.history.get(verb="reuse_file")
    assert "Use a document from an earlier application" in offered
    assert (
        f"canary-rules.pdf, 25\xa0bytes, from {earlier.reference} ({earlier.round.name})" in listed
    )
    assert "We’ve added “canary-rules.pdf”" in done
    assert (copy.sha256, copy.size) == (source.sha256, source.size)
    assert copy.file.name != source.file.name
    assert (entry.subject, entry.note) == (earlier.reference, "canary-rules.pdf")
    assert "has no documents" in client.get(place("attachment_reuse", application)).text

    actions.remove_attachment(copy, by=application.started_by)
    with time_machine.travel(now() + timedelta(days=31)):
        tasks.forget_removed_files()
    with default_storage.open(source.file.name) as file:
        assert file.read() == b"%PDF-1.7 canary-rules.pdf"


def test_nothing_of_another_co_op_can_be_used(earlier_and_now):
    earlier, _application, _client = earlier_and_now
    stranger = factories.draft(ready=False)
    client = client_for(stranger.started_by)
    source = earlier.attachments.get()

    listed = client.get(place("attachment_reuse", stranger)).text
    posted = client.post(place("attachment_reuse", stranger), {"document": source.reference}).text

    assert "canary" not in listed + posted
    assert not stranger.attachments.exists()
    with pytest.raises(Refused):
        actions.reuse_attachment(stranger, source, by=stranger.started_by)


def test_a_question_is_offered_what_it_takes(earlier_and_now):
    earlier, _application, client = earlier_and_now
    round = factories.the_round()
    for number, ending in ((4, "pdf"), (5, "png")):
        Question.objects.create(
            section=round.sections.get(number=1),
            number=number,
            text=f"Your {ending}",
            kind=Question.Kind.FILES,
            options=[{"value": ending, "label": ending.upper()}],
            rows=1,
            most=1,
        )
    round = publish_round(round, by=factories.staff("is_officer"))
    application = factories.draft(of=earlier.organisation, round=round, ready=False)
    source = earlier.attachments.get()
    address = place("attachment_reuse", application)

    as_png = client.post(f"{address}?question=5", {"document": source.reference}).text
    Attachment.objects.filter(pk=source.pk).update(size=MEGABYTE + 1)
    too_large = client.get(f"{address}?question=4").text
    Attachment.objects.filter(pk=source.pk).update(size=source.size)
    as_pdf = client.post(f"{address}?question=4", {"document": source.reference})

    assert "has no documents" in as_png
    assert "has no documents" in too_large
    assert as_pdf.headers["Location"].endswith("/sections/1/#q4")
    assert application.attachments.get().question == "4"
    for odd in ("x", "99", "٣", "9" * 30):
        assert client.get(f"{address}?question={odd}").status_code == 200


def test_bytes_that_are_gone_or_changed_are_a_sentence(earlier_and_now):
    earlier, application, client = earlier_and_now
    source = earlier.attachments.get()
    address = place("attachment_reuse", application)
    path = default_storage.path(source.file.name)

    for damage in (b"other bytes", None):
        default_storage.delete(source.file.name)
        if damage:
            Path(path).write_bytes(damage)
        text = client.post(address, {"document": source.reference}).text
        assert "We could not read that file just now" in text
    assert not application.attachments.exists()


# --- When the storage is down ---------------------------------------------------------------------


def test_a_storage_that_is_down_is_a_sentence_everywhere(earlier_and_now):
    earlier, application, client = earlier_and_now
    source = earlier.attachments.get()
    Storage.is_down = True

    added = client.post(place("attachment_add", application), upload()).text
    again = client.post(place("attachment_reuse", application), {"document": source.reference}).text
    opened = client.get(place("attachment", source))

    assert "We could not keep the file just now. Try again in a few minutes." in added
    assert "We could not read that file just now" in again
    assert opened.status_code == 409
    assert "We can’t reach this file just now" in opened.text
    assert not application.attachments.exists()


def test_a_pdf_that_may_ask_for_a_password_is_kept_with_a_warning():
    application = factories.draft()
    client = client_for(application.started_by)

    text = client.post(
        place("attachment_add", application),
        upload(b"%PDF-1.7\ntrailer << /Encrypt 5 0 R >>", "plan.pdf"),
        follow=True,
    ).text

    assert "“plan.pdf” may ask for a password" in text
    assert names(application) == ["plan.pdf"]
