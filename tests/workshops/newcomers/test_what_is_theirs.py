"""What somebody has and sees of a party: their own place, and those for whom they speak."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from applicants.actions import close_account
from tests import factories
from tests.factories import client_for, newcomers, person, session, staff
from workshops.booking import actions
from workshops.booking.actions import Person, book_places, fill_places, give_back
from workshops.booking.models import Booking, Contact
from workshops.models import CourseBooking
from workshops.needs.queries import needs_of, needs_of_session
from workshops.newcomers.actions import confirm_booking
from workshops.states import PlaceState, Way

from .by_email import at, text_of

pytestmark = pytest.mark.django_db
LINK = "https://meet.example/secret"
JOIN = "Join online"


def page_of(client, name, *args):
    return text_of(client.get(at(name, *args)))


def online_tomorrow():
    """A session online to which people can join by now."""
    facts = {"is_online": True, "place": "Online", "join_link": LINK}
    return session(starts_at=now() + timedelta(hours=12), **facts)


# --- A place online while they wait for the room ---


@pytest.fixture
def meanwhile():
    """Nia waits for the room, said what she needs, and has a place online for now."""
    of = factories.hybrid(capacity=1, online_capacity=5, starts_at=now() + timedelta(hours=20))
    newcomers.confirmed(of, who=newcomers.contact(email="first@home.example"), way=Way.ROOM)
    booking = newcomers.confirmed(of, way=Way.ROOM, waits=True)
    newcomers.need(booking.places.get(), what="captions")
    actions.take_meanwhile(booking, by=None)
    return booking


def test_who_has_a_place_online_meanwhile_joins_and_has_it_in_their_calendar(meanwhile):
    token = newcomers.party_token(meanwhile)

    page = page_of(Client(), "my_place", token)

    assert JOIN in page
    assert "Put it in your calendar" in page
    assert Client().get(at("my_calendar", token)).status_code == 200
    joined = text_of(Client().post(at("my_join", token), follow=True))
    assert meanwhile.session.join_link in joined


def test_what_they_need_stays_theirs_meanwhile_and_when_they_win_the_room(meanwhile):
    of, token = meanwhile.session, newcomers.party_token(meanwhile)
    held = meanwhile.places.get(state=PlaceState.BOOKED)
    assert [need.what for need in needs_of(held)] == ["captions"]
    assert "Live captions" in page_of(Client(), "my_place", token)

    Client().post(at("my_needs", token), {"what": ["captions", "bsl"]})
    actions.cancel_booking(of.bookings.get(email="first@home.example"), by=None)
    actions.take_place(meanwhile, by=None)

    assert sorted(need.what for need in needs_of_session(of)) == ["bsl", "captions"]
    assert "Live captions" in page_of(Client(), "my_place", token)


def test_a_link_from_before_they_took_a_place_leads_to_the_place_they_have():
    of = factories.hybrid(capacity=1, starts_at=now() + timedelta(hours=20))
    newcomers.confirmed(of, way=Way.ROOM)
    booking = newcomers.confirmed(
        of, way=Way.ROOM, waits=True, others=[Person("Bo", "bo@home.example")]
    )
    bo = booking.places.get(name="Bo")
    actions.take_meanwhile(booking, by=None)

    page = page_of(Client(), "my_place", newcomers.seat_token(bo))

    assert "Place booked" in page
    assert JOIN in page


# --- Those who have no address ---


def test_who_booked_joins_for_a_friend_without_an_address():
    booking = newcomers.confirmed(online_tomorrow(), others=[Person("Old Tom")])
    own, tom = booking.places.order_by("pk")
    give_back(booking, places=[own], by=None)
    token = newcomers.party_token(booking)

    page = page_of(Client(), "my_place", token)

    assert JOIN in page
    assert LINK in text_of(Client().post(at("my_join", token), follow=True))
    tom.refresh_from_db()
    assert tom.join_opened_at is not None
    assert "Put it in your calendar" in page
    entry = Client().get(at("my_calendar", token)).text.replace("\r\n ", "")
    assert str(tom.calendar_uid) in entry


def test_who_comes_to_the_room_joins_for_a_friend_who_comes_online():
    of = factories.hybrid(starts_at=now() + timedelta(hours=12), join_link=LINK)
    booking = newcomers.confirmed(of, others=[Person("Old Tom")], way=Way.ROOM)
    tom = booking.places.get(name="Old Tom")
    actions.change_way(booking, place=tom, by=None)

    assert JOIN in page_of(Client(), "my_place", newcomers.party_token(booking))


def test_who_has_friends_with_addresses_only_joins_for_none_of_them():
    booking = newcomers.confirmed(online_tomorrow(), others=[Person("Bo", "bo@home.example")])
    own = booking.places.get(email=booking.email)
    give_back(booking, places=[own], by=None)
    token = newcomers.party_token(booking)

    assert JOIN not in page_of(Client(), "my_place", token)
    assert Client().post(at("my_join", token)).status_code == 409


# --- With an account ---


@pytest.fixture
def party():
    """Ama booked for herself, for Cy, who has an account, and for somebody without an address."""
    ama, cy = person(), person()
    people = [Person(ama.name, ama.email), Person(cy.name, cy.email), Person("Old Tom")]
    return book_places(online_tomorrow(), people=people, by=ama), ama, cy


def test_the_way_in_is_shown_to_who_comes_and_not_to_who_gave_their_place_back(party):
    booking, _ama, cy = party
    client = client_for(cy)
    assert JOIN in page_of(client, "booking", booking.reference)

    give_back(booking, places=[booking.places.get(email=cy.email)], by=cy)

    page = page_of(client, "booking", booking.reference)
    assert "Given back" in page
    assert JOIN not in page
    assert LINK not in page


def test_the_way_in_is_shown_to_who_booked_for_somebody_without_an_address(party):
    booking, ama, cy = party
    client = client_for(ama)

    give_back(booking, places=[booking.places.get(email=ama.email)], by=ama)
    assert LINK in page_of(client, "booking", booking.reference)
    give_back(booking, places=[booking.places.get(name="Old Tom")], by=ama)
    assert LINK not in page_of(client, "booking", booking.reference)
    assert JOIN in page_of(client_for(cy), "booking", booking.reference)
    assert JOIN not in page_of(client_for(staff("is_officer")), "booking", booking.reference)


def test_the_telephone_number_is_read_by_colleagues_who_ring_and_by_who_gave_it():
    tom, cy = person(name="Tom"), person()
    who = Contact(tom.name, tom.email, "01632 960 001")
    people = [Person(tom.name, tom.email), Person(cy.name, cy.email)]
    booking = newcomers.rang(who=who, people=people)

    seen = {
        each: who.phone in page_of(client_for(each), "booking", booking.reference)
        for each in (tom, cy, staff("is_officer"), staff("is_auditor"))
    }

    assert list(seen.values()) == [True, False, True, False]


# --- What nobody said yes to ---


def test_an_address_that_a_stranger_typed_opens_nothing_after_it_ran_out(time_machine):
    bo, nia = person(), newcomers.contact(email="nia@home.example")
    of = session()
    asked = newcomers.asked_for_place(of, who=nia, others=[Person("Bo", bo.email)])
    owner = person(email=nia.email)
    time_machine.move_to(now() + timedelta(hours=3))
    fill_places(of)

    for somebody in (bo, owner):
        assert not Booking.objects.visible_to(somebody).exists()
        assert client_for(somebody).get(at("booking", asked.reference)).status_code == 404
        assert not somebody.has_perm("workshops.see_booking", asked)
        assert not somebody.has_perm("workshops.cancel_booking", asked)
    asked.refresh_from_db()
    assert not asked.is_made_by(owner)


def test_a_friend_who_was_left_out_does_not_see_the_party():
    bo = person()
    asked = newcomers.asked_for_place(of := session(), others=[Person("Bo", bo.email)])
    actions.book_place(of, by=bo, name="Bo")
    booking = confirm_booking(asked)

    assert not Booking.objects.visible_to(bo).filter(pk=booking.pk).exists()
    assert not bo.has_perm("workshops.see_booking", booking)


def test_nor_does_a_course_that_nobody_confirmed():
    bo = person()
    asked = newcomers.asked_for_course(others=[Person("Bo", bo.email)])

    assert not CourseBooking.objects.visible_to(bo).exists()
    assert not bo.has_perm("workshops.see_course", asked)


# --- A closed account ---


def test_who_has_closed_their_account_gets_a_link_that_opens_without_it():
    cy, ama = person(), person()
    close_account(cy, by=staff("is_administrator"))
    people = [Person(ama.name, ama.email), Person(cy.name, cy.email)]
    booking = book_places(session(), people=people, by=ama)

    link = newcomers.link_in(newcomers.newest_email("place_for_you", cy.email))

    assert link == at("my_place", newcomers.seat_token(booking.places.get(email=cy.email)))
    assert Client().get(link).status_code == 200
