"""A code to show at the door: read once, read again, of another session, or made up."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
import zxingcpp
from django.urls import reverse
from django.utils.timezone import localtime
from PIL import Image

from tests import factories
from tests.factories import client_for, person, staff
from workshops.booking.actions import Person, book_place, cancel_booking, name_people
from workshops.models import AttendanceMark
from workshops.register.tickets import drawn, link_of, place_of_ticket, ticket_of

pytestmark = pytest.mark.django_db


def scan(of, place):
    return reverse("workshops:scan", args=[of.reference, ticket_of(place)])


def test_a_look_says_who_it_is_and_the_button_marks_them():
    of, (place, _other) = factories.evening("Ama", "Bo")
    client = client_for(staff("is_officer"))

    looked = client.get(scan(of, place)).content.decode()

    assert "Ama" in looked
    assert "They are here" in looked
    assert not AttendanceMark.objects.exists()  # a look marks nobody
    client.post(scan(of, place))
    assert AttendanceMark.objects.get().place == place


def test_the_second_time_it_says_since_when_they_are_here():
    of, (place,) = factories.evening("Ama")
    client = client_for(staff("is_officer"))
    client.post(scan(of, place))

    again = client.get(scan(of, place)).content.decode()
    client.post(scan(of, place))

    mark = AttendanceMark.objects.get()
    assert "Already here" in again
    assert f"{localtime(mark.noted_at):%-I}" in again
    assert "They are here" not in again


def test_the_code_of_another_session_names_the_right_one():
    of, _places = factories.evening("Ama")
    place = book_place(factories.session(), by=(bo := person()), name=bo.name).places.get()
    client = client_for(staff("is_officer"))

    page = client.get(scan(of, place)).content.decode()
    client.post(scan(of, place))

    assert "This code is for another session" in page
    assert str(place.session.workshop) in page
    assert not AttendanceMark.objects.exists()


MADE_UP = (
    str.upper,
    lambda code: code[:-1],
    lambda code: "a" + code[1:],
    lambda code: code + "0",
    lambda _code: "x",
    lambda _code: "0" * 200,
)


@pytest.mark.parametrize("change", MADE_UP)
def test_a_code_that_is_not_ours_is_a_kind_sentence(change):
    of, (place,) = factories.evening("Ama")
    made_up = change(ticket_of(place))
    if made_up == ticket_of(place):
        made_up = "b" + made_up[1:]
    client = client_for(staff("is_officer"))
    address = reverse("workshops:scan", args=[of.reference, made_up])

    assert "We don’t know this code" in client.get(address).content.decode()
    assert client.post(address).status_code == 200
    assert not AttendanceMark.objects.exists()
    assert place_of_ticket(made_up) is None


def test_a_place_that_was_given_back_says_so():
    of = factories.session()
    booking = book_place(of, by=(ama := person()), name=ama.name)
    place = booking.places.get()
    cancel_booking(booking, by=ama)

    page = client_for(staff("is_officer")).get(scan(of, place)).content.decode()

    assert "has no place any more" in page


def test_each_who_comes_to_the_room_has_a_code_to_show_and_nobody_else_sees_it():
    of = factories.session()
    booking = book_place(of, by=(ama := person()), name=ama.name)
    address = reverse("workshops:tickets", args=[booking.reference])

    page = client_for(ama).get(address).content.decode()

    assert "<svg" in page
    assert client_for(person()).get(address).status_code == 404
    assert link_of(booking.places.get()).endswith(ticket_of(booking.places.get()) + "/")
    assert client_for(ama).get(scan(of, booking.places.get())).status_code == 403


def test_another_program_reads_the_code_back_as_the_link():
    place = person_with_a_place()

    code = drawn(place)

    assert read_by_another(code) == link_of(place)


def test_a_code_of_which_a_corner_is_torn_off_is_still_read():
    """As on paper that was in a pocket: some squares are gone."""
    place = person_with_a_place()
    code = drawn(place)

    torn = replace(code, path=re.sub(r"M(2[0-3]) (2[0-3])h1v1h-1z", "", code.path))

    assert torn.path != code.path
    assert read_by_another(torn) == link_of(place)


def person_with_a_place():
    of = factories.session()
    return book_place(of, by=person(), name="Ama").places.get()


def read_by_another(drawing):
    """What a reader of codes finds in a picture that is drawn from the path alone."""
    scale = 4
    picture = Image.new("L", (drawing.side * scale,) * 2, 255)
    for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", drawing.path):
        left, top = int(x) * scale, int(y) * scale
        picture.paste(0, (left, top, left + scale, top + scale))
    (found,) = zxingcpp.read_barcodes(picture)
    return found.text


def test_the_code_of_whoever_came_before_opens_nothing_when_somebody_else_comes():
    of, (place, _other) = factories.evening("Ama", "Bo", begins=timedelta(minutes=30))
    old = ticket_of(place)

    people = {place.pk: Person("Cora", "cora@home.example")}
    name_people(place.booking, people=people, by=place.booking.booked_by)

    assert place_of_ticket(old) is None
    answer = client_for(staff("is_officer")).get(
        reverse("workshops:scan", args=[of.reference, old])
    )
    assert "Cora" not in answer.text
    place.refresh_from_db()
    assert place_of_ticket(ticket_of(place)) == place
