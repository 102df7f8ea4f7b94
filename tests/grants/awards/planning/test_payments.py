"""Planning the payments of an offer: split at once, then row by row."""

from decimal import Decimal

import pytest
from django.utils.timezone import localdate

from applicants.access import Refused
from grants.awards.releasing import actions
from grants.models import ReleaseDraft
from tests.factories.cases import colleague
from tests.factories.panels import read

from .planning import (
    LEASE,
    address,
    date_boxes,
    offer,
    officer,
    payments,
    planned,
    post,
    resolution_of,
    split,
)

pytestmark = pytest.mark.django_db


# --- Splitting the money ---


def test_equal_parts_are_planned_and_must_be_read_again():
    application = offer()
    read(resolution_of(application))

    response = split(application)

    assert response.url == address("terms_payments", application)
    assert [one.amount for one in planned(application).instalments] == [
        Decimal("1333.34"),
        Decimal("1333.33"),
        Decimal("1333.33"),
    ]
    draft = ReleaseDraft.objects.get()
    assert (draft.read_at, draft.version) == (None, 1)
    assert application.history.filter(verb="edit_terms").count() == 1
    with pytest.raises(Refused, match="Nobody else has read the words"):
        actions.release(resolution_of(application), by=colleague("is_approver"))


def test_payments_are_planned_on_dates_that_are_named():
    application = offer()
    year = localdate().year + 1

    split(application, how="dates", lines=f"1 March {year}, £1,500.50\n1/9/{year} the rest")

    first, second = planned(application).instalments
    assert (first.amount, first.due_on.month) == (Decimal("1500.50"), 3)
    assert (second.amount, second.due_on.month) == (Decimal("2499.50"), 9)


def test_payments_are_planned_as_conditions_are_met():
    application = offer()

    split(
        application,
        how="conditions",
        lines="Send us the signed lease, 50%\nShow us the oven, 30%\n6 month report, the rest",
    )

    plan = planned(application)
    assert [(one.amount, one.after_report) for one in plan.instalments] == [
        (Decimal(2000), ""),
        (Decimal(1200), ""),
        (Decimal(800), "6 month report"),
    ]
    assert [(one.text, one.before) for one in plan.conditions] == [
        (LEASE, 1),
        ("Show us the oven.", 2),
    ]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"how": ""}, "Choose how to split it"),
        ({"how": "magic"}, "Choose one of these three ways"),
        ({"parts": ""}, "Enter how many parts"),
        ({"parts": "0"}, "The number must be 1 or more"),
        ({"parts": "13"}, "The number must be 12 or less"),
        ({"parts": "2.5"}, "Enter a whole number, without a point"),
        ({"parts": "many\x00"}, "Enter a whole number in figures"),
        ({"every": ""}, "Enter how many months apart"),
        ({"every": "12", "parts": "12"}, "The last payment would come after"),
        (dict.fromkeys(("first_on_day", "first_on_month", "first_on_year"), ""), "Enter the date"),
        (date_boxes("first_on", -1), "must be"),
        ({"how": "dates", "lines": ""}, "Write one payment on each line"),
        ({"how": "dates", "lines": "1 March 2099, £4,000"}, "Line 1: the date must be"),
        ({"how": "dates", "lines": "soon, £4,000"}, "Line 1: the date must include"),
        ({"how": "dates", "lines": "31 February 2027, £4,000"}, "Line 1: the date must be a real"),
        ({"how": "dates", "lines": "1 March"}, "end it with an amount"),
        ({"how": "conditions", "lines": "Lease, £4,000.005"}, "use pounds and pence"),
        ({"how": "conditions", "lines": "Lease, £3,999.99"}, "£0.01 less than the award"),
        ({"how": "conditions", "lines": "Lease, 50%\nOven, 51%"}, "more than the award of £4,000"),
        ({"how": "conditions", "lines": "A, the rest\nB, rest"}, "Only one part can be"),
        ({"how": "conditions", "lines": "A, £0\nB, the rest"}, "would get nothing"),
        ({"how": "conditions", "lines": "A, £1\n" * 13}, "Plan 12 payments or fewer"),
    ],
)
def test_what_cannot_be_planned_is_said_and_kept(said, sentence):
    application = offer()

    response = split(application, **said)

    assert sentence in response.text
    assert not ReleaseDraft.objects.exists()
    for typed in (said.get("lines"), said.get("parts")):
        assert not typed or typed.splitlines()[0].replace("\x00", "") in response.text


# --- Each payment ---


def test_payments_are_edited_row_by_row():
    application = offer()

    response = post(
        "terms_payments",
        application,
        payments(
            application,
            ("1,000", 30),
            (
                "2000.50",
                240,
            ),
            ("£999.50", 300),
        )
        | {"payment-1-after_report": "on"},
    )

    assert response.url == address("terms", application)
    assert [(one.amount, one.after_report) for one in planned(application).instalments] == [
        (Decimal(1000), ""),
        (Decimal("2000.50"), "7 month report"),
        (Decimal("999.50"), ""),
    ]
    assert "7 month report" in officer().get(response.url).text


def test_a_row_left_empty_is_taken_away_and_one_more_is_given_on_request():
    application = offer()
    rows = payments(application, ("1000", 30), ("", 0), ("3000", 60))
    rows |= dict.fromkeys(
        ("payment-1-due_on_day", "payment-1-due_on_month", "payment-1-due_on_year"), ""
    )

    more = post("terms_payments", application, {**rows, "more": "1"})
    assert not ReleaseDraft.objects.exists()
    assert "Payment 4" in more.text
    assert 'value="3000"' in more.text

    post("terms_payments", application, rows)
    assert [(one.number, one.amount) for one in planned(application).instalments] == [
        (1, Decimal(1000)),
        (2, Decimal(3000)),
    ]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([("3999.99", 30)], "£0.01 less than the award of £4,000"),
        ([("4000.005", 30)], "no more than 2 numbers after the point"),
        ([("4000", 30), ("0", 60)], "The amount must be £0.01 or more"),
        ([("5000", 30), ("-1000", 60)], "The amount must be £0.01 or more"),
        ([("lots", 30)], "Enter an amount in pounds"),
        ([("", 30)], "Enter the amount of this payment"),
        ([("4000", -1)], "or later"),
        ([("4000", 1200)], "or earlier"),
        ([("2000", 60), ("2000", 30)], "must not be before that of payment 1"),
        ([("300", 30)] * 13, "Plan 12 payments or fewer"),
        ([], "£4,000 less"),
    ],
)
def test_a_bad_schedule_is_said_beside_its_field_and_kept(rows, sentence):
    application = offer()

    response = post("terms_payments", application, payments(application, *rows))

    assert response.status_code == 200
    assert sentence in response.text
    assert not ReleaseDraft.objects.exists()
    assert all(not amount or f'value="{amount}"' in response.text for amount, _days in rows)


@pytest.mark.parametrize("name", ["terms_payments", "terms_lines", "terms_conditions"])
def test_rubbish_in_every_field_gives_a_page(name):
    application = offer()
    part = name.removeprefix("terms_").removesuffix("s")
    rubbish = {
        f"{part}-0-{field}": ["\x00", "<script>", "9" * 400]
        for field in (
            *("amount", "due_on_day", "due_on_month", "due_on_year", "after_report", "kind"),
            *("description", "quantity", "unit", "each", "text", "before", "owner", "evidence"),
        )
    }

    for count in ("1", "-1", "999999999", "x\x00", ""):
        response = post(name, application, {**rubbish, f"{part}-count": count, "version": "x"})
        assert response.status_code == 200
    assert not ReleaseDraft.objects.exists()


def test_two_officers_who_plan_at_once_do_not_overwrite_each_other():
    application = offer()
    stale = payments(application, ("4000", 30))
    split(application)

    response = post("terms_payments", application, stale)

    assert "Somebody changed the words or the terms" in response.text
    assert len(planned(application).instalments) == 3


def test_a_second_click_plans_once():
    application = offer()
    rows = payments(application, ("4000", 30))

    for _click in range(2):
        assert post("terms_payments", application, rows).status_code == 302

    assert application.history.filter(verb="edit_terms").count() == 1
