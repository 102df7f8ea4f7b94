"""The filters that put money, dates and problems into words."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms

from grants.templatetags.words import comma, day, deadline, moment, pounds, problems


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (Decimal("4000"), "£4,000"),
        (Decimal("4000.00"), "£4,000"),
        (Decimal("1234.5"), "£1,234.50"),
        (Decimal("0"), "£0"),
        (Decimal("0.05"), "£0.05"),
        (Decimal("-25.5"), "-£25.50"),
        (75000, "£75,000"),
        ("10.10", "£10.10"),
        (0.1, "£0.10"),
        (None, ""),
        ("", ""),
        ("lots", ""),
        (Decimal("NaN"), ""),
        (Decimal("Infinity"), ""),
    ],
)
def test_an_amount_reads_as_pounds(amount, words):
    assert pounds(amount) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (date(2026, 11, 22), "22 November 2026"),
        (datetime(2026, 3, 1, 9, 0), "1 March 2026"),
        # 23:30 UTC in July is already the next day in London.
        (datetime(2026, 7, 1, 23, 30, tzinfo=UTC), "2 July 2026"),
        (None, ""),
        ("", ""),
    ],
)
def test_a_day_reads_in_words_and_in_local_time(value, words):
    assert day(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (datetime(2026, 11, 22, 17, 0, tzinfo=UTC), "5pm on 22 November 2026"),
        (datetime(2026, 11, 22, 9, 30, tzinfo=UTC), "9:30am on 22 November 2026"),
        (datetime(2026, 7, 22, 16, 0, tzinfo=UTC), "5pm on 22 July 2026"),
        (datetime(2026, 11, 22, 12, 0, tzinfo=UTC), "midday on 22 November 2026"),
        (datetime(2026, 11, 22, 12, 5, tzinfo=UTC), "12:05pm on 22 November 2026"),
        (datetime(2026, 11, 22, 0, 5, tzinfo=UTC), "12:05am on 22 November 2026"),
        (
            datetime(2026, 11, 22, 0, 0, tzinfo=UTC),
            "midnight at the start of 22 November 2026",
        ),
        (None, ""),
    ],
)
def test_a_moment_reads_as_a_clock_and_a_day(value, words):
    assert moment(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (datetime(2026, 11, 22, 9, 30, tzinfo=UTC), "9:30am on Sunday 22 November 2026"),
        (
            datetime(2026, 7, 22, 23, 0, tzinfo=UTC),
            "midnight at the start of Thursday 23 July 2026",
        ),
        (None, ""),
    ],
)
def test_a_deadline_has_its_weekday(value, words):
    assert deadline(value) == words


@pytest.mark.parametrize(
    ("title", "said"),
    [("Money without fear", "Money without fear,"), ("What next?", "What next?"), ("", ",")],
)
def test_no_comma_follows_a_question(title, said):
    assert comma(title) == said


class _Form(forms.Form):
    name = forms.CharField(error_messages={"required": "Enter the name of your co-op"})
    stage = forms.ChoiceField(
        choices=[("idea", "Idea")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose where you are up to"},
    )
    token = forms.CharField(
        widget=forms.HiddenInput, error_messages={"required": "Open this page again"}
    )

    def clean(self):
        raise forms.ValidationError("The round has closed")


def test_a_form_tells_its_problems_from_the_top_down_with_a_place_to_jump_to():
    assert problems(_Form(data={})) == [
        ("The round has closed", ""),
        ("Enter the name of your co-op", "id_name"),
        ("Choose where you are up to", "id_stage_0"),
        ("Open this page again", ""),
    ]


def test_a_form_nobody_has_sent_has_no_problems():
    assert problems(_Form()) == []
    assert problems(None) == []


def test_formsets_and_lists_of_forms_tell_their_problems_too():
    rows = forms.formset_factory(_Form, extra=0, min_num=1, validate_min=True)
    sent = rows(data={"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0"})
    empty = rows(data={"form-TOTAL_FORMS": "0", "form-INITIAL_FORMS": "0"})

    assert ("Enter the name of your co-op", "id_form-0-name") in problems(sent)
    assert problems(empty) == [("Please submit at least 1 form.", "")]
    assert problems([_Form(), sent, _Form(data={})]) == problems(sent) + problems(_Form(data={}))
