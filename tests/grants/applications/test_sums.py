"""What tables add up to, and how many lines they show."""

import pytest
from django.urls import reverse

from grants.applications.sheet import shown
from grants.applications.tables import sums_of
from grants.funds.columns import COLUMNS, budget_columns
from grants.models import Question
from tests import factories
from tests.factories import client_for

Kind = Question.Kind


def words(question, lines):
    return {one.label: one.words for one in sums_of(question, lines) if one.words}


def line(kind, amount, local="no"):
    return {"kind": kind, "what": "x", "amount": amount, "local": local}


def test_a_budget_says_how_much_stays_here_and_how_much_space_it_wants():
    question = Question(number=1, kind=Kind.BUDGET, options=budget_columns("in Alderwick"))
    lines = [
        line("money", "£3,200", "yes"),
        line("money", "800"),
        line("days", "3", "yes"),
        line("space", "20"),
        line("money", "lots", "yes"),
    ]

    assert words(question, lines) == {
        "Spent in Alderwick": "£3,200 of £4,000",
        "Desk space": "20 days",
    }
    assert [one.words for one in shown(question, lines).sums] == ["£3,200 of £4,000", "20 days"]
    assert [said[2].text for said in shown(question, lines).lines] == [
        "£3,200",
        "£800",
        "3 days",
        "20 days",
        "lots",
    ]
    assert words(question, []) == {}


@pytest.mark.parametrize(
    ("cost", "told"),
    [
        ("300", {"Comes in": "£500", "Goes out": "£300", "Left over": "£200"}),
        ("500", {"Comes in": "£500", "Goes out": "£500", "Left over": "£0"}),
        ("700.50", {"Comes in": "£500", "Goes out": "£700.50", "Short by": "£200.50"}),
    ],
)
def test_income_and_costs_say_what_is_left_or_short(cost, told):
    question = Question(number=1, kind=Kind.FIGURES, options=COLUMNS[Kind.FIGURES])

    assert words(question, [line("income", "500"), line("cost", cost)]) == told


@pytest.mark.django_db
def test_a_table_shows_two_spare_lines_and_more_when_asked():
    application = factories.draft(ready=False)
    client = client_for(application.started_by)
    page = reverse("section", args=[application.reference, 2])
    assert client.get(page).text.count("-what") // 3 == 2

    filled = {"q3-0-kind": "money", "q3-0-what": "Oven", "q3-1-what": "Mixer"}
    more = client.post(page, {"version": 0, **filled, "more": "q3"})
    text = client.get(more.headers["Location"]).text

    assert more.headers["Location"] == f"{page}?more=q3#q3"
    assert 'name="q3-5-what"' in text
    assert "Add more lines" not in text, "it has 6 lines at most"
    assert 'name="q3-3-what"' in client.get(page).text
    assert 'name="q3-4-what"' not in client.get(page).text
