"""Somebody else comes on a place: nothing of whoever sat there before stays with it."""

import html
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from applicants.access import Refused
from tests import factories
from tests.factories import client_for, newcomers, person, session, staff
from workshops.booking import actions
from workshops.booking.actions import Person
from workshops.forgetting.actions import forget_guest
from workshops.forgetting.queries import Guest
from workshops.models import Need
from workshops.needs.queries import counted, needs_of
from workshops.states import Way

pytestmark = pytest.mark.django_db
SECRET = "I have epilepsy."
BEN = Person("Ben", "ben@home.example")
CORA = Person("Cora", "cora@home.example")


@pytest.fixture
def booking():
    """Nia booked with Ben and with somebody who has no address."""
    return newcomers.confirmed(others=[BEN, Person("Old Tom")])


def seat(booking, name):
    return booking.places.get(name=name)


def name(booking, **people):
    """Rename those who are called so; the others stay."""
    now_there = {place.pk: Person(place.name, place.email) for place in booking.places.all()}
    now_there |= {seat(booking, who).pk: person for who, person in people.items()}
    return actions.name_people(booking, people=now_there, by=None)


def needs(place, words=SECRET):
    return newcomers.need(place, what="other", words=words, remember=True)


def at(page, *args):
    return reverse(f"workshops:{page}", args=args)


# --- What goes with whoever leaves ---


def test_what_somebody_needed_is_not_read_by_whoever_comes_instead(booking):
    need = needs(seat(booking, "Ben"))

    name(booking, Ben=CORA)

    cora = seat(booking, "Cora")
    assert needs_of(cora) == []
    assert SECRET not in Client().get(at("my_place", newcomers.seat_token(cora))).text
    officer = client_for(staff("is_officer"))
    assert SECRET not in officer.get(at("session_needs", booking.session.reference)).text
    assert counted(booking.session) == {}
    need.refresh_from_db()
    assert (need.words, need.is_remembered, need.wiped_at is None) == ("", False, False)


def test_of_somebody_who_was_swapped_and_is_forgotten_no_word_is_kept(booking):
    needs(seat(booking, "Ben"))
    name(booking, Ben=CORA)

    forget_guest(Guest(email=BEN.email), by=staff("is_administrator"))

    assert [need.words for need in Need.objects.all()] == [""]


def test_the_chair_of_a_helper_goes_to_who_waits_and_nobody_else_opened_the_way_in():
    of = session(capacity=2)
    booking = newcomers.confirmed(of)
    place = booking.places.get()
    actions.bring_helper(booking, place=place, by=None)
    waiting = newcomers.confirmed(of, waits=True)

    actions.name_people(booking, people={place.pk: CORA}, by=None)

    assert not booking.places.get().with_companion
    assert waiting.places.get().state == "offered"


def test_that_somebody_opened_their_way_to_join_says_nothing_of_who_comes_instead(time_machine):
    of = session(is_online=True, place="Online", join_link="https://meet.example/abc")
    booking = newcomers.confirmed(of)
    time_machine.move_to(of.starts_at - timedelta(hours=1))
    Client().post(at("my_join", newcomers.party_token(booking)))
    place = booking.places.get()
    assert place.join_opened_at is not None

    actions.name_people(booking, people={place.pk: CORA}, by=None)

    assert booking.places.get().join_opened_at is None


@pytest.mark.parametrize(
    ("other", "is_kept"),
    [
        (Person("Old Tom Byrne"), True),
        (Person("tom", "tom@home.example"), True),
        (Person("Cora"), False),
        (CORA, False),
        (Person(), False),
    ],
)
def test_without_an_address_somebody_is_who_keeps_a_part_of_their_name(booking, other, is_kept):
    tom = seat(booking, "Old Tom")
    needs(tom)

    name(booking, **{"Old Tom": other})

    assert bool(needs_of(tom)) == is_kept


def test_the_same_address_is_the_same_person(booking):
    ben = seat(booking, "Ben")
    needs(ben)

    name(booking, Ben=Person("Benjamin Okafor", "BEN@home.example"))

    assert [need.words for need in needs_of(ben)] == [SECRET]


def test_wherever_the_form_puts_them_whoever_comes_stays_on_their_own_place():
    """Also where there are more people than chairs, and a helper’s chair could not be moved."""
    of = session(capacity=3)
    booking = newcomers.confirmed(of, others=[BEN])
    nia, ben = booking.places.order_by("pk")
    hers, his = needs(nia, "Large print."), needs(ben)
    actions.bring_helper(booking, place=nia, by=None)
    actions.change_capacity(of, capacity=1, by=staff("is_officer"))
    keys = {place.pk: place.link_key for place in (nia, ben)}

    people = {nia.pk: BEN, ben.pk: Person("Nia Newly", nia.email)}
    actions.name_people(booking, people=people, by=None)

    assert (needs_of(nia), needs_of(ben)) == ([hers], [his])
    assert booking.places.get(with_companion=True) == nia
    assert {place.pk: place.link_key for place in booking.places.all()} == keys
    assert seat(booking, "Nia Newly") == nia


def test_somebody_new_takes_the_place_that_is_left_and_nobody_else_moves():
    booking = newcomers.confirmed(session(capacity=3), others=[BEN, CORA])
    nia, ben, cora = booking.places.order_by("pk")
    new = Person("Dee", "dee@home.example")

    people = {nia.pk: new, ben.pk: Person(nia.name, nia.email), cora.pk: CORA}
    actions.name_people(booking, people=people, by=None)

    assert (seat(booking, nia.name), seat(booking, "Dee")) == (nia, ben)
    assert seat(booking, CORA.name) == cora


def test_who_comes_now_for_somebody_who_waits_instead_takes_what_is_theirs_along():
    of = session(capacity=1)
    held = newcomers.confirmed(of)
    booking = newcomers.confirmed(of, waits=True, others=[BEN])
    actions.cancel_booking(held, by=None)
    offered, waiting = booking.places.order_by("pk")
    assert (offered.state, waiting.state) == ("offered", "waiting")
    hers, his = needs(offered, "Large print."), needs(waiting)

    people = {offered.pk: BEN, waiting.pk: Person(offered.name, offered.email)}
    actions.name_people(booking, people=people, by=None)

    assert seat(booking, BEN.name) == offered  # Ben comes, and Nia waits
    assert (needs_of(offered), needs_of(waiting)) == ([his], [hers])


# --- An old page ---


def typed_for(places, **facts):
    typed = {f"name_{place.pk}": place.name for place in places}
    return typed | {f"email_{place.pk}": place.email for place in places} | facts


@pytest.mark.parametrize("has_account", [True, False])
def test_a_page_from_before_somebody_left_moves_nobody_to_another_place(has_account):
    nia = newcomers.contact()
    client = client_for(person(name=nia.name, email=nia.email)) if has_account else Client()
    booking = newcomers.confirmed(who=nia, others=[BEN, CORA])
    places = list(booking.places.order_by("pk"))
    page = at("names", booking.reference)
    if not has_account:
        page = at("my_names", newcomers.party_token(booking))
    shown = client.get(page).text
    actions.give_back(booking, places=[places[1]], by=None)

    typed = typed_for(places, **{f"name_{places[2].pk}": "Cora Bell"})
    answer = client.post(page, typed)

    assert [f"Name of person {number}" in shown for number in (1, 2, 3)] == [True] * 3
    assert "Who comes has changed since you opened this page" in answer.text
    assert 'value="Cora Bell"' in answer.text
    assert "Name of person 3" not in answer.text
    assert [place.email for place in booking.places.live().order_by("pk")] == [
        nia.email,
        CORA.email,
    ]
    client.post(page, typed_for([places[0], places[2]], **{f"name_{places[2].pk}": "Cora Bell"}))
    assert [place.name for place in booking.places.order_by("pk")] == [
        nia.name,
        "Ben",
        "Cora Bell",
    ]


def test_a_page_that_leaves_somebody_out_takes_no_name_away(booking):
    first, *others = booking.places.order_by("pk")

    page = at("my_names", newcomers.party_token(booking))
    answer = Client().post(page, typed_for([first]))

    assert "Who comes has changed since you opened this page" in answer.text
    assert 'value="Ben"' in answer.text
    assert [place.name for place in booking.places.order_by("pk")][1:] == ["Ben", "Old Tom"]
    assert len(others) == 2


def test_somebody_who_left_while_the_names_were_saved_is_not_named(booking):
    people = {place.pk: Person(place.name, place.email) for place in booking.places.all()}
    actions.give_back(booking, places=[seat(booking, "Ben")], by=None)

    with pytest.raises(Refused, match="Who comes has changed"):
        actions.name_people(booking, people=people, by=None)


@pytest.mark.parametrize("has_account", [True, False])
def test_nobody_has_us_write_to_any_number_of_strangers(has_account):
    nia = newcomers.contact()
    client = client_for(person(name=nia.name, email=nia.email)) if has_account else Client()
    booking = newcomers.confirmed(who=nia, others=[BEN])
    page = at("names", booking.reference)
    if not has_account:
        page = at("my_names", newcomers.party_token(booking))
    nia, ben = booking.places.order_by("pk")

    answers = [
        client.post(page, typed_for([nia, ben], **{f"email_{ben.pk}": f"s{number}@x.example"}))
        for number in range(11)
    ]

    assert [answer.status_code for answer in answers] == [302] * 10 + [200]
    assert "You changed the names often in the last hour" in html.unescape(answers[-1].text)
    assert booking.places.get(pk=ben.pk).email == "s9@x.example"


# --- Somebody with two places in the list of things ---


def test_whoever_waits_for_another_way_saves_names_and_stands_there_once():
    of = factories.hybrid(capacity=1)
    newcomers.confirmed(of, way=Way.ROOM)
    booking = newcomers.confirmed(of, way=Way.ONLINE, others=[])
    place, token = booking.places.get(), newcomers.party_token(booking)
    actions.change_way(booking, place=place, by=None)

    saved = Client().post(
        at("my_names", token), typed_for([place], **{f"name_{place.pk}": "Nia Name"}), follow=True
    )

    assert "The names are saved." in saved.text
    assert {each.name for each in booking.places.live()} == {"Nia Name"}
    give_back = Client().get(at("my_give_back", token)).text
    assert give_back.count('name="places"') == 1
    Client().post(at("my_give_back", token), {"places": place.pk})
    assert not booking.places.live().exists()


# --- One date of several ---


def test_nobody_gets_a_second_date_of_a_pick_one_by_being_named():
    programme = factories.pick_one()
    here, there = [date.session for date in programme.dates.order_by("pk")][:2]
    mina = person()
    actions.book_place(there, by=mina, name="Mina")
    booking = newcomers.confirmed(here, others=[BEN])
    ben = seat(booking, "Ben")

    actions.name_people(booking, people={ben.pk: Person("Mina", mina.email)}, by=None)
    assert not booking.places.filter(email=mina.email).exists()
    assert newcomers.newest_email("booked_already").to == mina.email
    by = factories.staff("is_officer")
    with pytest.raises(Refused, match="One of you has a place at another date of this"):
        actions.name_people(booking, people={ben.pk: Person("Mina", mina.email)}, by=by)

    actions.name_people(booking, people={ben.pk: CORA}, by=None)
    assert booking.places.filter(email=CORA.email).exists()


def test_who_comes_to_a_course_may_change_at_each_date():
    course = newcomers.confirmed_course(others=[BEN])
    booking = course.parts.order_by("pk").first().booking

    name(booking, Ben=CORA)

    assert booking.places.filter(email=CORA.email).exists()
