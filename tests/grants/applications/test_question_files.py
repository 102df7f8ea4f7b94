"""Files that a question asks for: added from its section, and kept at their question."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from applicants.files.uploads import MEGABYTE
from grants.funds.actions import publish_round
from grants.models import Attachment, Question, SectionAnswers
from tests import factories
from tests.factories import client_for

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\nOur rules"
PNG = b"\x89PNG\r\n\x1a\n...."


@pytest.fixture
def begun():
    """A draft of a form that asks for our rules (PDF, two at most), and its writer’s browser."""
    round = factories.the_round()
    about = round.sections.get(number=1)
    Question.objects.create(
        section=about,
        number=4,
        text="Your rules",
        kind=Question.Kind.FILES,
        options=[{"value": "pdf", "label": "PDF"}],
        rows=2,
    )
    application = factories.draft(
        ready=False, round=publish_round(round, by=factories.staff("is_officer"))
    )
    return application, client_for(application.started_by)


def section_page(application):
    return reverse("section", args=[application.reference, 1])


def files_page(application, number=4):
    return reverse("question_files", args=[application.reference, number])


def add(client, application, content=PDF, name="rules.pdf"):
    file = SimpleUploadedFile(name, content)
    return client.post(files_page(application), {"file": file})


def test_adding_a_file_saves_what_was_typed_first(begun):
    application, client = begun

    response = client.post(
        section_page(application), {"version": 0, "q1": "Weir Lane Bakers", "files": "4"}
    )

    assert response.headers["Location"] == files_page(application)
    assert SectionAnswers.objects.get().answers == {"1": "Weir Lane Bakers"}
    assert "Your rules" in client.get(files_page(application)).text


def test_a_file_stands_at_its_question_until_it_is_removed_there(begun):
    application, client = begun

    assert add(client, application).headers["Location"] == f"{section_page(application)}#q4"
    attachment = Attachment.objects.get()
    text = client.get(section_page(application)).text
    assert attachment.question == "4"
    assert "rules.pdf" in text
    assert "Add another file" in text

    client.post(
        section_page(application),
        {"version": 0, "q1": "Half a na", "remove": attachment.reference},
    )

    assert "rules.pdf</a>" not in client.get(section_page(application)).text
    assert SectionAnswers.objects.get().answers == {"1": "Half a na"}
    assert application.history.filter(verb="remove_file").count() == 1
    attachment.file.delete(save=False)


def test_a_question_says_how_large_its_files_may_be(begun):
    application, client = begun
    Question.objects.filter(number=4).update(most=1)

    shown = client.get(files_page(application)).text
    refused = add(client, application, PDF + b"." * MEGABYTE).text
    taken = add(client, application, PDF + b"." * (MEGABYTE - len(PDF)))

    assert "PDF. Smaller than 1MB." in shown
    assert f'data-most-bytes="{MEGABYTE}"' in shown
    assert "The selected file must be smaller than 1MB" in refused
    assert taken.status_code == 302
    attachment = Attachment.objects.get()
    assert attachment.size == MEGABYTE
    attachment.file.delete(save=False)


def test_a_question_takes_its_own_kinds_and_no_more_than_it_says(begun):
    application, client = begun

    refused = add(client, application, PNG, "logo.png").text
    for number in (1, 2):
        add(client, application, PDF + bytes([number]), f"rules{number}.pdf")
    third = add(client, application, PDF + b"3", "rules3.pdf").text

    assert "The selected file must be a PDF" in refused
    assert "You can add up to 2 files. Remove one to add another." in third
    assert Attachment.objects.count() == 2
    assert "That is all that this question takes" in client.get(section_page(application)).text
    for attachment in Attachment.objects.all():
        attachment.file.delete(save=False)


def test_the_same_file_may_answer_a_question_and_stand_beside_it(begun):
    application, client = begun
    add(client, application)

    file = SimpleUploadedFile("rules.pdf", PDF)
    client.post(reverse("attachment_add", args=[application.reference]), {"file": file})

    assert sorted(Attachment.objects.values_list("question", flat=True)) == ["", "4"]
    for attachment in Attachment.objects.all():
        attachment.file.delete(save=False)


def test_going_on_without_a_file_that_is_wanted_says_so(begun):
    application, client = begun

    response = client.post(section_page(application), {"version": 0, "q1": "Weir Lane Bakers"})

    assert "Add a file for “Your rules”" in response.text
    assert "We’ve kept everything you typed" in response.text


def test_nobody_removes_or_reads_what_is_not_theirs_from_this_page(begun):
    application, client = begun
    foreign = factories.draft(file="theirs.pdf").attachments.get()

    client.post(section_page(application), {"version": 0, "remove": foreign.reference})

    foreign.refresh_from_db()
    assert foreign.removed_at is None
    foreign.file.delete(save=False)


@pytest.mark.parametrize("number", [1, 3, 99])
def test_a_question_that_asks_for_no_files_has_no_such_page(begun, number):
    application, client = begun

    assert client.get(files_page(application, number)).status_code == 404
