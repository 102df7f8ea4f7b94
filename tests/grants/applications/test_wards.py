"""The ward of an application: found when it is sent, kept, and told where it does not fit."""

import html

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from grants.applications import actions
from grants.casework.exports import case_lines
from grants.funds.actions import publish_round
from grants.models import Application, Question, Section, SectionAnswers
from tests import factories

pytestmark = pytest.mark.django_db
ALDERWICK = {"N1 2UD": "Angel", "N1 4BB": "Canal"}


@pytest.fixture(autouse=True)
def _places():
    factories.places(ALDERWICK)


def a_round(**facts):
    """One whose form asks for the postcode where the work happens, and later for another."""
    round = factories.the_round(**facts)
    about = round.sections.get(number=1)
    for number, text in ((8, "Where is the work?"), (9, "Where do you store things?")):
        Question.objects.create(
            section=about, number=number, text=text, kind=Question.Kind.POSTCODE, is_required=False
        )
    return publish_round(round, by=factories.staff("is_officer"))


def draft_in(postcode, *, round=None, stores=""):
    draft = factories.draft(round=round or a_round())
    answer(draft, {"8": postcode, "9": stores})
    return draft


def answer(draft, answers):
    section = Section.objects.get(round=draft.round, number=1)
    saved = SectionAnswers.objects.get(application=draft, section=section)
    actions.save_section(
        draft,
        section,
        answers=saved.answers | answers,
        sound=[*saved.sound, *answers],
        version=saved.version,
        by=draft.started_by,
    )


def send(draft):
    return actions.submit_application(draft, by=draft.started_by)


def text_of(response):
    return html.unescape(response.content.decode())


def as_officer(name, *args):
    client = factories.client_for(factories.staff("is_officer"))
    return text_of(client.get(reverse(name, args=args)))


def as_coop(name, draft):
    client = factories.client_for(draft.started_by)
    return text_of(client.get(reverse(name, args=[draft.reference])))


# --- Found and kept ---


def test_sending_finds_the_ward_of_the_first_postcode_question():
    sent = send(draft_in("N1 2UD", stores="N1 4BB"))

    sent.refresh_from_db()
    assert sent.ward == "Angel"


def test_a_draft_has_no_ward_yet_and_the_database_says_so():
    draft = draft_in("N1 2UD")

    assert draft.ward == ""
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=draft.pk).update(ward="Angel")


@pytest.mark.parametrize("postcode", ["N1 9ZZ", "LS1 4AP", ""])
def test_what_no_file_knows_is_sent_all_the_same(postcode):
    sent = send(draft_in(postcode))

    assert sent.submitted_at is not None
    assert sent.ward == ""


def test_a_form_that_asks_for_no_postcode_is_sent_without_a_ward():
    of = factories.organisation()
    type(of).objects.filter(pk=of.pk).update(postcode="N1 2UD")

    assert factories.submitted(of=of).ward == ""


def test_the_ward_stays_as_it_was_found_when_another_file_is_loaded():
    sent = send(draft_in("N1 2UD"))

    factories.places({"N1 2UD": "Upper Angel"})

    sent.refresh_from_db()
    assert sent.ward == "Angel"


def test_sent_again_after_a_return_it_is_found_anew():
    draft = send(draft_in("N1 2UD"))
    officer = factories.staff("is_officer")
    draft = actions.return_for_changes(draft, note="Where?", questions={"8": ""}, by=officer)
    assert draft.ward == "Angel"

    answer(draft, {"8": "N1 4BB"})
    draft = send(draft)

    assert draft.ward == "Canal"


# --- Told ---


def test_a_ward_outside_is_told_to_the_coop_and_the_officer_and_stops_nobody():
    draft = draft_in("N1 4BB", round=a_round(wards=["Angel"]))

    told = as_coop("application_check", draft)
    send(draft)
    seen = as_officer("case_eligibility", draft.reference)

    for page in (told, seen):
        assert "This round is for work in these wards: Angel. N1 4BB is in Canal." in page


def test_a_ward_of_the_round_is_not_spoken_of():
    draft = draft_in("N1 2UD", round=a_round(wards=["Angel"]))

    told = as_coop("application_check", draft)
    send(draft)

    assert "Is this the right round for you?" not in told
    assert "Look at this first" not in as_officer("case_eligibility", draft.reference)


def test_a_ward_that_nobody_knows_is_told_as_unknown():
    draft = draft_in("LS1 4AP", round=a_round(wards=["Angel"]))

    told = as_coop("application_check", draft)
    send(draft)

    for page in (told, as_officer("case_eligibility", draft.reference)):
        assert "We can’t tell which ward LS1 4AP is in." in page


def test_officers_judge_by_the_ward_of_the_day_of_sending():
    sent = send(draft_in("N1 2UD", round=a_round(wards=["Angel"])))

    factories.places({"N1 2UD": "Upper Angel"})

    assert "Look at this first" not in as_officer("case_eligibility", sent.reference)


def test_a_returned_draft_is_told_by_what_it_says_now():
    draft = send(draft_in("N1 2UD", round=a_round(wards=["Angel"])))
    draft = actions.return_for_changes(
        draft, note="Where?", questions={"8": ""}, by=factories.staff("is_officer")
    )

    answer(draft, {"8": "N1 4BB"})

    assert "N1 4BB is in Canal." in as_coop("application_check", draft)


@pytest.mark.parametrize(("postcode", "is_told"), [("N1 9ZZ", True), ("N1 2UD", False)])
def test_officers_see_a_local_postcode_that_the_file_does_not_know(postcode, is_told):
    draft = draft_in(postcode)
    written = as_coop("application_check", draft)
    send(draft)

    seen = as_officer("case_eligibility", draft.reference)

    assert ("We do not know this postcode" in seen) is is_told
    assert "We do not know this postcode" not in written
    assert "N1 9ZZ" not in seen


# --- Shown ---


def test_officers_see_the_ward_on_the_case_and_the_list_and_not_the_postcode():
    sent = send(draft_in("N1 2UD"))

    for page in (as_officer("case", sent.reference), as_officer("application_list")):
        assert "Angel" in page
        assert "N1 2UD" not in page


def test_the_export_has_a_column_for_the_ward():
    factories.places({"N1 2UD": "=Angel"})
    send(draft_in("N1 2UD"))

    heading, line, *_end = "".join(case_lines(Application.objects.all(), [])).split("\r\n")

    cells = dict(zip(heading.split(","), line.split(","), strict=True))
    assert cells['"Ward"'] == '"\'=Angel"'
    assert "N1 2UD" not in line
