"""Equality answers: optional, kept apart, and never shown so that one person could be found."""

import itertools
from collections import defaultdict
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils.timezone import localdate, now

from applicants.access import Refused
from grants.applications import actions
from grants.applications.equality import actions as equality
from grants.applications.equality.hiding import FEWEST, shown
from grants.applications.equality.queries import equality_report
from grants.applications.equality.questions import QUESTIONS
from grants.models import Application, EqualityAnswers, EqualityTotal, HistoryEntry, Round
from tests import factories
from tests.factories import client_for
from tests.factories.equality import make_sent


def page(name, application):
    return reverse(name, args=[application.reference])


def answer(application, **answers):
    equality.save_equality_answers(application, answers=answers, by=application.started_by)


def close(round):
    Round.objects.filter(pk=round.pk).update(closes_at=now() - timedelta(minutes=1))


# --- Kept apart ------------------------------------------------------------------------------


def test_no_column_leads_to_a_person_or_tells_when():
    fields = {field.name: field for field in EqualityAnswers._meta.get_fields()}

    assert set(fields) == {"id", "round", "month", "key", "answers"}
    assert [name for name, field in fields.items() if field.is_relation] == ["round"]
    assert isinstance(fields["id"], models.UUIDField)
    assert not any(isinstance(field, models.DateTimeField) for field in fields.values())


@pytest.mark.django_db
def test_a_finer_date_than_the_month_is_refused_by_the_database():
    round = factories.open_round()

    with pytest.raises(IntegrityError), transaction.atomic():
        EqualityAnswers.objects.create(round=round, month=date(2026, 11, 22))


@pytest.mark.django_db
def test_sending_forgets_which_answers_came_with_it():
    application = factories.draft()
    answer(application, age="25_34")
    key = Application.objects.get(pk=application.pk).equality_key
    assert EqualityAnswers.objects.get().key == key != ""

    actions.submit_application(application, by=application.started_by)

    row = EqualityAnswers.objects.get()
    assert row.key is None
    assert row.answers == {"age": "25_34"}
    assert row.month == localdate().replace(day=1)
    assert Application.objects.get(pk=application.pk).equality_key == ""


@pytest.mark.django_db
def test_the_history_and_the_submission_know_nothing_of_them():
    application = factories.draft()
    answer(application, religion="sikh")
    application = actions.submit_application(application, by=application.started_by)

    assert not HistoryEntry.objects.filter(verb__contains="equal").exists()
    assert "sikh" not in str(application.submissions.get().answers)


@pytest.mark.django_db
def test_answering_again_before_sending_replaces_and_answering_nothing_takes_back():
    application = factories.draft()
    answer(application, age="25_34")
    answer(application, age="35_44")
    assert EqualityAnswers.objects.get().answers == {"age": "35_44"}

    answer(application)

    assert not EqualityAnswers.objects.exists()
    assert Application.objects.get(pk=application.pk).equality_key == ""


@pytest.mark.django_db
def test_after_sending_nobody_answers_again_not_even_when_it_is_returned():
    application = factories.submitted()
    with pytest.raises(Refused):
        answer(application, age="25_34")

    officer = factories.staff("is_officer")
    returned = actions.return_for_changes(application, by=officer, note="Say more.")
    with pytest.raises(Refused):
        answer(returned, age="25_34")
    client = client_for(application.started_by)
    assert client.get(page("application_equality", returned)).status_code == 302
    assert "Questions about you" not in client.get(page("application_check", returned)).text


@pytest.mark.django_db
def test_a_withdrawn_draft_takes_its_answers_with_it():
    application = factories.draft()
    answer(application, age="25_34")

    actions.withdraw_application(application, by=application.started_by)

    assert not EqualityAnswers.objects.exists()


# --- The page --------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_page_stands_between_checking_and_sending():
    application = factories.draft()
    client = client_for(application.started_by)
    here = page("application_equality", application)
    assert here in client.get(page("application_check", application)).text

    response = client.post(here, {"age": "25_34", "sex": "prefer_not", "save": "1"})

    assert response.headers["Location"] == page("application_check", application) + "#send"
    assert EqualityAnswers.objects.get().answers == {"age": "25_34", "sex": "prefer_not"}
    client.post(page("application_check", application), {"is_agreed": "on"})
    assert EqualityAnswers.objects.get().key is None


@pytest.mark.django_db
def test_skipping_keeps_nothing_and_looks_like_saving():
    application = factories.draft()
    client = client_for(application.started_by)
    here = page("application_equality", application)

    response = client.post(here, {"age": "25_34", "skip": "1"})

    assert response.headers["Location"].endswith("#send")
    assert not EqualityAnswers.objects.exists()
    shown_page = client.get(here).text
    assert shown_page.count('class="govuk-button"') == 2
    assert "govuk-button--secondary" not in shown_page


@pytest.mark.django_db
def test_a_colleague_sees_that_somebody_answered_and_not_what():
    application = factories.draft()
    answer(application, religion="sikh", age="25_34")
    colleague = client_for(factories.member(application.organisation))

    seen = colleague.get(page("application_equality", application)).text

    assert "Somebody in your group has answered" in seen
    assert "checked" not in seen


@pytest.mark.django_db
def test_an_answer_that_is_not_on_the_page_is_refused_in_words():
    application = factories.draft()
    client = client_for(application.started_by)

    response = client.post(page("application_equality", application), {"age": "900", "save": "1"})

    assert "Choose one of the answers on the page" in response.text
    assert not EqualityAnswers.objects.exists()


def test_every_question_lets_people_say_nothing():
    assert all(("prefer_not", "Prefer not to say") in question.choices for question in QUESTIONS)


# --- The report ------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_report_counts_closed_rounds_rounded_and_hides_small_numbers():
    round = factories.equality_answers(old=20, fresh=13, sex="female")
    factories.equality_answers(round=round, old=0, fresh=22, sex="male")
    factories.equality_answers(round=round, old=0, fresh=3, sex="prefer_not")
    assert equality_report() == []  # still open
    close(round)

    report = equality_report()[0]

    assert report.people == 60
    sex = dict(next(t for t in report.tables if t.text == "What is your sex?").lines)
    assert sex["Female"] == 35
    assert sex["Prefer not to say"] is None
    assert sex["Not answered"] is None
    assert sex["Male"] is None  # or what is left would give the others away


@pytest.mark.django_db
def test_a_round_with_few_answers_shows_nothing():
    round = factories.equality_answers(old=4, fresh=5)
    close(round)

    assert equality_report()[0].tables == []
    assert equality_report()[0].people == 0


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["is_assessor", "is_approver", "is_finance_preparer"])
def test_others_may_not_see_the_report(role):
    assert client_for(factories.staff(role)).get("/equality/").status_code == 403
    both = factories.staff("is_officer", "is_assessor")
    assert client_for(both).get("/equality/").status_code == 403


@pytest.mark.django_db
def test_officers_and_auditors_read_the_report():
    round = factories.equality_answers(old=20, fresh=20)
    close(round)

    for role in ("is_officer", "is_auditor"):
        report = client_for(factories.staff(role)).get("/equality/")
        assert "About 40 people answered." in report.text
        assert "Hidden" in report.text


def every_split(people, options):
    for counts in itertools.product(range(people + 1), repeat=options - 1):
        if sum(counts) <= people:
            yield (*counts, people - sum(counts))


def least_doubt(publish, people, options):
    """How many values the surest hidden number could still have, for one who knows the total."""
    could_be = defaultdict(list)
    for counts in every_split(people, options):
        published = publish({str(place): count for place, count in enumerate(counts)})
        could_be[tuple(published.values())].append(counts)
    return min(
        len({counts[place] for counts in possible})
        for published, possible in could_be.items()
        for place, number in enumerate(published)
        if number is None
    )


@pytest.mark.parametrize(
    ("options", "people"), [*itertools.product((2, 3), (10, 19, 31, 35, 42)), (4, 41), (4, 44)]
)
def test_no_hidden_number_can_be_worked_out_from_the_rest(options, people):
    assert least_doubt(shown, people, options) >= 4


def test_without_the_second_hiding_it_could_be():
    def only_small_ones_hidden(counts):
        return {o: None if count < FEWEST else count for o, count in counts.items()}

    assert least_doubt(only_small_ones_hidden, 31, 3) == 1


@pytest.mark.django_db
def test_one_more_answer_in_another_round_or_after_closing_shows_nothing_of_itself():
    """Differencing: two looks, one person apart, or one round taken from another."""
    first = factories.equality_answers(old=0, fresh=31, sex="female")
    other = factories.equality_answers(old=0, fresh=40, sex="female")
    close(first)
    before = equality_report()
    factories.equality_answers(round=other, old=0, fresh=1, religion="sikh")
    assert equality_report() == before  # the other round is open and has no part in any sum

    factories.equality_answers(round=first, old=0, fresh=1, religion="sikh")  # an extension
    assert equality_report() == before


# --- Letting them go -------------------------------------------------------------------------


@pytest.mark.django_db
def test_after_a_year_only_totals_stay_and_the_report_is_the_same():
    round = factories.open_round()
    make_sent(round, 30, {"sex": "female"}, date(2020, 1, 1))
    close(round)
    before = equality_report()

    equality.sweep_equality_answers()
    equality.sweep_equality_answers()

    assert not EqualityAnswers.objects.exists()
    assert EqualityTotal.objects.get(question="sex", option="female").count == 30
    assert equality_report() == before


@pytest.mark.django_db
def test_answers_of_drafts_that_can_never_be_sent_are_deleted():
    application = factories.draft()
    answer(application, age="25_34")
    equality.sweep_equality_answers()
    assert EqualityAnswers.objects.count() == 1

    Round.objects.filter(pk=application.round_id).update(
        opens_at=now() - timedelta(days=200), closes_at=now() - timedelta(days=91)
    )
    equality.sweep_equality_answers()

    assert not EqualityAnswers.objects.exists()
