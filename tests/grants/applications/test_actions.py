"""Starting, saving, sending, withdrawing; and keeping documents."""

import errno

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import timedelta

from applicants.access import Refused
from applicants.models import Email
from grants.applications import actions
from grants.funds.queries import form_of
from grants.models import Application, Attachment, Round, SectionAnswers, Submission
from tests import factories

pytestmark = pytest.mark.django_db


def first_section(application):
    return form_of(application.round)[0]


def save(application, answers, *, version, by=None, sound=None):
    saved = actions.save_section(
        application,
        first_section(application),
        answers=answers,
        version=version,
        sound=list(answers) if sound is None else sound,
        by=by or application.started_by,
    )
    return saved.version


def close(round):
    """The closing date passes."""
    Round.objects.filter(pk=round.pk).update(closes_at=round.opens_at + timedelta(minutes=1))
    return Round.objects.get(pk=round.pk)


def attach(application, content=b"%PDF-1", name="rules.pdf"):
    return actions.add_attachment(
        application,
        file=SimpleUploadedFile(name, content),
        name=name,
        content_type="application/pdf",
        sha256=f"{hash(content):064}",
        by=application.started_by,
    )


def test_starting_twice_gives_the_same_draft():
    application = factories.draft(ready=False)

    again = actions.start_application(
        organisation=application.organisation, round=application.round, by=application.started_by
    )

    assert again == application
    assert application.history.values_list("verb", flat=True).get() == "start"


def test_a_closed_round_takes_no_new_application_but_keeps_the_old_one():
    application = factories.draft(ready=False)
    round = close(application.round)
    other = factories.person()
    late = factories.organisation(owner=other)

    again = actions.start_application(
        organisation=application.organisation, round=round, by=application.started_by
    )

    assert again == application
    with pytest.raises(Refused):
        actions.start_application(organisation=late, round=round, by=other)


@pytest.mark.parametrize("role", ["reader", None])
def test_only_editors_start_an_application(role):
    organisation = factories.organisation()
    by = factories.member(organisation, role=role) if role else factories.person()

    with pytest.raises(PermissionDenied):
        actions.start_application(organisation=organisation, round=factories.open_round(), by=by)

    assert not Application.objects.exists()


def test_each_saving_has_the_next_version():
    application = factories.draft(ready=False)

    versions = [save(application, {"1": name}, version=v) for v, name in enumerate("abc")]

    assert versions == [1, 2, 3]
    assert SectionAnswers.objects.get().answers == {"1": "c"}


@pytest.mark.parametrize("stale", [0, 1, 7])
def test_a_stale_saving_is_refused_and_shows_what_stands(stale):
    application = factories.draft(ready=False)
    save(application, {"1": "a"}, version=0)
    other = factories.member(application.organisation)
    save(application, {"1": "theirs"}, version=1, by=other)

    with pytest.raises(actions.SavedByAnother) as refusal:
        save(application, {"1": "mine"}, version=stale)

    assert refusal.value.theirs.answers == {"1": "theirs"}
    assert refusal.value.theirs.saved_by == other
    assert SectionAnswers.objects.get().answers == {"1": "theirs"}


def test_the_same_answers_sent_twice_are_saved_once():
    application = factories.draft(ready=False)

    versions = [save(application, {"1": "a"}, version=0) for _ in range(2)]

    assert versions == [1, 1]


def test_what_was_sent_cannot_be_saved_over():
    application = factories.submitted()

    with pytest.raises(Refused):
        save(application, {"1": "changed"}, version=1)

    assert SectionAnswers.objects.get(section=first_section(application)).version == 1


def test_sending_keeps_exactly_what_was_answered():
    application = factories.draft(amount="£4,000.50", days="2.5")

    application = actions.submit_application(application, by=application.started_by)

    submission = application.submissions.get()
    assert submission.answers["1"] == application.organisation.name
    assert submission.content_hash == Submission.hash_of(submission.answers)
    assert "".join(submission.fingerprint) == submission.content_hash
    assert (str(application.amount_requested), str(application.days_requested)) == (
        "4000.50",
        "2.50",
    )
    assert Email.objects.filter(event="grants/application_submitted").count() == 1


def test_an_unfinished_application_is_not_sent():
    application = factories.draft(ready=False)

    with pytest.raises(actions.NotReady) as refusal:
        actions.submit_application(application, by=application.started_by)

    assert [problem.section.number for problem in refusal.value.problems] == [1, 2]
    application.refresh_from_db()
    assert (application.state, application.submitted_at) == ("draft", None)
    assert not Submission.objects.exists()
    assert not Email.objects.exists()


def test_nothing_is_sent_after_the_round_closed():
    application = factories.draft()
    close(application.round)

    with pytest.raises(Refused, match="closed"):
        actions.submit_application(application, by=application.started_by)

    application.refresh_from_db()
    assert application.is_draft
    assert SectionAnswers.objects.filter(application=application).count() == 2


def test_a_returned_application_can_be_sent_again_after_the_round_closed():
    application = factories.submitted()
    officer = factories.staff("is_officer")
    application = actions.return_for_changes(application, by=officer, note="Say more.")
    close(application.round)

    actions.submit_application(application, by=application.started_by)

    assert list(application.submissions.order_by("number").values_list("number", flat=True)) == [
        1,
        2,
    ]


def test_after_withdrawing_a_new_application_can_start():
    application = factories.draft()
    actions.withdraw_application(application, by=application.started_by, note="Too soon.")

    new = actions.start_application(
        organisation=application.organisation, round=application.round, by=application.started_by
    )

    assert new != application
    assert application.history.get(verb="withdraw").note == "Too soon."


def files_there():
    """What the store holds; other tests may have left something in it."""
    has_any = default_storage.exists("attachments")
    return set(default_storage.listdir("attachments")[1]) if has_any else set()


def test_the_same_file_twice_is_one_document():
    application, before = factories.draft(ready=False), files_there()

    first, second = attach(application), attach(application, name="copy.pdf")

    assert first == second
    assert files_there() - before == {first.file.name.partition("/")[2]}
    first.file.delete(save=False)


def test_a_removed_document_can_be_added_again():
    application = factories.draft(ready=False)
    first = attach(application)
    actions.remove_attachment(first, by=application.started_by)

    second = attach(application)

    assert first != second
    assert list(application.attachments.filter(removed_at=None)) == [second]
    for each in (first, second):
        each.file.delete(save=False)


def test_there_is_an_end_to_documents():
    application, before = factories.draft(ready=False), files_there()
    kept = [attach(application, b"%%PDF-%d" % number) for number in range(10)]

    with pytest.raises(Refused, match="up to 10 files"):
        attach(application, b"%PDF-eleven")

    assert len(files_there() - before) == 10
    for each in kept:
        each.file.delete(save=False)


class FullDisk(FileSystemStorage):
    """A disk that fills up while a file is being written."""

    def _save(self, name, content):
        super()._save(name, content)
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_leaves_no_row_and_no_half_file(settings, tmp_path):
    application = factories.draft(ready=False)
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": f"{FullDisk.__module__}.FullDisk",
            "OPTIONS": {"location": str(tmp_path)},
        }
    }

    with pytest.raises(Refused, match="could not keep the file"):
        attach(application)

    assert not Attachment.objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_documents_stay_as_they_were_sent():
    application = factories.draft()
    attachment = attach(application)
    actions.submit_application(application, by=application.started_by)

    with pytest.raises(Refused):
        attach(application, b"%PDF-new")
    with pytest.raises(Refused):
        actions.remove_attachment(attachment, by=application.started_by)

    assert application.attachments.get(removed_at=None) == attachment
    attachment.file.delete(save=False)
