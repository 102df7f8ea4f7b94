"""Whoever books names a friend by their address, and learns from no answer whether they come.

The table below takes every path on which somebody types the address of somebody else, once with
one whom nobody knows and once with one who has a place, and compares what the booker sees.
"""

import html
import re
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from applicants.access import Refused
from applicants.models import Email
from tests import factories
from tests.factories import client_for, newcomers, person, staff
from workshops.booking.actions import Person, book_place, book_places, name_people
from workshops.models import Booking, Place, Session
from workshops.programmes.actions import add_programme, book_course
from workshops.programmes.queries import sessions_of
from workshops.requests.actions import ask_for_place

pytestmark = [pytest.mark.django_db, pytest.mark.database]
BO, STRANGER = "bo@home.example", "nobody@home.example"
TELLING = ("already", "had a place", "has a place at", "One of you has")


@dataclass
class World:
    """Where Ama books: Bo has a place there, or at another date of the same thing."""

    of: Any
    ama: Any = None
    bo: Any = None
    theirs: Any = None  # the booking that Bo has
    mine: Any = None  # the booking that Ama has before, if it needs one

    @property
    def bo_s_places(self):
        return Place.objects.live().filter(email=BO)


def a_world(of, *, there=None, way_in=book_place, **facts):
    ama, bo = person(name="Ama Booker"), person(name="Bo", email=BO)
    if way_in is book_place:
        theirs = book_place(there or of, by=bo, name="Bo")
    else:
        theirs = way_in(there or of, people=[Person("Bo", BO)], by=bo)
    return World(of, ama, bo, theirs, **facts)


def open_session():
    return a_world(factories.session())


def last_chair():
    return a_world(factories.session(capacity=2))


def full_session():
    return a_world(factories.session(capacity=1))


def where_we_choose():
    return a_world(factories.chosen(), way_in=ask_for_place)


def a_course():
    return a_world(factories.course(), way_in=book_course)


def another_date():
    one, other = sessions_of(factories.pick_one())
    return a_world(one, there=other)


def with_a_party(world):
    """Ama has booked for herself and somebody whose name comes later."""
    people = [Person("Ama", world.ama.email), Person()]
    world.mine = book_places(world.of, people=people, by=world.ama)
    return world


def by_link(world):
    """The same without an account."""
    world.mine = newcomers.confirmed(world.of, others=[Person()])
    return world


def to_be_swapped(book):
    """Ama and somebody else have one date, and Bo the other: they became one thing later."""

    def made():
        of = factories.workshop()
        one, other = factories.session(workshop=of), factories.session(workshop=of)
        world = book(a_world(one, there=other))
        facts = {"title": "Is it for us?", "summary": "", "dates_planned": 2, "dates_needed": 1}
        by = staff("is_officer")
        add_programme(kind="pick_one", sessions=[one, other], by=by, **facts)
        return world

    return made


# --- What is typed, and where ---


def at(name, *args):
    return reverse(f"workshops:{name}", args=args)


def party(friend, **more):
    typed = {"name": "Ama", "number": "2", "name_2": "Bo Friend", "email_2": friend}
    return typed | more


def books(world, friend, **more):
    return [client_for(world.ama).post(at("book", world.of.reference), party(friend, **more))]


def joins(world, friend):
    return books(world, friend, accepts="1", waits="1")


def asks(world, friend):
    return books(world, friend, asks_because="We start a bakery.")


def books_course(world, friend):
    return [client_for(world.ama).post(at("course_book", world.of.reference), party(friend))]


def typed_names(world, friend):
    mine, other = world.mine.places.order_by("pk")
    return {
        f"name_{mine.pk}": mine.name,
        f"email_{mine.pk}": mine.email,
        f"name_{other.pk}": "Bo Friend",
        f"email_{other.pk}": friend,
    }


def names(world, friend):
    page = at("names", world.mine.reference)
    return [client_for(world.ama).post(page, typed_names(world, friend))]


def names_by_link(world, friend):
    page = at("my_names", newcomers.party_token(world.mine))
    return [Client().post(page, typed_names(world, friend))]


def _with_friend(world, friend):
    """The friend came along before their two dates were one thing."""
    other = world.mine.places.order_by("pk").last()
    Place.objects.filter(pk=other.pk).update(name="Bo Friend", email=friend)
    return {"to": Session.objects.get(pk=world.theirs.session_id).reference}


def swaps(world, friend):
    sent = _with_friend(world, friend)
    return [client_for(world.ama).post(at("swap", world.mine.reference), sent)]


def swaps_by_link(world, friend):
    sent = _with_friend(world, friend)
    return [Client().post(at("my_swap", newcomers.party_token(world.mine)), sent)]


def _says_yes(page, friend, link, **more):
    client = Client()
    asked = client.post(page, party(friend, email="ama@home.example", **more))
    mail = Email.objects.filter(event__startswith="workshops/confirm").order_by("-pk").first()
    return [asked, *([client.post(newcomers.link_in(mail))] if mail else [])]


def books_by_link(world, friend, **more):
    return _says_yes(at("book", world.of.reference), friend, "confirm", **more)


def joins_by_link(world, friend):
    return books_by_link(world, friend, accepts="1", waits="1")


def asks_by_link(world, friend):
    return books_by_link(world, friend, asks_because="We start a bakery.")


def books_course_by_link(world, friend):
    return _says_yes(at("course_book", world.of.reference), friend, "confirm_course")


PATHS = {
    "book a place": (open_session, books),
    "join the list": (full_session, joins),
    "the last place goes meanwhile": (last_chair, books),
    "ask for a place": (where_we_choose, asks),
    "book a course": (a_course, books_course),
    "one date of several": (another_date, books),
    "name somebody later": (lambda: with_a_party(open_session()), names),
    "name somebody later, one date of several": (lambda: with_a_party(another_date()), names),
    "swap a date": (to_be_swapped(with_a_party), swaps),
    "book by email": (open_session, books_by_link),
    "join the list by email": (full_session, joins_by_link),
    "the last place by email": (last_chair, books_by_link),
    "ask by email": (where_we_choose, asks_by_link),
    "book a course by email": (a_course, books_course_by_link),
    "one date of several by email": (another_date, books_by_link),
    "name somebody later by link": (lambda: by_link(open_session()), names_by_link),
    "one of several, later by link": (lambda: by_link(another_date()), names_by_link),
    "swap a date by link": (to_be_swapped(by_link), swaps_by_link),
}
# Nothing is booked there, for anybody: there are fewer chairs than people.
REFUSED = {"the last place goes meanwhile", "the last place by email"}


@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def as_seen(answer):
    """An answer of ours without what is another one each time."""
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    page = html.unescape(answer.content.decode())
    lines = [line for line in page.splitlines() if "csrf" not in line]
    text = "\n".join([str(answer.status_code), answer.headers.get("Location", ""), *said, *lines])
    text = re.sub(r"/workshops/my/[^\s\"]+|/my-[^\s\"]+|W[SC]-[0-9A-F]{8}", "…", text)
    text = re.sub(r"[\w-]+:[\w-]+:[\w-]+", "…", text)  # what is signed
    return text.replace(BO, "friend").replace(STRANGER, "friend")


@pytest.mark.parametrize(("world", "path"), PATHS.values(), ids=PATHS)
def test_whoever_books_sees_the_same_for_a_friend_who_comes_and_for_one_who_does_not(world, path):
    world = world()
    with undone():
        stranger = [as_seen(answer) for answer in path(world, STRANGER)]
    with undone():
        known = [as_seen(answer) for answer in path(world, BO)]

    assert known == stranger
    assert not [word for word in TELLING for answer in known if word in answer]


DONE = {name: path for name, path in PATHS.items() if name not in REFUSED}


@pytest.mark.parametrize(("world", "path"), DONE.values(), ids=DONE)
def test_the_friend_keeps_what_they_have_and_hears_who_named_them(world, path):
    world = world()
    had = set(world.bo_s_places.values_list("pk", "state"))

    path(world, BO)

    assert set(world.bo_s_places.values_list("pk", "state")) == had
    mail = Email.objects.get(event="workshops/booked_already")
    assert mail.to == BO
    assert " named you" in mail.body
    assert newcomers.link_in(mail)


@pytest.mark.parametrize(("world", "path"), DONE.values(), ids=DONE)
def test_whoever_books_has_their_own_place_and_is_asked_to_ask(world, path):
    world = world()

    path(world, BO)

    mine = Booking.objects.exclude(pk=world.theirs.pk).order_by("-pk").first()
    assert mine.places.live().exclude(email=BO).filter(name__in=("Ama", "Nia New")).exists()
    told = Email.objects.filter(body__contains="not part of this booking").exclude(to=BO)
    assert {mail.to for mail in told} == {mine.booker.email}
    body = told.first().body
    assert "please ask them" in body
    assert not [word for word in (*TELLING, BO) if word in body]


# --- The edges ---


def test_who_takes_their_own_place_at_another_date_is_told_so_plainly():
    world = another_date()
    Place.objects.filter(pk=world.theirs.places.get().pk).update(email="else@home.example")

    with pytest.raises(Refused, match="another date of this"):
        book_place(world.of, by=world.bo, name="Bo")


def test_a_place_that_was_to_be_theirs_stays_with_whoever_booked():
    world = with_a_party(open_session())

    names(world, BO)

    kept = world.mine.places.order_by("pk").last()
    assert (kept.state, kept.name, kept.email) == ("booked", "", "")
    mail = newcomers.newest_email("named_not_part", world.ama.email)
    assert "Name somebody else" in mail.body


def test_who_came_before_them_goes_and_hears_of_it():
    world = open_session()
    people = [Person("Ama", world.ama.email), Person("Cora", "cora@home.example")]
    world.mine = book_places(world.of, people=people, by=world.ama)

    names(world, BO)

    assert newcomers.newest_email("place_given_back", "cora@home.example")
    assert not world.mine.places.live().filter(email="cora@home.example").exists()


def test_whoever_booked_for_others_and_comes_already_hears_it_of_themselves():
    """It is their own place: they may know."""
    world = open_session()
    cora = person(email="cora@home.example")
    world.mine = book_places(world.of, people=[Person("Cora", cora.email), Person()], by=cora)
    book_places(world.of, people=[Person("Ama", world.ama.email)], by=world.ama)
    first, other = world.mine.places.order_by("pk")
    people = {first.pk: Person(), other.pk: Person()}
    name_people(world.mine, people=people, by=cora)
    book = [Person("Dee", "dee@home.example"), Person("Cora", cora.email)]
    dee = person(email="dee@home.example")
    book_places(world.of, people=book, by=dee)

    with pytest.raises(Refused, match="You have a place already, with another booking"):
        name_people(world.mine, people={other.pk: Person("Cora", cora.email)}, by=cora)


def test_colleagues_read_the_register_and_are_told_plainly():
    world = with_a_party(open_session())
    officer = client_for(staff("is_officer"))
    page = at("names", world.mine.reference)

    shown = officer.get(page).text
    refused = officer.post(page, typed_names(world, BO)).text

    assert "this page tells you if somebody has a place" in html.unescape(shown)
    assert f"{BO} has a place at this session already" in html.unescape(refused)
    by_phone = officer.get(at("book_by_phone", world.of.reference)).text
    assert "this page tells you if somebody has a place" in html.unescape(by_phone)


def test_asked_on_another_day_the_friend_hears_it_again(time_machine):
    world = with_a_party(open_session())
    names(world, BO)
    names(world, BO)
    assert Email.objects.filter(event="workshops/booked_already").count() == 1

    time_machine.move_to(now() + timedelta(days=1))
    names(world, BO)

    assert Email.objects.filter(event="workshops/booked_already").count() == 2


def test_two_friends_one_after_the_other_are_two_emails_in_one_minute(time_machine):
    time_machine.move_to(now().replace(second=5), tick=False)
    world = with_a_party(open_session())
    cora = person(name="Cora", email="cora@home.example")
    book_place(world.of, by=cora, name="Cora")

    for address in (BO, cora.email, cora.email):
        names(world, address)

    told = Email.objects.filter(event="workshops/named_not_part", to=world.ama.email)
    assert told.count() == 2, "and what is sent twice is told once"
