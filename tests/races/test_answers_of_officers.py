"""Two officers answer the same thing, or two members of a co-op ask for it."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import DatabaseError

from applicants.access import Refused
from applicants.models import Email
from grants.applications.actions import ask_for_more_time, give_more_time, refuse_more_time
from grants.funds.actions import answer_enquiry
from grants.history import faults_in
from grants.models import Application, Enquiry, Extension
from tests import factories

pytestmark = pytest.mark.database


def crashes(outcomes):
    return [each for each in outcomes if isinstance(each, DatabaseError)]


# --- A question about a round ----------------------------------------------------------------


def two_answers():
    enquiry = factories.asked()
    return enquiry, [
        partial(
            answer_enquiry,
            enquiry,
            wording="Does rent count?",
            answer=answer,
            by=factories.staff("is_officer"),
        )
        for answer in ("Yes.", "No.")
    ]


def test_of_two_answers_to_one_question_the_first_stands_and_the_other_officer_is_told(race):
    enquiry, calls = two_answers()

    outcomes = race(*calls)

    won = next(each for each in outcomes if isinstance(each, Enquiry))
    assert sum(isinstance(each, Refused) for each in outcomes) == 1, outcomes
    enquiry.refresh_from_db()
    assert (enquiry.answer, enquiry.answered_by) == (won.answer, won.answered_by)
    mail = Email.objects.get(event="grants/enquiry_answered")
    assert won.answer in mail.body


def test_without_the_lock_the_second_officer_meets_a_crash(race, without_locks):
    """Only the last line of defence, a guard, keeps what everybody may have read."""
    _enquiry, calls = two_answers()
    without_locks(Enquiry)

    outcomes = race(*calls, patience=10)

    assert len(crashes(outcomes)) == 1, outcomes


# --- More time -------------------------------------------------------------------------------


def two_who_ask():
    application = factories.draft()
    people = [application.started_by, factories.member(application.organisation)]
    return application, [
        partial(ask_for_more_time, application, reason="Two of us are ill.", by=by) for by in people
    ]


def test_two_members_who_ask_at_once_ask_once(race):
    application, calls = two_who_ask()

    outcomes = race(*calls)

    assert outcomes == [application.extensions.get()] * 2


def test_without_the_lock_the_second_to_ask_meets_a_crash(race, without_locks):
    application, calls = two_who_ask()
    without_locks(Application)

    outcomes = race(*calls, patience=10)

    assert len(crashes(outcomes)) == 1, outcomes
    assert application.extensions.count() == 1


def two_who_decide(*, is_refused):
    """Two officers answer one request: both give time, or one gives it and one does not."""
    application = factories.draft()
    extension = factories.asked_for_more_time(application)
    closes = application.round.closes_at

    def gives(days):
        return partial(
            give_more_time,
            extension,
            until=closes + timedelta(days=days),
            answer=f"{days} days.",
            by=factories.staff("is_officer"),
        )

    no = partial(
        refuse_more_time, extension, answer="The panel meets.", by=factories.staff("is_officer")
    )
    return application, [gives(3), no if is_refused else gives(5)]


@pytest.mark.parametrize("is_refused", [True, False])
def test_of_two_answers_to_one_request_one_stands_and_is_told_once(race, is_refused):
    application, calls = two_who_decide(is_refused=is_refused)

    outcomes = race(*calls)

    won = next(each for each in outcomes if isinstance(each, Extension))
    assert sum(isinstance(each, Refused) for each in outcomes) == 1, outcomes
    kept = application.extensions.get()
    assert (kept.answer, kept.until) == (won.answer, won.until)
    assert Email.objects.filter(event__startswith="grants/extension_").count() == 1
    assert application.history.filter(verb="extend").count() == (1 if kept.until else 0)
    assert faults_in(application) == []


@pytest.mark.parametrize("is_refused", [True, False])
def test_without_the_lock_the_second_answer_meets_a_crash(race, without_locks, is_refused):
    _application, calls = two_who_decide(is_refused=is_refused)
    without_locks(Application, Extension)

    outcomes = race(*calls, patience=10, before=["grants_extension"])

    assert len(crashes(outcomes)) == 1, outcomes
