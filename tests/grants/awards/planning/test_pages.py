"""Terms of a held offer: planned, edited, read again, and released as they were planned."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.timezone import localdate

from applicants.access import Refused
from grants.awards.planning.queries import terms_of
from grants.awards.releasing import actions, queries
from grants.awards.terms.shape import PlannedCondition
from grants.models import Award, ReleaseDraft
from grants.money import total
from tests import factories
from tests.factories import client_for, terms
from tests.factories.cases import colleague
from tests.factories.panels import fresh, held, read

pytestmark = pytest.mark.django_db

LEASE = "Send us the signed lease."


def offer(**facts):
    """Held: £4,000 and 3 days, with a condition of the panel."""
    return held("full", **{"conditions": [LEASE], **facts})


def address(name, application):
    return reverse(name, args=[application.reference])


def resolution_of(application):
    return application.resolutions.get()


def planned(application):
    return terms_of(queries.line_about(application))


def officer():
    return client_for(colleague("is_officer"))


def version(application):
    return str(queries.draft_of(resolution_of(application)).version)


def a_date(days):
    day = localdate() + timedelta(days)
    return [str(day.day), str(day.month), str(day.year)]


def date_boxes(name, days):
    return dict(zip((f"{name}_day", f"{name}_month", f"{name}_year"), a_date(days), strict=True))


def payment(place, amount, days, *, report=False):
    name = f"payment-{place}"
    report = {f"{name}-after_report": "on"} if report else {}
    return {f"{name}-amount": amount, **date_boxes(f"{name}-due_on", days), **report}


def payments(application, *rows, **more):
    data = {"version": version(application), "payment-count": str(len(rows))}
    for place, row in enumerate(rows):
        data |= payment(place, *row)
    return data | more


def post(name, application, data):
    return officer().post(address(name, application), data)


# --- Splitting the money ---


def split(application, **said):
    usual = {"how": "equal", "parts": "3", "every": "6", **date_boxes("first_on", 30)}
    return post("terms_plan", application, {"version": version(application), **usual, **said})


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


# --- What we give ---


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


# --- Released as planned ---


def test_what_was_planned_becomes_the_award():
    application = offer()
    said = terms(
        amounts=("1000.01", "2999.99"),
        space="2",
        reports=["", "6 month report"],
        conditions=[(LEASE, 1), ("Tell the neighbours.", None)],
    )
    actions.edit_terms(
        resolution_of(application), terms=said, version=0, by=colleague("is_officer")
    )
    resolution = read(resolution_of(application), by=factories.staff("is_officer"))

    actions.release(resolution, by=colleague("is_approver"))

    award = Award.objects.get(application=application)
    assert [(row.amount, row.after_report) for row in award.instalments.order_by("number")] == [
        (Decimal("1000.01"), ""),
        (Decimal("2999.99"), "6 month report"),
    ]
    assert total(row.amount for row in award.instalments.all()) == award.amount
    assert award.gross_value == Decimal(4000) + 1200 + 80
    assert award.conditions.get(text=LEASE).before == 1
    assert award.conditions.get(text="Tell the neighbours.").before is None
    assert award.instalments.get(number=1).needs == (
        "Your signed offer and your bank details, checked; Send us the signed lease"
    )


def test_a_date_that_has_passed_stops_the_release_with_a_sentence():
    application = offer()
    said = terms(conditions=[(LEASE, 1)])
    actions.edit_terms(
        resolution_of(application), terms=said, version=0, by=colleague("is_officer")
    )
    resolution = read(resolution_of(application), by=factories.staff("is_officer"))

    with (
        time_machine.travel(localdate() + timedelta(31)),
        pytest.raises(Refused, match=r"Look at the terms again\. The date must be"),
    ):
        actions.release(resolution, by=colleague("is_approver"))

    assert not Award.objects.exists()
    assert fresh(resolution).released_at is None


def test_the_reader_sees_the_terms_beside_the_words():
    application = offer()
    split(application)

    shown = client_for(factories.staff("is_officer")).get(address("release_words", application))

    assert "I have read it" in shown.text
    assert "£1,333.34" in shown.text
    assert "How many payments?" not in shown.text


def test_words_saved_after_the_terms_leave_the_terms_alone():
    application = offer()
    split(application)

    response = post(
        "release_words", application, {"words": "Well done.", "version": version(application)}
    )

    assert response.status_code == 302
    assert len(planned(application).instalments) == 3


# --- Who, and when ---


def test_a_no_has_no_terms():
    application = held("decline")

    assert officer().get(address("terms", application)).status_code == 409
    with pytest.raises(Refused, match="no terms"):
        actions.edit_terms(
            resolution_of(application), terms=terms(), version=0, by=colleague("is_officer")
        )


def test_money_alone_has_no_days_and_days_alone_no_payment():
    application = held("part", amount="0", days="3")

    shown = officer().get(address("terms", application)).text

    assert "£1,200" in shown
    assert "When the money comes" not in shown


@pytest.mark.parametrize("role", ["is_finance_preparer", "is_assessor", "is_auditor"])
def test_only_officers_and_approvers_plan(role):
    application = offer()

    with pytest.raises(PermissionDenied):
        actions.edit_terms(resolution_of(application), terms=terms(), version=0, by=colleague(role))
