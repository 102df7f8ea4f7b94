"""Saying yes hands over the key of what is yours, and of nobody else’s booking."""

import pytest
from django.test import Client

from tests.factories import course, newcomers, person, session
from workshops.booking.actions import Person, book_places
from workshops.newcomers.queries import holder_of
from workshops.programmes.actions import book_course

from .by_email import at, text_of

pytestmark = pytest.mark.django_db
FAY = newcomers.contact("Fay Friend", "fay@home.example")
NIA = newcomers.contact("Nia New", "nia@home.example")


def says_yes(asked):
    return Client().post(at("confirm", newcomers.confirm_token(asked)))


def of_nia(booking):
    return booking.places.get(email=NIA.email)


@pytest.mark.parametrize("has_account", [True, False])
def test_who_sits_in_a_friend_s_booking_gets_the_link_of_their_own_place(has_account):
    of = session()
    asked = newcomers.asked_for_place(of, who=NIA)
    if has_account:
        fay = person(name=FAY.name, email=FAY.email)
        people = [Person(fay.name, fay.email), Person(NIA.name, NIA.email)]
        hers = book_places(of, people=people, by=fay)
    else:
        hers = newcomers.confirmed(of, who=FAY, others=[Person(NIA.name, NIA.email)])

    answer = says_yes(asked)

    assert answer.url == at("my_place", newcomers.seat_token(of_nia(hers)))
    page = text_of(Client().get(answer.url))
    assert "Nia New" in page
    assert FAY.email not in page
    Client().post(answer.url + "give-back/", {"places": [p.pk for p in hers.places.all()]})
    assert hers.places.live().count() == 2  # what is hers, nobody else gives back


def test_who_booked_themselves_meanwhile_gets_the_link_of_that_booking():
    of = session()
    nia = person(name=NIA.name, email=NIA.email)
    asked = newcomers.asked_for_place(of, who=NIA)
    own = newcomers.rang(of, who=NIA)

    assert own.booked_by == nia
    assert says_yes(asked).url == at("my_place", newcomers.party_token(own))


def test_an_address_that_an_account_has_left_opens_no_booking_of_it():
    of = session()
    nia = person(name=NIA.name, email=NIA.email)
    asked = newcomers.asked_for_place(of, who=NIA)
    newcomers.rang(of, who=NIA, people=[Person("Bo")])
    nia.email = "nia@new.example"
    nia.save()

    assert says_yes(asked).url == at("session", of.reference)


@pytest.mark.parametrize("has_account", [True, False])
def test_a_course_that_a_friend_booked_stays_the_friend_s(has_account):
    programme = course()
    asked = newcomers.asked_for_course(programme, who=NIA)
    people = [Person(NIA.name, NIA.email)]
    if has_account:
        fay = person(name=FAY.name, email=FAY.email)
        hers = book_course(programme, people=[Person(fay.name, fay.email), *people], by=fay)
    else:
        hers = newcomers.confirmed_course(programme, who=FAY, others=people)

    answer = Client().post(at("confirm_course", newcomers.confirm_course_token(asked)))

    token = answer.url.rstrip("/").rpartition("/")[2]
    holder = holder_of(token)
    assert (holder.is_booker, holder.place.email) == (False, NIA.email)
    assert holder.booking.course_part.course_booking == hers
    assert FAY.email not in text_of(Client().get(answer.url))
