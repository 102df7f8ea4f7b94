"""Words of a published form are put right; answers and sent applications stay."""

import html

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from applicants.access import Refused
from grants.applications.actions import submit_application
from grants.applications.queries import draft_of, form_for
from grants.assessment.actions import (
    assign_assessor,
    declare_no_conflict,
    start_assessment,
)
from grants.funds.actions import add_round, correct_question, correct_section
from grants.funds.queries import contents_of, form_of
from grants.models import FormVersion, Question, Round
from tests import factories
from tests.factories.cases import colleague

pytestmark = pytest.mark.django_db

NEW = {"text": "What will you bake?", "guidance": "Tell us plainly.", "reason": "Not clear."}
OLD = "What will you do?"


def text_of(response):
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def correct(round, number=2, **changes):
    return correct_question(round, number, by=factories.staff("is_officer"), **{**NEW, **changes})


def test_a_correction_is_a_version_with_a_reason_and_the_old_one_stays():
    round = factories.open_round()

    correct(round)
    round.refresh_from_db()

    first, second = round.form_versions.order_by("number")
    assert (second.number, second.reason) == (2, "Not clear.")
    assert first.wording["questions"]["2"]["text"] == OLD
    assert form_of(round, 1)[1].asked[0].text == OLD
    assert form_of(round)[1].asked[0].text == "What will you bake?"
    assert Question.objects.get(section__round=round, number=2).text == OLD


def test_drafts_get_the_new_words_and_keep_every_answer():
    draft = factories.draft()
    before = draft_of(draft).answers

    correct(draft.round)
    draft.refresh_from_db()
    draft.round.refresh_from_db()

    assert draft.form_version == 2
    assert form_for(draft)[1].asked[0].text == "What will you bake?"
    assert draft_of(draft).answers == before
    sent = submit_application(draft, by=draft.started_by)
    assert sent.submissions.get().form_version == 2


def test_what_was_sent_is_read_under_the_words_that_it_answered():
    application = factories.checked()
    hashed = application.submissions.get().content_hash
    start_assessment(application, by=colleague("is_officer"))
    assessor = colleague("is_assessor")
    assign_assessor(application, assessor=assessor, by=colleague("is_officer"))
    declare_no_conflict(application, by=assessor)

    correct(application.round)

    own = factories.client_for(application.started_by)
    answers = text_of(own.get(reverse("application_answers", args=[application.reference])))
    client = factories.client_for(assessor)
    assess = text_of(client.get(reverse("assess", args=[application.reference])))
    for page in (answers, assess):
        assert OLD in page
        assert "What will you bake?" not in page
    assert application.submissions.get().content_hash == hashed
    application.refresh_from_db()
    assert application.form_version == 1


def test_everybody_reads_what_changed_and_why():
    round = factories.open_round()
    officer = factories.client_for(factories.staff("is_officer"))
    address = reverse("question_wording", args=[round.reference, 2])

    assert officer.post(address, NEW).status_code == 302
    officer.post(
        reverse("section_wording", args=[round.reference, 1]),
        {"title": "Who you are", "reason": "Warmer."},
    )

    page = text_of(Client().get(reverse("round_questions", args=[round.reference])))
    assert "“What will you do?” is now “What will you bake?”." in page
    assert "Why: Not clear." in page
    assert "“About you” is now “Who you are”." in page
    assert "Why: Warmer." in page


def test_guidance_alone_is_told_by_its_number():
    round = factories.open_round()

    correct(round, text=OLD)

    page = text_of(Client().get(reverse("round_questions", args=[round.reference])))
    assert "We changed what helps to answer question 2." in page


def test_before_any_correction_nothing_is_said():
    round = factories.open_round()

    page = text_of(Client().get(reverse("round_questions", args=[round.reference])))

    assert "What changed" not in page


def test_sent_twice_it_is_one_correction():
    round = factories.open_round()

    correct(round)
    correct(round)

    assert FormVersion.objects.filter(round=round).count() == 2


def test_two_corrections_both_stand():
    round = factories.open_round()

    correct(round)
    correct_section(
        round, 1, title="Who you are", reason="Warmer.", by=factories.staff("is_officer")
    )

    round.refresh_from_db()
    form = form_of(round)
    assert (form[0].title, form[1].asked[0].text) == ("Who you are", "What will you bake?")


def test_a_copy_of_the_round_starts_with_the_corrected_words():
    round = factories.open_round()
    correct(round)
    round.refresh_from_db()
    names = ("opens_at", "closes_at", "decision_on", "budget", "minimum", "maximum")

    copy = add_round(
        like=round,
        by=factories.staff("is_officer"),
        name="The next",
        **{name: getattr(round, name) for name in names},
    )

    assert form_of(copy)[1].asked[0].text == "What will you bake?"
    assert contents_of(copy) == contents_of(round)


@pytest.mark.parametrize("when", ["unpublished", "closed"])
def test_only_while_people_may_still_write(when):
    round = factories.the_round() if when == "unpublished" else factories.open_round()
    if when == "closed":
        Round.objects.filter(pk=round.pk).update(closes_at=round.opens_at.replace(year=2100))
        Round.objects.filter(pk=round.pk).update(
            opens_at=round.opens_at.replace(year=2001), closes_at=round.opens_at
        )

    with pytest.raises(Refused, match="until it closes"):
        correct(round)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"reason": ""}, "Say why the words change"),
        ({"text": ""}, "Enter the question"),
        ({"text": "a" * 201}, "Use 200 characters or fewer"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(typed, says):
    round = factories.open_round()
    client = factories.client_for(factories.staff("is_officer"))

    page = text_of(
        client.post(reverse("question_wording", args=[round.reference, 2]), {**NEW, **typed})
    )

    assert says in page
    assert "Tell us plainly." in page
    assert FormVersion.objects.filter(round=round).count() == 1


def test_a_question_that_is_not_there_is_not_found():
    round = factories.open_round()
    client = factories.client_for(factories.staff("is_officer"))

    assert client.get(reverse("question_wording", args=[round.reference, 99])).status_code == 404
    with pytest.raises(Refused):
        correct(round, number=99)


def test_the_database_keeps_every_version():
    round = factories.open_round()

    with pytest.raises(IntegrityError), transaction.atomic():
        FormVersion.objects.filter(round=round).update(reason="Another story")
