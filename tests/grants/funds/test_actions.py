"""Starting, changing and publishing a round."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils.timezone import localdate, now

from applicants.access import Refused
from grants.funds import actions
from grants.funds.queries import contents_of, form_of
from grants.funds.question_sets import GROW_FUND, START_FUND
from grants.models import Question, Round
from tests.factories import fund, open_round, staff, the_round

pytestmark = pytest.mark.django_db


def facts(**changes):
    return {
        "name": "Grow Fund spring 2027",
        "opens_at": now() + timedelta(days=1),
        "closes_at": now() + timedelta(days=30),
        "decision_on": localdate() + timedelta(days=60),
        "budget": Decimal(50_000),
        "budget_days": Decimal(25),
        "minimum": Decimal(2000),
        "maximum": Decimal(10_000),
    } | changes


def first_round(questions=GROW_FUND, **changes):
    return actions.add_first_round(
        fund=fund(), question_set=questions, by=staff("is_officer"), **facts(**changes)
    )


@pytest.mark.parametrize("questions", [GROW_FUND, START_FUND], ids=["grow", "start"])
def test_a_first_round_asks_exactly_its_question_set(questions):
    made = first_round(questions)

    read = contents_of(made)
    assert [title for title, _ in read.sections] == [title for title, _ in questions.sections]
    assert read.tests == questions.tests
    assert read.criteria == questions.criteria
    for (_, listed), (_, wanted) in zip(read.sections, questions.sections, strict=True):
        for question, original in zip(listed, wanted, strict=True):
            assert question.text == original.text
            assert question.kind == original.kind
            assert list(question.options) == list(original.options)
            assert question.word_limit == original.word_limit
            assert question.is_required == original.is_required


def test_a_copy_asks_and_judges_the_same_and_shares_no_row():
    original = first_round()

    copy = actions.add_round(like=original, by=staff("is_officer"), **facts(name="Next"))

    assert contents_of(copy) == contents_of(original)
    Question.objects.filter(section__round=copy).update(text="Changed")
    assert "Changed" not in [q.text for section in form_of(original) for q in section.asked]


def test_a_round_of_a_known_question_set_costs_few_statements(django_assert_max_num_queries):
    by, of = staff("is_officer"), fund()

    with django_assert_max_num_queries(12):
        actions.add_first_round(fund=of, question_set=GROW_FUND, by=by, **facts())


@pytest.mark.parametrize("name", ["Grow Fund spring 2027", "Grow fund, SPRING 2027!", "???", "Add"])
def test_a_name_that_is_taken_or_makes_no_address_is_refused(name):
    original = first_round()

    with pytest.raises(Refused):
        actions.add_round(like=original, by=staff("is_officer"), **facts(name=name))

    assert Round.objects.count() == 1


def test_a_published_round_stands_as_people_have_read_it():
    shown = open_round(budget=Decimal(50_000))

    with pytest.raises(Refused):
        actions.change_round(shown, by=staff("is_officer"), budget=Decimal(1))

    assert Round.objects.get(pk=shown.pk).budget == 50_000


def test_a_round_cannot_take_the_name_of_another():
    the_round(name="Grow Fund autumn 2026")
    other = the_round()

    with pytest.raises(Refused):
        actions.change_round(other, by=staff("is_officer"), name="Grow Fund autumn 2026")


@pytest.mark.parametrize("fault", ["weights", "questions", "closed", "design"])
def test_a_round_that_is_not_ready_is_not_published(fault):
    of = the_round()
    if fault == "weights":
        of.criteria.filter(number=1).update(weight=59)
    if fault == "questions":
        Question.objects.filter(section__round=of).delete()
    if fault == "design":
        Round.objects.filter(pk=of.pk).update(designed_with="")
    if fault == "closed":
        Round.objects.filter(pk=of.pk).update(closes_at=now() - timedelta(minutes=1))

    with pytest.raises(Refused):
        actions.publish_round(of, by=staff("is_officer"))

    assert Round.objects.get(pk=of.pk).published_at is None


def test_publishing_twice_keeps_who_did_it_first():
    of, first = the_round(), staff("is_officer")
    actions.publish_round(of, by=first)

    again = actions.publish_round(of, by=staff("is_officer"))

    assert again.published_by == first


def test_a_round_is_open_from_its_first_moment_to_its_last():
    of = open_round()
    tick = timedelta(microseconds=1)

    phases = [
        of.phase(of.opens_at - tick).value,
        of.phase(of.opens_at).value,
        of.phase(of.closes_at - tick).value,
        of.phase(of.closes_at).value,
    ]

    assert phases == ["due", "open", "open", "closed"]
    assert the_round().phase() == Round.Phase.UNPUBLISHED
