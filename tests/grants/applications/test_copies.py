"""A new application that starts from what was sent before, with only changes shown."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.timezone import now

from applicants.access import Refused
from grants.applications import actions
from grants.applications.changes.comparing import Told, changes_between
from grants.applications.copies.carrying import marks, settled
from grants.applications.queries import draft_of
from grants.funds.actions import publish_round
from grants.history import faults_in
from grants.models import Application, Question, Round, SectionAnswers
from tests import factories
from tests.factories import client_for

pytestmark = pytest.mark.django_db
Kind = Question.Kind


def page(name, application, *more):
    return reverse(name, args=[application.reference, *more])


def next_round(round, **changes):
    """Another open round with the same questions. changes: {number: facts} of some of them."""
    made = factories.the_round()
    for question in Question.objects.filter(section__round=made):
        before = Question.objects.get(section__round=round, number=question.number)
        question.code = before.code
        for name, value in changes.get(f"q{question.number}", {}).items():
            setattr(question, name, value)
        question.save()
    return publish_round(made, by=factories.staff("is_officer"))


@pytest.fixture
def declined():
    application = factories.declined()
    return application, client_for(application.started_by)


def copied(application, **changes):
    return actions.copy_application(
        application, round=next_round(application.round, **changes), by=application.started_by
    )


# --- Starting --------------------------------------------------------------------------------


def test_a_co_op_starts_again_from_what_it_sent(declined):
    application, client = declined
    round = next_round(application.round)
    address = page("application_again", application)
    assert address in client.get(page("progress", application)).text
    assert round.name in client.get(address).text

    response = client.post(address, {"round": round.pk}, follow=True)

    copy = Application.objects.get(round=round)
    sent = application.submissions.get()
    assert copy.copied_from == application
    assert draft_of(copy).answers == sent.answers
    assert draft_of(copy).problems == []
    assert f"You started this from {application.reference}" in response.text
    assert [entry.verb for entry in copy.history.all()] == ["copy"]
    assert faults_in(copy) == []
    assert application.submissions.get().answers == sent.answers


def test_twice_pressed_is_once_copied_and_nothing_is_overwritten(declined):
    application, _client = declined
    round = next_round(application.round)
    copy = actions.copy_application(application, round=round, by=application.started_by)
    row = SectionAnswers.objects.get(application=copy, section__number=1)
    factories.drafts.applying.save_section(
        copy, row.section, answers={"1": "New"}, sound=["1"], version=1, by=copy.started_by
    )

    again = actions.copy_application(application, round=round, by=application.started_by)

    assert again == copy
    assert draft_of(copy).answers["1"] == "New"


def test_a_draft_that_is_there_already_is_not_overwritten(declined):
    application, client = declined
    round = next_round(application.round)
    begun = factories.draft(of=application.organisation, round=round, by=application.started_by)

    with pytest.raises(Refused, match=f"{begun.reference}. It stays as it is"):
        actions.copy_application(application, round=round, by=application.started_by)

    shown = client.get(page("application_again", application)).text
    assert "There is no round to apply to now" in shown


def test_a_draft_is_no_source():
    application = factories.draft()

    with pytest.raises(Refused, match="once it is sent"):
        actions.copy_application(
            application, round=next_round(application.round), by=application.started_by
        )
    client = client_for(application.started_by)
    assert client.get(page("application_again", application)).status_code == 302


def test_the_new_round_must_be_open(declined):
    application, client = declined
    round = next_round(application.round)
    Round.objects.filter(pk=round.pk).update(closes_at=now() - timedelta(minutes=1))
    round.refresh_from_db()

    with pytest.raises(Refused, match="not open"):
        actions.copy_application(application, round=round, by=application.started_by)
    stale = client.post(page("application_again", application), {"round": round.pk}).text
    assert "There is no round to apply to now" in stale


def test_the_rules_of_the_new_round_count(declined):
    application, client = declined
    round = next_round(application.round)
    Round.objects.filter(pk=round.pk).update(applicant_forms=["llp"])

    refused = client.post(page("application_again", application), {"round": round.pk}).text

    assert "This round is for these legal forms" in refused
    assert not Application.objects.filter(round=round).exists()


def test_nobody_copies_for_another_co_op(declined):
    application, _client = declined
    round = next_round(application.round)
    stranger = factories.draft().started_by

    with pytest.raises(PermissionDenied):
        actions.copy_application(application, round=round, by=stranger)
    assert client_for(stranger).get(page("application_again", application)).status_code == 404
    assert not Application.objects.filter(round=round).exists()


@pytest.mark.parametrize("choice", ["", "0", "abc", "9" * 30])
def test_a_round_that_is_not_listed_is_refused_in_words(declined, choice):
    application, client = declined
    next_round(application.round)

    response = client.post(page("application_again", application), {"round": choice})

    assert response.status_code == 200
    assert "Choose " in response.text


# --- What is carried over, what is new, what no longer fits ----------------------------------


def mark_of(question, before, typed, now_typed=None, *, sound=True):
    """The mark of one question that was answered in another form."""
    section = type("Section", (), {"asked": [question]})
    then = type("Section", (), {"asked": [before] if before else []})
    was = Told((then,), {before.key: typed} if before else {})
    answers = {question.key: typed if now_typed is None else now_typed}
    return marks(section, was, answers, [question.key] if sound else [])[question.key]


def question(kind="short_text", number=1, code="a", **facts):
    return Question(number=number, code=code, kind=kind, text=f"Question {number}?", **facts)


CHOICES = [{"value": "a", "label": "Apples"}, {"value": "b", "label": "Bread"}]


def test_the_same_question_under_another_number_is_carried():
    mark = mark_of(question(number=7), question(number=2), "Bread", "Bread")

    assert (mark.kind, mark.before.text) == ("carried", "Bread")


def test_what_stands_there_may_have_been_changed_since():
    mark = mark_of(question(), question(), "Bread", "Boats")

    assert (mark.kind, mark.before.text) == ("changed", "Bread")


def test_a_question_that_was_not_asked_or_not_answered_is_new():
    assert mark_of(question(), None, "").kind == "new"
    assert mark_of(question(), question(), "  ").kind == "new"


def test_what_is_too_long_now_is_carried_and_waits_for_a_change():
    assert mark_of(question(), question(), "Bread " * 100, sound=False).kind == "long"


def test_another_kind_of_question_keeps_the_older_words_beside_it():
    mark = mark_of(question("choice", options=CHOICES), question(), "Bread", "")

    assert (mark.kind, mark.before.text) == ("unfit", "Bread")


def test_of_several_choices_those_that_are_left_are_carried():
    only_a = question("several", options=CHOICES[:1])

    mark = mark_of(only_a, question("several", options=CHOICES), ["a", "b"], ["a"])

    assert (mark.kind, mark.before.text) == ("part", "Apples\nBread")


def test_promises_are_given_anew():
    promise = question("ticks", options=CHOICES)

    assert mark_of(promise, promise, ["a"], []).kind == "again"


def test_a_new_question_waits_to_be_read_even_when_it_may_stay_empty():
    old, empty, new = question(), question(number=2, code="b"), question(number=3, code="c")
    section = type("Section", (), {"asked": [old, empty, new]})
    was = Told((type("Section", (), {"asked": [old, empty]}),), {"1": "Bread", "2": ""})

    assert settled(section, was, {"1": "Bread"}, ["1", "2", "3"]) == ["1", "2"]


def test_the_section_pages_say_it(declined):
    application, client = declined
    copy = copied(application, q2={"kind": Kind.MONEY, "word_limit": None})

    first = client.get(page("section", copy, 1)).text
    second = client.get(page("section", copy, 2)).text

    assert f"Carried over from {application.reference}" in first
    assert f"Your answer in {application.reference} doesn’t fit here any more" in second
    assert "will bake bread." in second
    assert draft_of(copy).answers["2"] == ""
    assert draft_of(copy).answers["3"] == application.submissions.get().answers["3"]
    about, money = draft_of(copy).form
    assert draft_of(copy).is_finished(about)
    assert not draft_of(copy).is_finished(money)


def test_the_pages_stay_cheap(declined, django_assert_max_num_queries):
    application, client = declined
    copy = copied(application)

    for name, more in [("application", ()), ("section", (2,))]:
        with django_assert_max_num_queries(10):
            client.get(page(name, copy, *more))


# --- Only what changed is shown --------------------------------------------------------------


def save(application, number, **typed):
    row = SectionAnswers.objects.get(application=application, section__number=number)
    client = client_for(application.started_by)
    typed = {name.replace("_", "-"): value for name, value in typed.items()}
    client.post(
        page("section", application, number),
        {"version": row.version, "shown": ",".join(n[1:] for n in typed), "later": "1", **typed},
    )


def test_the_check_page_shows_what_changed_and_a_link_to_all(declined):
    application, client = declined
    copy = copied(application)
    save(copy, 2, q2="We build boats now.")

    checked = client.get(page("application_check", copy)).text
    everything = client.get(page("application_check", copy) + "?all=1").text

    assert f"What changed since {application.reference}" in checked
    assert "We build boats now." in checked
    assert "will bake bread." in checked
    assert "your answer to: What will you do?" in checked
    assert "What do you need?" not in checked
    assert "2 other answers stand as you sent them then" in checked
    assert "What do you need?" in everything
    assert "Before" not in everything


def test_officers_see_the_same_on_the_case(declined):
    application, client = declined
    copy = copied(application)
    save(copy, 2, q2="We build boats now.")
    client.post(page("application_check", copy), {"is_agreed": "on"})
    officer = client_for(factories.staff("is_officer"))

    case = officer.get(page("case", copy)).text
    changes = officer.get(page("application_changes", copy)).text

    assert f"What changed since {application.reference}" in case
    assert "We build boats now." in changes
    assert "will bake bread." in changes
    assert "What do you need?" not in changes
    history = officer.get(page("case_history", copy)).text
    assert f"The co-op started the application from {application.reference}." in history


def test_who_may_not_see_the_older_one_sees_nothing_of_it(declined):
    application, client = declined
    copy = copied(application)
    save(copy, 2, q2="We build boats now.")
    client.post(page("application_check", copy), {"is_agreed": "on"})
    officer = factories.staff("is_officer")
    every = factories.cases.assessing
    every.declare_conflict(application, by=officer, reason="My aunt was there then.")

    shown = client_for(officer).get(page("application_changes", copy)).text

    assert "will bake bread." not in shown


def test_an_officer_sees_nothing_of_a_draft(declined):
    application, _client = declined
    copy = copied(application)

    officer = client_for(factories.staff("is_officer"))
    assert officer.get(page("application_changes", copy)).status_code == 404


def test_a_question_that_is_gone_is_listed_with_its_older_words():
    old, kept = question(), question(number=2, code="b")
    was = Told((type("Section", (), {"asked": [old, kept]}),), {"1": "Bread", "2": "Boats"})
    today = Told((type("Section", (), {"asked": [question(number=1, code="b")]}),), {"1": "Boats"})

    (change,) = changes_between(was, today)

    assert (change.title, change.is_gone, change.before.text) == ("Question 1?", True, "Bread")


def test_who_applied_together_starts_alone_and_asks_its_partners_anew():
    application = factories.submitted(joint=[factories.organisation(name="Mill Co-op")])

    copy = copied(application)

    lines = draft_of(copy).answers["3"]
    shown = client_for(copy.started_by).get(page("section", copy, 2)).text
    assert (copy.is_joint, copy.partners.count()) == (False, 0)
    assert [line["what"] for line in lines] == ["Ovens", "Advice", "Flour"]
    assert not any("who" in line for line in lines)
    assert "Carried over in part" in shown
    tasks = client_for(copy.started_by).get(page("application", copy)).text
    assert "You did last time. Ask your partners anew." in tasks
