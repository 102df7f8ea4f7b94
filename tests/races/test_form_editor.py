"""Two officers at once: they take turns, and the form stays in order."""

import pytest
from django.db import DatabaseError

from applicants.access import Refused
from grants.funds.actions import publish_round
from grants.funds.editor import actions
from grants.models import Question, Round
from tests.factories import staff, the_round

pytestmark = pytest.mark.database


def adding(round, section, number, by):
    facts = {"kind": Question.Kind.YES_NO, "text": f"Q{number}?", "criteria": []}
    code = f"officer{number:03}"
    return lambda: actions.add_question(round, section=section, code=code, by=by, **facts)


def numbers(round):
    asked = Question.objects.filter(section__round=round).order_by("section__number", "number")
    return list(asked.values_list("number", flat=True))


def test_four_officers_add_to_one_form_and_every_number_is_given_once(race):
    of = the_round()
    section = of.sections.get(number=1).code

    outcomes = race(*(adding(of, section, n, staff("is_officer")) for n in range(4)))

    assert [type(outcome) for outcome in outcomes] == [Question] * 4
    assert numbers(of) == list(range(1, 8))


def test_one_officer_who_sends_twice_adds_one_question(race):
    of, by = the_round(), staff("is_officer")
    section = of.sections.get(number=1).code

    race(*(adding(of, section, 7, by) for _ in range(3)))

    assert numbers(of) == [1, 2, 3, 4]


def test_a_form_is_published_before_a_change_or_after_it_and_never_in_between(race):
    of, by = the_round(), staff("is_officer")
    section = of.sections.get(number=1).code

    added, published = race(
        adding(of, section, 7, by), lambda: publish_round(of, by=staff("is_officer"))
    )

    kept = Round.objects.get(pk=of.pk).form_versions.get().wording
    assert isinstance(published, Round)
    assert len(kept["questions"]) == len(numbers(of)) == (3 if isinstance(added, Refused) else 4)


def test_without_the_lock_two_officers_would_take_the_same_number(race, without_locks):
    of = the_round()
    section = of.sections.get(number=1).code
    without_locks(Round)

    outcomes = race(*(adding(of, section, n, staff("is_officer")) for n in range(2)))

    assert any(isinstance(outcome, DatabaseError) for outcome in outcomes), outcomes
