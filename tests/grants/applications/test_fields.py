"""A table to fill in: what is right, what is wrong, and in which words."""

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from grants.applications.fields import TableField
from grants.applications.tables import Column, Option

KINDS = (Option("money", "Money"), Option("days", "Advice"), Option("space", "Space"))
YES_NO = (Option("yes", "Yes"), Option("no", "No"))
BUDGET = (
    Column("kind", "Kind of help", "choice", KINDS),
    Column("what", "What it is for"),
    Column("amount", "How much", "number"),
    Column("local", "Spent here?", "choice", YES_NO),
)
JOBS = (Column("jobs", "Jobs", "number"), Column("pay", "Lowest pay", "money"))


def a_line(**cells):
    return {"kind": "money", "what": "Oven", "amount": "1,200", "local": "yes", **cells}


def problems(field, *lines):
    with pytest.raises(ValidationError) as refusal:
        field.clean(list(lines))
    return refusal.value.messages


def budget(**options):
    return TableField(columns=BUDGET, rows=3, is_budget=True, **options)


@pytest.mark.parametrize(
    "cells",
    [
        {},
        {"amount": "£1 200.50"},
        {"kind": "days", "amount": "2.5 days"},
        {"kind": "space", "amount": "40"},
    ],
)
def test_a_line_is_kept_as_it_was_typed(cells):
    empty = dict.fromkeys(a_line(), " ")

    assert budget().clean([empty, a_line(**cells), empty]) == [a_line(**cells)]


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"amount": "lots"}, "Line 2: enter an amount in pounds, like 1,200 or 1,200.50"),
        ({"amount": ""}, "Line 2: enter an amount in pounds, like 1,200"),
        ({"amount": "1,20"}, "Line 2: enter an amount in pounds, like 1,200 or 1,200.50"),
        ({"amount": "1e5"}, "Line 2: enter an amount in pounds, like 1,200 or 1,200.50"),
        ({"amount": "NaN"}, "Line 2: enter an amount in pounds, like 1,200 or 1,200.50"),
        ({"amount": "-5"}, "Line 2: the amount must be £0.01 or more"),
        ({"amount": "0"}, "Line 2: the amount must be £0.01 or more"),
        ({"amount": "99999999"}, "Line 2: the amount must be £9,999,999 or less"),
        (
            {"kind": "days", "amount": "2.1"},
            "Line 2: use whole days, halves or quarters, like 2, 2.5 or 2.25",
        ),
        ({"kind": "days", "amount": "£4"}, "Line 2: enter a number of days, like 2 or 2.5"),
        ({"kind": "space", "amount": "two"}, "Line 2: enter a number of days, like 2 or 2.5"),
        ({"kind": ""}, "Line 2: choose an answer for “Kind of help”"),
        ({"kind": "gold"}, "Line 2: choose an answer for “Kind of help”"),
        ({"what": ""}, "Line 2: enter what it is for"),
        ({"what": "x" * 301}, "Line 2: use 300 letters or fewer for “What it is for”"),
    ],
)
def test_a_wrong_cell_is_named_in_a_sentence(cells, sentence):
    assert problems(budget(), a_line(), a_line(**cells)) == [sentence]


def test_columns_of_the_same_kind_are_told_apart():
    field = TableField(columns=(*JOBS, Column("hours", "Hours", "number")), rows=1)

    found = problems(field, {"jobs": "many", "pay": "13.85", "hours": "x"})

    assert found == [
        "Line 1, jobs: enter a number, like 12 or 12.5",
        "Line 1, hours: enter a number, like 12 or 12.5",
    ]


def test_an_empty_table_is_refused_only_where_it_is_needed():
    assert problems(budget()) == ["Fill in at least one line"]
    assert budget(required=False).clean([]) == []


def test_the_summary_points_at_the_first_wrong_cell():
    field = budget()

    problems(field, a_line(), a_line(amount="lots", local=""))

    assert field.widget.id_for_label("id_q14") == "id_q14-1-amount"


def test_boxes_have_names_labels_and_what_was_typed():
    field = budget()
    data = QueryDict("q14-0-kind=days&q14-0-what=%3Cb%3EPlan&q14-0-amount=2&q14-9-what=too+far")

    typed = field.widget.value_from_datadict(data, {}, "q14")
    page = field.widget.render("q14", typed, {"id": "id_q14"})

    assert len(typed) == 3
    assert typed[0] == {"kind": "days", "what": "<b>Plan", "amount": "2", "local": ""}
    assert 'name="q14-0-what" id="id_q14-0-what" value="&lt;b&gt;Plan"' in page
    assert '<option value="days" selected>Advice</option>' in page
    label = '<span class="govuk-visually-hidden">Line <span data-line>3</span>, </span>How much'
    assert f'for="id_q14-2-amount">{label}' in page
