"""Days, times and what an officer types about a session."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import localtime, now

from tests.factories import workshop
from workshops.sessions.fields import ClockField, DayField
from workshops.sessions.forms import SessionForm


@pytest.mark.parametrize("typed", ["6pm", "6 PM", "18:00", "18.00", "6:00pm", "06.00 pm"])
def test_a_time_is_understood_as_people_write_it(typed):
    assert ClockField().clean(typed) == time(18)


@pytest.mark.parametrize("typed", ["6", "25:00", "13pm", "tea time", "6:60pm", "-1:00"])
def test_what_is_no_time_is_refused(typed):
    with pytest.raises(ValidationError):
        ClockField().clean(typed)


def test_a_date_is_day_month_year():
    assert DayField().clean(["27", " 3 ", "2027"]) == date(2027, 3, 27)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (["", "", ""], "Enter the date"),
        (["27", "", "2027"], "The date must include a month"),
        (["", "", "2027"], "The date must include a day and month"),
        (["31", "2", "2027"], "The date must be a real date, like 27 3 2027"),
        (["1", "1", "27"], "The date must be a real date, like 27 3 2027"),
        (["one", "1", "2027"], "The date must be a real date, like 27 3 2027"),
        (["1" * 9000, "1", "2027"], "The date must be a real date, like 27 3 2027"),
        (["-1", "1", "2027"], "The date must be a real date, like 27 3 2027"),
    ],
)
def test_what_is_no_date_is_refused_in_a_sentence(typed, sentence):
    with pytest.raises(ValidationError) as refused:
        DayField().clean(typed)

    assert refused.value.messages == [sentence]


def a_session(**changes):
    year = now().year + 1
    facts = {"on_day": "27", "on_month": "5", "on_year": str(year)}
    facts |= {"starts": "6pm", "ends": "8pm", "place": "Tanyard Library", "capacity": "24"}
    return facts | {"workshop": workshop().pk} | changes


@pytest.mark.django_db
def test_a_session_is_two_instants_here():
    form = SessionForm(a_session())

    assert form.is_valid()
    facts = form.facts()
    assert (localtime(facts["starts_at"]).hour, localtime(facts["ends_at"]).hour) == (18, 20)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"on_year": "2020"}, "on", "The session must be in the future"),
        ({"ends": "6pm"}, "ends", "It must end after it starts"),
        ({"workshop": "999999"}, "workshop", "Choose a workshop from the list"),
        ({"workshop": "x"}, "workshop", "Choose a workshop from the list"),
        ({"capacity": "0"}, "capacity", "There must be at least 1 place"),
        ({"capacity": "9999999999"}, "capacity", "There can be at most 500 places"),
        ({"capacity": "lots"}, "capacity", "Enter the number of places in figures, like 24"),
        ({"place": "x" * 121}, "place", "The place must be 120 characters or fewer"),
        # Clocks skip 1am to 2am on 28 March 2027 and repeat it on 31 October 2027.
        (
            {"on_day": "28", "on_month": "3", "on_year": "2027", "starts": "1:30am"},
            "starts",
            "The clocks change at this time. Choose another one.",
        ),
        (
            {"on_day": "31", "on_month": "10", "on_year": "2027", "ends": "1:30am"},
            "ends",
            "The clocks change at this time. Choose another one.",
        ),
    ],
)
def test_what_is_wrong_with_a_session_is_said_beside_its_field(
    changes, field, sentence, time_machine
):
    time_machine.move_to("2026-11-22T12:00:00Z", tick=False)

    form = SessionForm(a_session(**changes))

    assert not form.is_valid()
    assert sentence in form.errors[field]
