"""The copy of what was sent: what it says, that it can be read aloud, and who may have it."""

import pytest
from django.core import mail
from django.urls import reverse

from applicants.emails import deliver_due_emails
from grants.applications import actions
from grants.applications.receipts import receipt_for
from grants.models import Application, SectionAnswers
from tests import factories
from tests.factories import client_for
from tests.paper import Reading, failures

pytestmark = pytest.mark.django_db

NAMES = ["Tŷ Gwyn", "O'Brien & Söhne", "<b>Co-op", "{{ reference }} {% now 'Y' %}"]


def copy_of(application, number=1):
    return reverse("application_copy", args=[application.reference, number])


def sent(name="Alder Bakers", work="We will bake bread.", lines=None, **facts):
    """An application that says this, and its submission."""
    application = factories.draft(of=factories.organisation(name=name), **facts)
    row = SectionAnswers.objects.get(application=application, section__number=2)
    row.answers["2"] = work
    row.answers["3"] = lines or row.answers["3"]
    row.save()
    application = actions.submit_application(application, by=application.started_by)
    submission = application.submissions.get()
    submission.application = application
    return submission


def words_of(data):
    return [words for _role, words in Reading(data).spoken()]


def everything(data):
    return " ".join(words_of(data))


def test_the_copy_says_what_was_sent_when_and_its_fingerprint():
    submission = sent(file="our-rules.pdf")
    application = submission.application

    said = everything(receipt_for(submission))

    assert application.reference in said
    assert application.organisation.name in said
    assert application.round.name in said
    assert " ".join(submission.fingerprint) in said
    assert "our-rules.pdf" in said
    for question in ("What are you called?", "What will you do?", "What do you need?"):
        assert question in said
    assert "We will bake bread." in said


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_printed_as_it_was_typed(name):
    said = words_of(receipt_for(sent(name=name, work=name)))

    assert said.count(name) >= 2


def test_headings_are_headings_and_cells_say_what_heads_them():
    spoken = Reading(receipt_for(sent())).spoken()

    assert [words for role, words in spoken if role == "H1"] == ["What you sent us"]
    assert ("H2", "Money and plan") in spoken
    assert ("H3", "What will you do?") in spoken
    assert ("TH", "Amount") in spoken


def test_a_long_table_repeats_its_head_for_the_eye_on_every_page():
    line = {"kind": "money", "what": "Ovens " * 20, "amount": "10", "local": "yes"}
    data = receipt_for(sent(lines=[line] * 60))
    reading = Reading(data)

    pages = len(reading.pdf.pages)
    assert pages > 3
    assert [words for role, words in reading.spoken() if role == "TH"].count("What for") == 1
    assert sum("What for" in text for text in reading.artifacts) >= pages - 2
    assert any(f"Page {pages} of {pages}" in text for text in reading.artifacts)


def test_signs_without_a_shape_are_said_in_words_and_the_copy_says_so():
    said = everything(receipt_for(sent(work="Bread 🍞 for 東京")))

    assert "Bread [bread] for [Chinese, Japanese or Korean letters]" in said
    assert "can’t print some of the signs or letters" in said


def test_a_copy_with_all_its_signs_does_not_speak_of_lost_ones():
    assert "can’t print" not in everything(receipt_for(sent()))


@pytest.mark.parametrize("name", NAMES)
def test_the_copy_passes_the_rules_of_pdf_ua(name):
    line = {"kind": "money", "what": name, "amount": "10", "local": ""}

    assert failures(receipt_for(sent(name=name, lines=[line] * 30, file="plan.pdf"))) == []


def test_the_same_sending_always_gives_the_same_bytes():
    submission = sent()

    assert receipt_for(submission) == receipt_for(submission)


def test_a_later_change_leaves_the_first_copy_as_it_was():
    submission = sent()
    application, owner = submission.application, submission.application.started_by
    before = client_for(owner).get(copy_of(application)).content

    officer = factories.staff("is_officer")
    application = actions.return_for_changes(application, by=officer, note="Say more.")
    factories.drafts.attach(application, "new.pdf", owner)
    actions.submit_application(application, by=owner)

    assert client_for(owner).get(copy_of(application)).content == before
    assert b"new.pdf" not in before
    second = everything(client_for(owner).get(copy_of(application, 2)).content)
    assert "new.pdf" in second
    assert "Number 2" in second


def test_the_pages_lead_to_the_copy():
    application = factories.submitted()
    client = client_for(application.started_by)

    for page in ("application_sent", "application_answers"):
        response = client.get(reverse(page, args=[application.reference]))
        assert copy_of(application) in response.text

    copy = client.get(copy_of(application))
    assert copy.headers["Content-Type"] == "application/pdf"
    assert "attachment" in copy.headers["Content-Disposition"]


def test_there_is_no_copy_of_what_was_never_sent():
    draft = factories.draft()
    sent_once = factories.submitted()

    assert client_for(draft.started_by).get(copy_of(draft)).status_code == 404
    assert client_for(sent_once.started_by).get(copy_of(sent_once, 2)).status_code == 404


def test_every_member_gets_a_receipt_that_leads_to_the_copy():
    application = factories.draft()
    colleague = factories.member(application.organisation)
    actions.submit_application(application, by=application.started_by)
    while deliver_due_emails():
        pass

    receipts = [m for m in mail.outbox if m.subject.startswith("We have your application")]
    assert {m.to[0] for m in receipts} == {application.started_by.email, colleague.email}
    assert all(copy_of(application) in message.body for message in receipts)


def test_the_sent_page_says_what_there_is_to_know(settings):
    application = Application.objects.get(pk=factories.submitted().pk)
    page = client_for(application.started_by).get(
        reverse("application_sent", args=[application.reference])
    )

    submission = application.submissions.get()
    for words in (application.reference, *submission.fingerprint, settings.FUND["email"]):
        assert words in page.text
    assert "What happens next" in page.text
    assert str(application.round.decision_on.year) in page.text
