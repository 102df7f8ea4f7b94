"""A colleague books a whole course for somebody who rings: every date, or none."""

import html

import pytest
from django.urls import reverse

from applicants.models import Email
from tests import factories
from tests.factories import client_for, person, staff
from workshops.booking.actions import Person, cancel_booking
from workshops.booking.models import Contact
from workshops.models import Booking, CourseBooking, Need
from workshops.phoning.actions import book_course_by_phone
from workshops.programmes.queries import sessions_of

pytestmark = pytest.mark.django_db
TYPED = {"name": "Old Tom", "number": "1", "key": "abcdefghijkl"}


def at(programme):
    return reverse("workshops:course_by_phone", args=[programme.reference])


def text_of(response):
    return html.unescape(response.content.decode())


@pytest.fixture
def officer():
    return client_for(staff("is_officer", name="Marek"))


def test_a_name_is_enough_for_every_date(officer):
    programme = factories.course(dates=3)

    page = text_of(officer.post(at(programme), TYPED, follow=True))

    bookings = Booking.objects.order_by("session__starts_at")
    assert [each.session for each in bookings] == sessions_of(programme)
    assert {(each.name, each.booked_by, each.taken_by.name) for each in bookings} == {
        ("Old Tom", None, "Marek")
    }
    assert {place.state for each in bookings for place in each.places.all()} == {"booked"}
    assert "They have a place at every date. Tell them so: they get no email." in page
    assert not Email.objects.filter(event__startswith="workshops/").exists()


def test_with_an_address_they_hear_of_every_date_and_an_account_has_it(officer):
    programme, mina = factories.course(dates=2), person()

    officer.post(at(programme), TYPED | {"email": mina.email.upper()})

    assert CourseBooking.objects.get().booked_by == mina
    assert Email.objects.filter(event="workshops/booking_made", to=mina.email).count() == 2
    assert not Email.objects.filter(context__isnull=False).exists()


def test_a_second_click_books_nothing_twice(officer):
    programme = factories.course(dates=2)
    for _ in range(2):
        officer.post(at(programme), TYPED)

    assert CourseBooking.objects.count() == 1
    assert Booking.objects.count() == 2


def test_what_they_need_is_written_down_for_each_date(officer):
    programme = factories.course(dates=2)
    officer.post(at(programme), TYPED | {"what": ["bsl"]})

    assert [need.what for need in Need.objects.all()] == ["bsl", "bsl"]


def test_one_full_date_and_nothing_is_booked(officer):
    programme = factories.course(dates=3, capacity=1)
    last = sessions_of(programme)[-1]
    shown = " ".join(session.reference for session in sessions_of(programme))
    other = factories.booked_course(programme, by=person())
    for booking in Booking.objects.filter(course_part__course_booking=other).exclude(session=last):
        cancel_booking(booking, by=other.booked_by)

    page = text_of(officer.post(at(programme), TYPED | {"shown": shown}))

    assert "One of the dates has no place left" in page
    assert not CourseBooking.objects.filter(name="Old Tom").exists()
    assert not Booking.objects.filter(name="Old Tom").exists()


def test_dates_that_changed_since_the_page_was_opened_are_shown_again(officer):
    programme = factories.course(dates=2)
    page = text_of(officer.post(at(programme), TYPED | {"shown": "some-other-date"}))

    assert "The dates of this have just changed. Look at them once more." in page
    assert "Old Tom" in page
    assert not CourseBooking.objects.exists()


def test_a_course_with_a_missing_date_says_so(officer):
    programme = factories.course(dates=2, planned=3)
    assert "The third date of this course is not set yet" in text_of(officer.get(at(programme)))

    officer.post(at(programme), TYPED)
    assert not CourseBooking.objects.exists()


def test_who_has_a_place_at_one_date_is_not_booked_twice(officer):
    programme, mina = factories.course(dates=2), person()
    factories.booked_course(programme, by=mina)
    page = text_of(officer.post(at(programme), TYPED | {"email": mina.email}))

    assert "has a place at this session already" in page
    assert CourseBooking.objects.count() == 1


def test_what_is_no_course_is_booked_date_by_date(officer):
    programme = factories.pick_one()
    assert officer.get(at(programme)).url == reverse(
        "workshops:programme", args=[programme.reference]
    )


def test_those_who_come_along_have_chairs_at_every_date():
    programme = factories.course(dates=2, capacity=4)
    course = book_course_by_phone(
        programme,
        people=[Person("Tom", "tom@home.example"), Person("Tam"), Person(), Person()],
        contact=Contact("Tom", "tom@home.example"),
        key="k" * 12,
        by=staff("is_officer"),
    )

    assert [part.booking.places.count() for part in course.parts.all()] == [4, 4]
