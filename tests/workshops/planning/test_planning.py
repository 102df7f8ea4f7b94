"""A session is copied, or planned again and again."""

import html
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from applicants.access import Refused
from tests import factories
from workshops.booking.actions import book_place
from workshops.models import Session
from workshops.planning.actions import plan_series
from workshops.planning.series import Planned

pytestmark = pytest.mark.django_db

MOMENT = datetime(2027, 4, 1, 12, tzinfo=UTC)


@pytest.fixture
def officer():
    return factories.client_for(factories.staff("is_officer"))


def text_of(response):
    return html.unescape(response.content.decode())


def series_of(session):
    return reverse("workshops:session_series", args=[session.reference])


RULE = {
    "first_day": "19",
    "first_month": "4",
    "first_year": "2027",
    "starts": "6pm",
    "ends": "8pm",
    "every": "1",
    "times": "4",
}


@pytest.fixture
def session(time_machine):
    time_machine.move_to(MOMENT)
    return factories.session(place="Tanyard Library", access="A lift.", capacity=7)


def test_first_the_dates_are_shown_and_nothing_is_made(session, officer):
    page = text_of(officer.post(series_of(session), RULE))

    assert "Monday 3 May 2027. Early May bank holiday" in page
    assert page.count("checked") == 3
    assert Session.objects.count() == 1


def test_then_those_that_are_ticked_become_drafts(session, officer):
    days = ["2027-04-19", "2027-04-26", "2027-05-03"]

    answer = officer.post(series_of(session), RULE | {"make": "1", "days": days})
    officer.post(series_of(session), RULE | {"make": "1", "days": days})

    assert answer.url == reverse("workshops:session_list")
    made = Session.objects.exclude(pk=session.pk).order_by("starts_at")
    assert [f"{each.starts_at:%Y-%m-%d}" for each in made] == days
    for each in made:
        assert (each.state, each.place, each.access, each.capacity) == (
            "draft",
            "Tanyard Library",
            "A lift.",
            7,
        )
        assert each.created_by is not None


@pytest.mark.parametrize("days", [[], ["2027-04-20"], ["x"], ["2027-05-10", "\x00"]])
def test_days_that_the_rule_does_not_give_make_nothing(session, officer, days):
    page = text_of(officer.post(series_of(session), RULE | {"make": "1", "days": days}))

    assert "There is a problem" in page
    assert "Monday 19 April 2027" in page
    assert Session.objects.count() == 1


def test_a_clash_in_the_same_place_is_named_and_not_ticked(session, officer):
    start = datetime(2027, 4, 26, 18, 30, tzinfo=UTC)  # half past seven on the wall
    factories.session(
        workshop=factories.workshop(title="Fair pay"), place="tanyard library", starts_at=start
    )
    factories.session(place="Elsewhere", starts_at=start)
    ends_before = datetime(2027, 5, 10, 15, tzinfo=UTC)
    factories.session(place="Tanyard Library", starts_at=ends_before)

    page = text_of(officer.post(series_of(session), RULE))

    assert "Monday 26 April 2027. Fair pay is here then, 7:30pm to 9:30pm" in page
    assert page.count("is here then") == 1
    assert page.count("checked") == 2  # neither the clash nor the bank holiday


def test_online_nothing_clashes(session, officer):
    online = factories.session(is_online=True, place="Online")
    at = datetime(2027, 4, 26, 17, tzinfo=UTC)
    factories.session(is_online=True, place="Online", starts_at=at)

    page = text_of(officer.post(series_of(online), RULE))

    assert "Monday 26 April 2027" in page
    assert "is here then" not in page


def test_half_past_one_on_the_night_when_the_clocks_change_is_refused(time_machine):
    time_machine.move_to(datetime(2027, 1, 1, tzinfo=UTC))
    officer = factories.client_for(factories.staff("is_officer"))
    session = factories.session()
    rule = RULE | {
        "first_day": "21",
        "first_month": "3",
        "starts": "1:30am",
        "ends": "3am",
        "times": "3",
    }

    page = text_of(officer.post(series_of(session), rule))
    answer = officer.post(series_of(session), rule | {"make": "1", "days": ["2027-03-28"]})

    assert "Sunday 28 March 2027. The clocks change at this time" in page
    assert "can’t be made" in text_of(answer)
    assert Session.objects.count() == 1


def test_one_that_can_not_be_made_makes_none(session):
    day = datetime(2027, 6, 7, 18, tzinfo=UTC)
    dates = [Planned(day.date(), day, day + timedelta(hours=2))]
    factories.session(workshop=session.workshop, place=session.place, starts_at=day, capacity=99)
    early = day - timedelta(days=7)
    dates.insert(0, Planned(early.date(), early, early + timedelta(hours=2)))

    with pytest.raises(Refused, match="at this time in this place already"):
        plan_series(session, dates=dates, by=factories.staff("is_officer"))

    assert Session.objects.count() == 2


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"first_day": ""}, "The date must include a day"),
        ({"first_month": "13"}, "must be a real date"),
        ({"starts": "soon"}, "Enter a time like 6pm"),
        ({"ends": "5pm"}, "It must end after it starts"),
        ({"every": "0"}, "It must be 1 or more"),
        ({"every": "x"}, "Enter a number in figures"),
        ({"times": ""}, "Enter how many times, or the last day"),
        ({"times": "53"}, "At most 52 dates"),
        ({"times": "9" * 99}, "At most 52 dates"),
        (
            {"until_day": "1", "until_month": "1", "until_year": "2027"},
            "must not be before the first",
        ),
        ({"starts": ["6pm", "7pm"], "ends": "\x00"}, "Enter a time like 8pm"),
    ],
)
def test_a_rule_that_makes_no_sense_is_said_beside_the_field(session, officer, facts, says):
    page = text_of(officer.post(series_of(session), RULE | facts))

    assert says in page
    assert "Make these drafts" not in page


# --- A copy ---


def test_a_copy_has_everything_but_the_date_and_the_people(session, officer):
    book_place(session, by=factories.person(), name="Ama")
    address = reverse("workshops:session_copy", args=[session.reference])

    page = text_of(officer.get(address))
    assert "Tanyard Library" in page
    assert 'value="7"' in page
    facts = {
        "workshop": session.workshop_id,
        "on_day": "3",
        "on_month": "6",
        "on_year": "2027",
        "starts": "18:00",
        "ends": "20:00",
        "place": "Tanyard Library",
        "access": "A lift.",
        "capacity": "7",
    }
    answer = officer.post(address, facts)

    made = Session.objects.exclude(pk=session.pk).get()
    assert answer.url == reverse("workshops:session", args=[made.reference])
    assert (made.state, made.capacity, made.places.count()) == ("draft", 7, 0)
    assert "There is a problem" in text_of(officer.post(address, facts | {"on_year": "2020"}))


def test_only_officers_plan(session):
    for who in (factories.person(), factories.staff("is_auditor")):
        client = factories.client_for(who)
        for name in ("session_copy", "session_series"):
            address = reverse(f"workshops:{name}", args=[session.reference])
            assert client.get(address).status_code == 403
    assert now() < session.starts_at
