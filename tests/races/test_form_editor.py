"""Two officers at once: they take turns, and the form stays in order."""

import pytest
from django.db import DatabaseError

from applicants.access import Refused
from grants.funds.actions import publish_round
from grants.funds.editor import actions
from grants.models import Question, Round, Section
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


def copying(round, number, code, by):
    section = round.sections.get(number=number).code
    return lambda: actions.copy_section(round, code=section, new_code=code, by=by)


def test_a_section_is_copied_while_a_question_is_added_to_it_and_every_number_is_given_once(race):
    of, by = the_round(), staff("is_officer")
    section = of.sections.get(number=1).code

    copy, added = race(
        copying(of, 1, "copycopy33", by), adding(of, section, 7, staff("is_officer"))
    )

    assert (type(copy), type(added)) == (Section, Question)
    asked = [part.questions.count() for part in of.sections.order_by("number")]
    assert asked in ([2, 1, 2], [2, 2, 2])  # copied before it was added, or after
    assert numbers(of) == list(range(1, sum(asked) + 1))


def test_a_section_that_is_copied_twice_at_once_is_copied_once(race):
    of, by = the_round(), staff("is_officer")

    race(*(copying(of, 2, "copycopy33", by) for _ in range(3)))

    assert numbers(of) == [1, 2, 3, 4, 5]


def test_without_the_lock_two_copies_would_take_the_same_place(race, without_locks):
    of, by = the_round(), staff("is_officer")
    without_locks(Round)

    outcomes = race(copying(of, 1, "copycopy33", by), copying(of, 2, "copycopy44", by))

    assert any(isinstance(outcome, DatabaseError) for outcome in outcomes), outcomes


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
