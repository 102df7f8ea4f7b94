"""“Try it as an applicant”: the same form and the same checks, and nothing of it counts."""

import html

import pytest
from django.urls import reverse

from grants.applications.drafts import Draft
from grants.applications.trials import queries
from grants.funds.actions import publish_round
from grants.models import (
    Application,
    HistoryEntry,
    Question,
    ReferenceSequence,
    Section,
    SectionAnswers,
    Trial,
)
from tests.factories import client_for, open_round, staff, the_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return staff("is_officer", name="Sian")


def at(name, round, *more):
    return reverse(name, args=[round.reference, *more])


def text_of(response):
    assert response.status_code == 200
    return html.unescape(response.content.decode())


MONEY = {
    "q2": "We bake.",
    "q3-0-kind": "money",
    "q3-0-what": "Ovens",
    "q3-0-amount": "4000",
    "q3-0-local": "yes",
}


def test_an_officer_walks_through_the_form_of_a_round_that_nobody_sees(officer):
    round, client = the_round(), client_for(officer)

    assert "You’ve finished 0 of 2 sections" in text_of(client.get(at("trial", round)))
    first = client.post(at("trial_section", round, 1), {"q1": "Weir Lane"})
    assert first.url == at("trial_section", round, 2)
    second = client.post(first.url, MONEY)
    check = text_of(client.get(second.url))

    assert second.url == at("trial_check", round)
    assert "An applicant could send this now." in check
    assert "Weir Lane" in check
    assert "£4,000" in check
    assert "You’ve finished 2 of 2 sections" in text_of(client.get(at("trial", round)))


def test_every_page_says_that_it_is_a_trial(officer):
    round, client = the_round(), client_for(officer)

    for page in (at("trial", round), at("trial_section", round, 1), at("trial_check", round)):
        shown = text_of(client.get(page))
        assert "This is a trial of" in shown
        assert "Nothing that you type here counts." in shown
        assert "Start afresh" in shown


def test_what_is_wrong_is_said_as_it_is_to_applicants_and_kept(officer):
    round, client = the_round(), client_for(officer)

    shown = text_of(client.post(at("trial_section", round, 2), {**MONEY, "q2": ""}))
    missing = text_of(client.get(at("trial_check", round)))

    assert "Answer the question “What will you do?”" in shown
    assert "Ovens" in shown
    assert "Finish the section “About you”." in missing
    assert "Ovens" in text_of(client.get(at("trial_section", round, 2)))


def test_an_amount_outside_the_round_is_said_too(officer):
    round, client = the_round(minimum=5_000), client_for(officer)

    client.post(at("trial_section", round, 2), MONEY)

    assert "Ask for between £5,000 and £10,000." in text_of(client.get(at("trial_check", round)))


def test_nothing_of_a_trial_counts_anywhere(officer):
    round, client = open_round(), client_for(officer)

    client.post(at("trial_section", round, 1), {"q1": "Canary of a trial"})
    client.post(at("trial_section", round, 2), MONEY)

    counted = (Application, SectionAnswers, HistoryEntry, ReferenceSequence)
    assert [model.objects.count() for model in counted] == [0, 0, 0, 0]
    assert Trial.objects.count() == 1
    for page in ("application_list", "home"):
        assert "Canary of a trial" not in text_of(client.get(reverse(page)))


def test_a_trial_is_its_officers_alone_and_looking_writes_nothing(officer):
    round = the_round()
    client_for(officer).post(at("trial_section", round, 1), {"q1": "Sian’s words"})

    other = client_for(staff("is_officer"))
    shown = text_of(other.get(at("trial_section", round, 1)))

    assert "Sian’s words" not in shown
    assert Trial.objects.count() == 1


def test_starting_afresh_empties_it(officer):
    round, client = the_round(), client_for(officer)
    client.post(at("trial_section", round, 1), {"q1": "Sluice Road"})

    assert client.post(at("trial_restart", round)).url == at("trial", round)

    assert Trial.objects.count() == 0
    assert "Sluice Road" not in text_of(client.get(at("trial_section", round, 1)))


def test_answers_stay_with_their_questions_when_the_form_is_changed(officer):
    round, client = the_round(), client_for(officer)
    client.post(at("trial_section", round, 2), MONEY)
    work, need = Question.objects.filter(section__round=round, number__gt=1).order_by("number")
    Question.objects.filter(pk=need.pk).update(number=12)
    Question.objects.filter(pk=work.pk).update(number=3)

    draft = queries.draft_of(queries.trial_of(round, officer))

    assert isinstance(draft, Draft)
    assert draft.typed["3"] == "We bake."
    assert draft.typed["12"][0]["what"] == "Ovens"
    assert [section.number for section in draft.form if draft.is_finished(section)] == [2]


def test_files_cannot_be_tried_and_are_in_nobodys_way(officer):
    round, client = the_round(), client_for(officer)
    about = Section.objects.get(round=round, number=1)
    Question.objects.create(section=about, number=4, text="Your rules", kind=Question.Kind.FILES)

    shown = text_of(client.get(at("trial_section", round, 1)))
    client.post(at("trial_section", round, 1), {"q1": "Weir Lane"})

    assert "Files can’t be tried" in shown
    assert "You’ve finished 1 of 2 sections" in text_of(client.get(at("trial", round)))


def test_a_question_that_is_not_asked_is_in_nobodys_way(officer):
    round, client = the_round(), client_for(officer)
    about = Section.objects.get(round=round, number=1)
    yes_no = Question.objects.create(
        section=about, number=4, text="Registered?", kind=Question.Kind.YES_NO
    )
    rule = {"match": "all", "tests": [{"code": yes_no.code, "test": "is", "value": "yes"}]}
    Question.objects.create(
        section=about, number=5, text="Number?", kind=Question.Kind.SHORT_TEXT, shown_if=rule
    )

    with_no = client.post(at("trial_section", round, 1), {"q1": "Weir Lane", "q4": "no"})
    with_yes = client.post(at("trial_section", round, 1), {"q1": "Weir Lane", "q4": "yes"})

    assert with_no.status_code == 302
    assert "Answer the question “Number?”" in text_of(with_yes)


def test_a_published_round_can_still_be_tried(officer):
    round = publish_round(the_round(), by=officer)

    assert "This is a trial of" in text_of(client_for(officer).get(at("trial", round)))


def test_a_section_that_is_not_there_is_not_found(officer):
    round = the_round()

    assert client_for(officer).get(at("trial_section", round, 9)).status_code == 404
