"""Planning what is given, and on which conditions."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils.timezone import localdate

from grants.awards.terms.shape import PlannedCondition
from grants.models import ReleaseDraft
from tests.factories.cases import colleague

from .planning import (
    LEASE,
    address,
    date_boxes,
    offer,
    officer,
    payments,
    planned,
    post,
    split,
    version,
)

pytestmark = pytest.mark.django_db


def line(place, **said):
    return {f"line-{place}-{name}": value for name, value in said.items()}


def lines(application, *rows):
    data = {"version": version(application), "line-count": str(len(rows))}
    for place, row in enumerate(rows):
        data |= line(place, **row)
    return data


OVENS = {"kind": "money", "description": "Ovens", "amount": "3,000"}
RENT = {"kind": "money", "description": "Rent", "amount": "1,000"}
ADVICE = {"kind": "days", "description": "Rules", "quantity": "3"}
HALL = {"kind": "space", "description": "Hall", "quantity": "10", "unit": "evenings", "each": "25"}


# --- What we give ---


def test_the_offer_gives_money_days_and_space():
    application = offer()

    response = post("terms_lines", application, lines(application, OVENS, RENT, ADVICE, HALL))

    assert response.url == address("terms", application)
    assert planned(application).gross_value == Decimal(4000) + 3 * 400 + 250
    shown = officer().get(response.url).text
    assert "10 evenings" in shown
    assert "£5,450" in shown


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([OVENS, ADVICE], "Money: These add up to £3,000, £1,000 less"),
        ([OVENS, RENT], "The adviser days add up to 0. Give 3."),
        ([{**OVENS, "kind": ""}], "Choose what this line gives"),
        ([{**OVENS, "kind": "gold"}], "Choose money, adviser days or space"),
        ([{**OVENS, "amount": ""}], "Enter the amount of money"),
        ([{**OVENS, "amount": "1.005"}], "no more than 2 numbers after the point"),
        ([{**OVENS, "description": ""}], "Say what this line is"),
        ([{**ADVICE, "quantity": "2.6"}], "whole days, halves or quarters"),
        ([{**ADVICE, "quantity": "-1"}], "The number must be 0.01 or more"),
        ([{**HALL, "unit": ""}], "Say what is counted"),
        ([{**HALL, "each": ""}], "Enter what one is worth"),
        ([{**OVENS, "amount": "1"}] * 13, "Write 12 lines or fewer"),
    ],
)
def test_lines_that_are_not_those_of_the_decision_are_said(rows, sentence):
    application = offer()

    response = post("terms_lines", application, lines(application, *rows))

    assert response.status_code == 200
    assert sentence in response.text
    assert not ReleaseDraft.objects.exists()


# --- Conditions ---


def conditions(application, *rows):
    data = {"version": version(application), "condition-count": str(len(rows))}
    for place, row in enumerate(rows):
        usual = {"kind": "other", "before": "", "owner": "", "evidence": ""}
        data |= {f"condition-{place}-{name}": each for name, each in {**usual, **row}.items()}
    return data


def test_what_the_panel_agreed_is_marked_and_more_is_added():
    application, who = offer(), colleague("is_officer")
    rows = conditions(
        application,
        {"before": "1", "owner": str(who.pk), "evidence": "A copy.", "text": "Something else"},
        {"text": "Show us the insurance.", "kind": "insurance"},
    ) | date_boxes("condition-1-due_on", 60)

    post("terms_conditions", application, rows)

    agreed, own = planned(application).conditions
    assert agreed == PlannedCondition("other", LEASE, 1, None, who.pk, "A copy.")
    assert (own.text, own.kind, own.before) == ("Show us the insurance.", "insurance", None)
    assert own.due_on == localdate() + timedelta(60)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"text": "", "evidence": "A copy."}, "Write what they must do or show"),
        ({"text": "Show it.", "kind": "bank"}, "Choose one of these"),
        ({"text": "Show it.", "before": "7"}, "Choose one of the payments"),
        ({"text": "Show it.", "owner": "999999"}, "Choose the co-op or one of these"),
        ({"text": "Show it.", "evidence": "x" * 301}, "in 300 letters or fewer"),
        ({"text": "word " * 80}, "Use 60 words or fewer"),
        ({"text": "Show it.", **date_boxes("due_on", -3)}, "The date must be"),
    ],
)
def test_a_bad_condition_is_said_beside_its_field(row, sentence):
    application = offer()

    response = post("terms_conditions", application, conditions(application, {}, row))

    assert sentence in response.text
    assert not ReleaseDraft.objects.exists()


def test_the_panels_condition_can_not_be_taken_away_by_a_short_form():
    application = offer()

    post("terms_conditions", application, {"version": "0", "condition-count": "0"})

    assert [one.text for one in planned(application).conditions] == [LEASE]


def test_fewer_payments_leave_no_condition_behind():
    application = offer()
    split(application, how="conditions", lines="Lease here, 50%\nOven here, the rest")

    response = post("terms_payments", application, payments(application, ("4000", 30)))
    assert "There is no payment 2 to hold back" in response.text

    split(application, parts="1")
    assert [one.before for one in planned(application).conditions] == [None, 1, 1]
