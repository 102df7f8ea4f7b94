"""Sums and problems of a draft."""

from decimal import Decimal

import pytest

from grants.applications.drafts import request_in
from grants.applications.queries import draft_of
from grants.applications.tables import Request, as_decimal
from grants.funds.queries import form_of
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1200", "1200"),
        ("£ 1,200.50", "1200.50"),
        ("", "0"),
        (None, "0"),
        ("lots", "0"),
        ("-5", "0"),
        ("1e400", "0"),
        ("٣", "0"),
        ("9" * 500, "0"),
    ],
)
def test_typed_amounts_are_read_as_people_mean_them(typed, amount):
    assert as_decimal(typed) == Decimal(amount)


@pytest.mark.parametrize(
    ("pounds", "days", "words"),
    [
        ("4000", "3", "£4,000 and 3 advice days"),
        ("4000.50", "0", "£4,000.50"),
        ("0", "1", "1 advice day"),
        ("0", "2.5", "2.5 advice days"),
        ("0", "0", "£0"),
    ],
)
def test_a_request_reads_as_a_sentence(pounds, days, words):
    assert Request(Decimal(pounds), Decimal(days)).words == words


def test_a_request_adds_up_money_and_days_apart():
    round = factories.open_round()
    lines = [
        {"kind": "money", "amount": "£1,000"},
        {"kind": "money", "amount": "50.25"},
        {"kind": "days", "amount": "2.5 days"},
        {"kind": "space", "amount": "40"},
        {"kind": "money", "amount": "soon"},
    ]

    assert request_in(form_of(round), {"3": lines}) == (Decimal("1050.25"), Decimal("2.5"))
    assert request_in(form_of(round), {}) == (0, 0)


def test_problems_name_the_section_that_mends_them():
    application = factories.draft(ready=False)

    problems = draft_of(application).problems

    assert [(str(problem), problem.section.number) for problem in problems] == [
        ("Finish the section “About you”.", 1),
        ("Finish the section “Money and plan”.", 2),
    ]


@pytest.mark.parametrize("amount", ["99.99", "10,000.01"])
def test_asking_for_too_little_or_too_much_is_a_problem(amount):
    application = factories.draft(amount=amount)

    problems = draft_of(application).problems

    assert [str(problem) for problem in problems] == [
        f"Ask for between £100 and £10,000. Your budget adds up to £{amount}."
    ]
