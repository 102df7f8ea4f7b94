"""The pages about programmes."""

import html
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from icalendar import Calendar

from tests import factories
from workshops.booking.actions import book_place, change_capacity
from workshops.models import CourseBooking, Place, Programme
from workshops.programmes.queries import sessions_of

pytestmark = pytest.mark.django_db


def text_of(response):
    return html.unescape(response.content.decode())


def at(name, record):
    return reverse(f"workshops:{name}", args=[record.reference])


PERSON = {"name": "Ama", "number": "1"}


# --- A course ---


def test_the_page_of_a_course_lists_its_dates_and_how_many_places_the_whole_has():
    course = factories.course(capacity=5)
    change_capacity(sessions_of(course)[1], capacity=3, by=factories.staff("is_officer"))

    page = text_of(Client().get(at("programme", course)))

    assert all(at("session", session) in page for session in sessions_of(course))
    assert "3 places free at every date" in page
    assert at("course_book", course) in page


def test_a_course_that_misses_a_date_says_so_and_has_no_button():
    course = factories.course(dates=1, planned=2)

    page = text_of(Client().get(at("programme", course)))

    assert "The second date of this course is not set yet" in page
    assert "Date 2: Date to come" in page
    assert at("course_book", course) not in page


def test_a_course_is_booked_seen_and_given_back():
    course, ama = factories.course(), factories.person()
    client = client_of(ama)

    answer = client.post(at("course_book", course), PERSON | {"number": "2", "name_2": "Kofi"})

    booked = CourseBooking.objects.get()
    assert answer.url == at("course", booked)
    page = text_of(client.get(answer.url))
    assert "Kofi: came to 0 of 2" in page
    assert client.get(at("course_book", course)).url == at("course", booked)
    assert at("course", booked) in text_of(client.get(at("programme", course)))
    assert client.get(at("course_give_back", booked)).status_code == 200
    assert Place.objects.live().count() == 4  # looking gave nothing back
    assert client.post(at("course_give_back", booked)).url == at("course", booked)
    assert not Place.objects.live().exists()
    assert client.get(at("course_give_back", booked)).url == at("course", booked)


def test_a_full_course_keeps_what_was_typed_and_books_nothing():
    course = factories.course(capacity=1)
    client = client_of(factories.person())
    facts = PERSON | {"number": "2", "name_2": "Kofi"}

    page = text_of(client.post(at("course_book", course), facts))

    assert "There is a problem" in page
    assert "2 places are not free on" in page
    assert "Kofi" in page
    assert not Place.objects.exists()


def test_a_date_of_a_course_leads_to_the_course():
    course = factories.course()
    session = sessions_of(course)[0]
    client = client_of(factories.person())

    assert client.get(at("book", session)).url == at("course_book", course)
    assert client.post(at("book", session), PERSON).url == at("course_book", course)
    page = text_of(client.get(at("session", session)))
    assert "One booking is a place at every date of it" in page
    assert at("book", session) not in page


def test_the_booking_of_a_date_leads_to_the_whole_course():
    ama = factories.person()
    booked = factories.booked_course(by=ama)
    booking = booked.parts.first().booking

    assert at("course", booked) in text_of(client_of(ama).get(at("booking", booking)))


def test_somebody_else_does_not_find_a_course_booking():
    booked = factories.booked_course()
    client = client_of(factories.person())

    assert client.get(at("course", booked)).status_code == 404
    assert client.post(at("course_give_back", booked)).status_code == 404
    assert Place.objects.live().count() == 2


# --- Pick one ---


def test_a_second_date_of_a_pick_one_offers_the_swap():
    one, other = sessions_of(factories.pick_one())
    ama = factories.person()
    held = book_place(one, by=ama, name="Ama")
    client = client_of(ama)

    answer = client.get(at("book", other))

    assert answer.url == f"{at('swap', held)}?to={other.reference}"
    page = text_of(client.get(answer.url))
    assert f'value="{other.reference}"' in page
    assert "checked" in page
    swapped = client.post(at("swap", held), {"to": other.reference})
    assert swapped.url == at("booking", other.bookings.get())
    assert not one.live_places().exists()


@pytest.mark.parametrize("to", [[], ["x"], ["\x00"], ["x", "y"], ["9" * 500]])
def test_rubbish_instead_of_a_date_swaps_nothing(to):
    one, other = sessions_of(factories.pick_one())
    ama = factories.person()
    held = book_place(one, by=ama, name="Ama")

    page = text_of(client_of(ama).post(at("swap", held), {"to": to}))

    assert "There is a problem" in page
    assert one.live_places().count() == 1
    assert not other.places.exists()


def test_where_no_date_has_a_place_the_page_says_so():
    one, other = sessions_of(factories.pick_one(capacity=1))
    ama = factories.person()
    held = book_place(one, by=ama, name="Ama")
    book_place(other, by=factories.person(), name="Kofi")

    assert "No other date has places" in text_of(client_of(ama).get(at("swap", held)))


# --- For everybody ---


def test_a_programme_without_a_published_date_is_for_colleagues():
    hidden = Programme.objects.create(
        reference="hidden",
        title="Hidden",
        kind="single",
        dates_planned=1,
        dates_needed=1,
        created_by=factories.staff("is_officer"),
    )
    shown = factories.pick_one()

    page = text_of(Client().get(reverse("workshops:programme_list")))
    assert at("programme", shown) in page
    assert "Hidden" not in page
    assert Client().get(at("programme", hidden)).status_code == 404
    assert Client().get(at("programme_feed", hidden)).status_code == 404
    officer = client_of(factories.staff("is_officer"))
    assert at("programme", hidden) in text_of(officer.get(reverse("workshops:programme_list")))


def test_the_feed_of_a_programme_has_its_dates_and_no_other():
    course = factories.course()
    factories.session(workshop=sessions_of(course)[0].workshop, starts_at=now() + timedelta(2))

    response = Client().get(at("programme_feed", course))

    entries = Calendar.from_ical(response.content).walk("VEVENT")
    assert response["Content-Type"].startswith("text/calendar")
    assert {str(entry["UID"]).split("@")[0] for entry in entries} == {
        f"session-{session.reference}" for session in sessions_of(course)
    }


@pytest.mark.parametrize("name", ["programme", "programme_list", "programme_people"])
def test_a_page_costs_the_same_for_many(name, django_assert_max_num_queries):
    course = factories.course(dates=5)
    for _ in range(6):
        factories.booked_course(course)
    for _ in range(4):
        factories.pick_one()
    address = at(name, course) if name != "programme_list" else reverse(f"workshops:{name}")

    officer = client_of(factories.staff("is_officer"))

    with django_assert_max_num_queries(6):
        assert officer.get(address).status_code == 200


# --- Planning ---

TYPED = {
    "title": "Money without fear",
    "summary": "Two evenings.",
    "kind": "course",
    "dates_planned": "2",
    "dates_needed": "2",
}


def test_an_officer_plans_a_course_of_two_dates():
    sessions = [factories.session(starts_at=now() + timedelta(days=n)) for n in (5, 12)]
    client = client_of(factories.staff("is_officer"))
    dates = [session.reference for session in sessions]

    answer = client.post(reverse("workshops:programme_add"), TYPED | {"dates": dates})

    course = Programme.objects.get()
    assert answer.url == at("programme", course)
    assert sessions_of(course) == sessions
    page = text_of(client.get(at("programme_change", course)))
    assert page.count("checked") == 2
    answer = client.post(at("programme_change", course), TYPED | {"dates": dates[:1]})
    assert answer.url == at("programme", course)
    assert sessions_of(course) == sessions[:1]


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"title": ""}, "Enter a title"),
        ({"title": "x" * 81}, "80 characters or fewer"),
        ({"kind": ""}, "Choose what is booked"),
        ({"kind": "festival"}, "Choose what is booked"),
        ({"dates_planned": "1", "dates_needed": "1"}, "A course has 2 dates or more"),
        ({"dates_planned": "two"}, "Enter a number in figures"),
        ({"dates_planned": "0"}, "It must be 1 or more"),
        ({"dates_needed": "3"}, "nobody can come to more"),
        ({"dates_planned": "99999999999"}, "It can be 30 at most"),
        ({"dates": ["no-such-date"]}, "can’t be chosen any more"),
    ],
)
def test_what_makes_no_programme_is_said_beside_the_field(facts, says):
    factories.session()
    client = client_of(factories.staff("is_officer"))

    page = text_of(client.post(reverse("workshops:programme_add"), TYPED | facts))

    assert says in page
    assert "Two evenings." in page
    assert not Programme.objects.exists()


def test_of_a_pick_one_one_date_is_enough_whatever_was_typed():
    client = client_of(factories.staff("is_officer"))

    client.post(reverse("workshops:programme_add"), TYPED | {"kind": "pick_one"})

    assert Programme.objects.get().dates_needed == 1


def client_of(user):
    return factories.client_for(user)


def test_a_booking_of_a_date_that_stands_alone_has_nothing_to_swap():
    ama = factories.person()
    held = book_place(factories.session(), by=ama, name="Ama")

    assert client_of(ama).get(at("swap", held)).url == at("booking", held)
