"""An account is closed after its person booked: they still come, or say that they can’t."""

import html

import pytest
from django.test import Client
from django.urls import reverse

from applicants.actions import close_account
from applicants.models import Email
from tests import factories
from tests.factories import newcomers, person, session, staff
from workshops.booking.actions import Person, book_place, book_places
from workshops.newcomers.queries import holder_of
from workshops.programmes.actions import book_course
from workshops.states import PlaceState

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def at(name, *args):
    return reverse(f"workshops:{name}", args=args)


def text_of(response):
    return html.unescape(response.content.decode())


def closed(user):
    return close_account(user, by=staff("is_administrator"))


@pytest.fixture
def ama():
    return person(name="Ama")


@pytest.fixture
def ben():
    return person(name="Ben")


@pytest.fixture
def party(ama, ben):
    """Ama booked for herself, for Ben who has an account too, and for somebody without a name."""
    people = [Person("Ama", ama.email), Person("Ben", ben.email), Person()]
    return book_places(session(), people=people, by=ama)


def test_who_booked_is_led_to_a_page_that_opens_without_signing_in(party, ama):
    closed(ama)
    factories.session_moved(party.session)

    mail = newcomers.newest_email("session_moved", ama.email)
    assert mail.is_private
    page = Client().get(newcomers.link_in(mail))
    assert page.status_code == 200
    assert "Ama" in text_of(page)
    Client().post(
        at("my_give_back", newcomers.party_token(party)),
        {"places": [place.pk for place in party.places.all()]},
    )
    assert not party.places.live().exists()


def test_their_own_place_is_theirs_and_not_that_of_somebody_without_a_name(party, ama):
    closed(ama)

    assert holder_of(newcomers.party_token(party)).place == party.places.get(email=ama.email)


def test_who_came_along_is_led_to_their_own_place_only(party, ben):
    closed(ben)
    factories.session_moved(party.session)

    mail = newcomers.newest_email("session_moved", ben.email)
    place = party.places.get(email=ben.email)
    assert mail.is_private
    assert newcomers.link_in(mail) == at("my_place", newcomers.seat_token(place))
    Client().post(at("my_give_back", newcomers.seat_token(place)), {"places": place.pk})
    place.refresh_from_db()
    assert place.state == PlaceState.CANCELLED_IN_TIME
    assert party.places.live().count() == 2


def test_who_can_sign_in_is_asked_to(party, ama, ben):
    factories.session_moved(party.session)

    for who in (ama, ben):
        mail = newcomers.newest_email("session_moved", who.email)
        assert newcomers.link_in(mail) == at("booking", party.reference)
        assert not mail.is_private


def test_when_it_is_closed_they_hear_how_they_reach_what_they_have(party, ama, ben):

    course = book_course(factories.course(), people=[Person("Ama", ama.email)], by=ama)
    gone = book_place(session(), by=ama, name="Ama")
    gone.places.update(state=PlaceState.CANCELLED_IN_TIME, ended_at=gone.booked_at)

    closed(ama)
    closed(ama)

    mails = Email.objects.filter(event="workshops/place_without_account")
    assert {mail.to for mail in mails} == {ama.email}
    assert all(mail.is_private for mail in mails)
    dates = [part.booking for part in course.parts.all()]
    assert {newcomers.link_in(mail) for mail in mails} == {
        at("my_place", newcomers.party_token(booking)) for booking in (party, *dates)
    }

    closed(ben)

    (mail,) = mails.filter(to=ben.email)
    place = party.places.get(email=ben.email)
    assert newcomers.link_in(mail) == at("my_place", newcomers.seat_token(place))


def test_who_asks_once_more_without_the_account_is_led_there_too(ama):
    of = session()
    held = book_place(of, by=ama, name="Ama")
    closed(ama)

    asked = newcomers.asked_for_place(of, who=newcomers.contact("Ama", ama.email))

    assert asked is None
    mail = newcomers.newest_email("booked_already", ama.email)
    assert newcomers.link_in(mail) == at("my_place", newcomers.party_token(held))


def test_another_date_of_the_same_is_swapped_by_the_link(ama, client):
    one, other = [date.session for date in factories.pick_one().dates.order_by("pk")]
    held = book_place(one, by=ama, name="Ama")
    closed(ama)
    asked = newcomers.asked_for_place(other, who=newcomers.contact("Ama", ama.email))

    page = text_of(client.post(at("confirm", newcomers.confirm_token(asked))))

    swap = at("my_swap", newcomers.party_token(held))
    assert f"{swap}?to={other.reference}" in page
    client.post(swap, {"to": other.reference})
    assert other.places.live().get(email=ama.email).state == PlaceState.BOOKED
    assert not held.places.live().exists()


def test_the_page_of_the_date_that_they_swapped_leads_to_the_one_they_have_now(ama, client):
    one, other = [date.session for date in factories.pick_one().dates.order_by("pk")]
    held = book_place(one, by=ama, name="Ama")
    closed(ama)
    client.post(at("my_swap", newcomers.party_token(held)), {"to": other.reference})

    page = text_of(client.get(at("my_place", newcomers.party_token(held))))

    made = other.bookings.get()
    assert "You have another date instead" in page
    assert at("my_place", newcomers.party_token(made)) in page


def test_no_calendar_leads_to_where_they_can_t_sign_in(party, ama):
    closed(ama)
    factories.session_moved(party.session)

    entry = newcomers.newest_email("session_moved", ama.email).calendar
    unfolded = entry.replace("\r\n ", "")
    assert at("session", party.session.reference) in unfolded
    assert at("booking", party.reference) not in unfolded
    assert "/my/" not in unfolded
