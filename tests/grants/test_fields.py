"""Numbers, dates and text are taken as people type them, and refused in plain words."""

from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template import Context, Template
from hypothesis import given, strategies as st

from grants.fields import DateField3, DaysFormField, MomentField, PoundsFormField, WordsField
from grants.money import in_pounds


def problem_with(field, value):
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    return caught.value.messages[0]


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1200", "1200.00"),
        ("£1,200", "1200.00"),
        (" £ 1 200.50 ", "1200.50"),
        ("1,234,567.8", "1234567.80"),
        ("GBP 12", "12.00"),
        ("12.", "12.00"),
        (".5", "0.50"),
        ("0", "0.00"),
    ],
)
def test_pounds_are_understood(typed, amount):
    cleaned = PoundsFormField().clean(typed)

    assert cleaned == Decimal(amount)
    assert cleaned.as_tuple().exponent == -2


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Enter an amount in pounds, like 1,200"),
        ("lots", "Enter an amount in pounds, like 1,200 or 1,200.50"),
        ("1.200,50", "Enter an amount in pounds, like 1,200 or 1,200.50"),
        ("1,20", "Enter an amount in pounds, like 1,200 or 1,200.50"),
        ("1e5", "Enter an amount in pounds, like 1,200 or 1,200.50"),
        ("NaN", "Enter an amount in pounds, like 1,200 or 1,200.50"),
        ("٣٤", "Enter an amount in pounds, like 1,200 or 1,200.50"),
        ("9" * 5000, "Enter an amount in pounds, like 1,200 or 1,200.50"),
        ("1.005", "Use pounds and pence, with no more than 2 numbers after the point"),
        ("-1", "The amount must be £0 or more"),
        ("5000.01", "The amount must be £5,000 or less"),
    ],
)
def test_pounds_refuse_in_plain_words(typed, message):
    assert problem_with(PoundsFormField(maximum=Decimal(5000)), typed) == message


@given(st.decimals(min_value=0, max_value=Decimal("999999999.99"), places=2))
def test_pounds_read_back_what_we_write(amount):
    assert PoundsFormField().clean(in_pounds(amount)) == amount


@given(st.text())
def test_no_text_breaks_a_number_or_a_date(typed):
    fields = [
        (PoundsFormField(required=False), typed),
        (DaysFormField(required=False), typed),
        (WordsField(word_limit=3, required=False), typed),
        (DateField3(required=False), [typed, "1", "2026"]),
        (DateField3(required=False), ["1", typed, typed]),
        (DateField3(required=False), typed),
        (MomentField(required=False), ["1", "2", "2026", typed]),
    ]
    for field, value in fields:
        with suppress(ValidationError):
            field.clean(value)


@pytest.mark.parametrize(
    ("typed", "days"), [("2", "2"), ("2.5 days", "2.5"), ("1 day", "1"), ("0.25", "0.25")]
)
def test_days_are_understood(typed, days):
    assert DaysFormField().clean(typed) == Decimal(days)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Enter a number of days, like 2 or 2.5"),
        ("two", "Enter a number of days, like 2 or 2.5"),
        ("2.1", "Use whole days, halves or quarters, like 2, 2.5 or 2.25"),
        ("-1", "The days must be 0 or more"),
        ("41", "The days must be 40 or fewer"),
    ],
)
def test_days_refuse_in_plain_words(typed, message):
    assert problem_with(DaysFormField(maximum=Decimal(40)), typed) == message


@pytest.mark.parametrize(
    "parts",
    [["22", "11", "2026"], [" 22 ", "Nov", "2026"], ["22", "november", "2026"]],
)
def test_a_date_is_understood(parts):
    assert DateField3().clean(parts) == date(2026, 11, 22)


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        (["", "", ""], "Enter a date"),
        (None, "Enter a date"),
        (["22", "", "2026"], "The start date must include a month"),
        (["22", "", ""], "The start date must include a month and year"),
        (["22", "11", "26"], "Year must include 4 numbers"),
        (["30", "2", "2026"], "The start date must be a real date"),
        (["x", "2", "2026"], "The start date must be a real date"),
        (["1", "1", "0001"], "The start date must be a real date"),
        (["1", "1", "2020"], "The start date must be 1 April 2026 or later"),
        (["1", "1", "2030"], "The start date must be 31 March 2027 or earlier"),
    ],
)
def test_a_date_refuses_in_plain_words(parts, message):
    field = DateField3(
        named="The start date", earliest=date(2026, 4, 1), latest=lambda: date(2027, 3, 31)
    )

    assert problem_with(field, parts) == message


@pytest.mark.parametrize(
    ("clock", "hour_utc", "minute"),
    [
        ("5pm", 17, 0),
        ("5 PM", 17, 0),
        ("17:00", 17, 0),
        ("9.30am", 9, 30),
        ("12am", 0, 0),
        ("12pm", 12, 0),
        ("midday", 12, 0),
        ("00:00", 0, 0),
    ],
)
def test_a_moment_is_understood(clock, hour_utc, minute):
    cleaned = MomentField().clean(["22", "11", "2026", clock])

    assert cleaned == datetime(2026, 11, 22, hour_utc, minute, tzinfo=UTC)


def test_a_moment_in_summer_is_an_hour_ahead():
    cleaned = MomentField().clean(["22", "6", "2026", "5pm"])

    assert cleaned == datetime(2026, 6, 22, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        (["", "", "", ""], "Enter a date and a time"),
        (["22", "11", "2026", ""], "The date must include a time, like 5pm"),
        (["", "", "", "5pm"], "The date must include a day, month and year"),
        (["22", "11", "2026", "5"], "Enter a time, like 9:30am, 5pm or 17:00"),
        (["22", "11", "2026", "25:00"], "Enter a time, like 9:30am, 5pm or 17:00"),
        (["22", "11", "2026", "13pm"], "Enter a time, like 9:30am, 5pm or 17:00"),
        (
            ["29", "3", "2026", "1:30am"],
            "The clocks go forward that night, so this time does not exist. Choose another time.",
        ),
        (
            ["25", "10", "2026", "1:30am"],
            "The clocks go back that night, so this time happens twice. Choose another time.",
        ),
    ],
)
def test_a_moment_refuses_in_plain_words(parts, message):
    assert problem_with(MomentField(), parts) == message


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)))
def test_a_moment_comes_back_as_it_went_out(naive):
    field = MomentField()
    parts = [str(naive.day), str(naive.month), str(naive.year), f"{naive:%H:%M}"]
    with suppress(ValidationError):  # the hour when the clocks change
        shown = field.widget.decompress(field.clean(parts))
        assert [str(part) for part in shown] == parts


def test_words_within_the_limit_and_its_grace_pass():
    field = WordsField(word_limit=200)

    assert field.clean("word " * 220) == ("word " * 220).strip()


def test_words_over_the_limit_are_counted_for_the_writer():
    message = problem_with(WordsField(word_limit=200), "word " * 231)

    assert message == "Use 200 words or fewer. You have written 231."


def test_one_endless_word_is_refused():
    assert problem_with(WordsField(word_limit=10), "a" * 401) == (
        "This is too long. Use 400 letters or fewer."
    )


def test_words_lose_what_a_database_cannot_keep():
    assert WordsField().clean("a\x00b\r\nc") == "ab\nc"


class EveryField(forms.Form):
    amount = PoundsFormField(label="Amount")
    days = DaysFormField(label="Days")
    starts = DateField3(label="Start date")
    closes = MomentField(label="Closing time")
    reason = WordsField(label="Reason", word_limit=200)


def test_a_form_shows_saved_values_in_its_boxes():
    form = EveryField(
        initial={
            "amount": Decimal("1200.00"),
            "days": Decimal("2.50"),
            "starts": date(2026, 11, 22),
            "closes": datetime(2026, 6, 22, 16, 0, tzinfo=UTC),
        }
    )
    html = Template("{{ form }}").render(Context({"form": form}))

    assert 'value="1,200"' in html
    assert 'value="2.5"' in html
    assert 'name="starts_day" value="22"' in html
    assert 'name="closes_time" value="17:00"' in html
    assert 'data-maxwords="200"' in html


def test_a_form_keeps_what_was_typed():
    form = EveryField(
        {"amount": "1,20", "starts_day": "31", "starts_month": "Feb", "starts_year": "2026"}
    )
    html = Template("{{ form }}").render(Context({"form": form}))

    assert 'value="1,20"' in html
    assert 'name="starts_month" value="Feb"' in html
    assert form.errors["starts"] == ["The date must be a real date"]
