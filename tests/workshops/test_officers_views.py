"""The pages of workshops that officers work with."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from tests.factories import client_for, organisation, person, session, staff, workshop
from workshops.booking.actions import book_place, cancel_booking
from workshops.models import Session

from .on_pages import at, book, text_of

pytestmark = pytest.mark.django_db
NEW = {
    "on_day": "27",
    "on_month": "5",
    "starts": "6pm",
    "ends": "8:30pm",
    "place": "Tanyard Library",
    "capacity": "24",
}


def test_an_officer_adds_a_session_and_publishes_it():
    client = client_for(staff("is_officer"))
    data = NEW | {"workshop": workshop().pk, "on_year": str(now().year + 1)}

    response = client.post(reverse("workshops:session_add"), data)

    made = Session.objects.get()
    assert response.url == at("session", made)
    assert Client().get(at("session", made)).status_code == 404
    client.post(at("session_change", made), {"publish": "1"})
    assert Client().get(at("session", made)).status_code == 200


def test_a_session_with_mistakes_is_refused_and_keeps_what_was_typed():
    client = client_for(staff("is_officer"))

    response = client.post(reverse("workshops:session_add"), NEW | {"on_month": "13"})

    page = text_of(response)
    assert "Choose a workshop" in page
    assert "Error: " in page
    assert 'value="8:30pm"' in page
    assert not Session.objects.exists()


def test_fewer_places_than_booked_bump_nobody():
    of = session(capacity=5)
    book(of, person())
    book(of, person())
    client = client_for(staff("is_officer"))

    client.post(at("session_change", of), {"capacity": "1"})

    assert Session.objects.get().capacity == 1
    assert of.live_places().count() == 2
    assert "Join the waiting list" in text_of(client_for(person()).get(at("session", of)))


def test_the_register_lists_who_is_coming_and_not_who_gave_their_place_back():
    of = session()
    book(of, person(name="Mina Patel"))
    gone = book(of, person(name="Lee Byrne"))
    cancel_booking(gone, by=gone.booked_by)

    page = text_of(client_for(staff("is_officer")).get(at("register", of)))

    assert "Mina Patel" in page
    assert "Lee Byrne" not in page


def test_the_register_costs_the_same_for_many(django_assert_num_queries):
    of, client = session(capacity=50), client_for(staff("is_officer"))
    book(of, person())
    with django_assert_num_queries(6):
        client.get(at("register", of))
    for _ in range(20):
        book_place(of, by=(by := person()), name=by.name, organisation=organisation(owner=by))

    with django_assert_num_queries(6):
        client.get(at("register", of))


@pytest.mark.parametrize("name", ["register", "session_change"])
def test_staff_pages_refuse_everybody_else(name):
    of = session()

    assert client_for(person()).get(at(name, of)).status_code == 403
    assert client_for(staff("is_assessor")).get(at(name, of)).status_code == 403
    assert Client().get(at(name, of)).status_code == 302


def test_an_auditor_reads_the_register_and_changes_nothing():
    of, client = session(), client_for(staff("is_auditor"))

    assert client.get(at("register", of)).status_code == 200
    assert client.post(at("session_change", of), {"capacity": "3"}).status_code == 403
    assert client.get(reverse("workshops:session_add")).status_code == 403
    assert Session.objects.get().capacity == 10
