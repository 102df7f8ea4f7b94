"""Another date of a pick one without an account: from the personal page, in one step."""

import html

import pytest
from django.test import Client
from django.urls import reverse

from applicants.access import Refused
from applicants.models import Email
from tests import factories
from tests.factories import client_for, newcomers, person, staff
from workshops.booking.actions import Person, book_place, bring_helper, change_way
from workshops.models import Booking, Need, Place
from workshops.needs.queries import needs_of
from workshops.programmes.actions import add_programme, swap_date
from workshops.programmes.queries import dates_to_swap_to
from workshops.states import PlaceState, Way

pytestmark = [pytest.mark.django_db, pytest.mark.database]
BO = Person("Bo Friend", "bo@home.example")


def at(name, *args):
    return reverse(f"workshops:{name}", args=args)


def text_of(response):
    return html.unescape(response.content.decode())


def dates_of(programme):
    return [each.session for each in programme.dates.order_by("session__starts_at")]


def both_ways(**facts):
    """A pick one of a date in a room, and one that is in a room and online."""
    of = factories.workshop()
    one = factories.session(workshop=of)
    other = factories.hybrid(workshop=of, **facts)
    add_programme(
        title="Is it for us?",
        kind="pick_one",
        summary="",
        dates_planned=2,
        dates_needed=1,
        sessions=[one, other],
        by=staff("is_officer"),
    )
    return one, other


def states(booking):
    return [place.state for place in booking.places.order_by("pk")]


def test_the_whole_party_moves_and_everybody_is_told(client):
    one, other = dates_of(factories.pick_one())
    held = newcomers.confirmed(one, others=[BO, Person("Kofi")])
    page = text_of(client.get(at("my_place", newcomers.party_token(held))))

    answer = client.post(at("my_swap", newcomers.party_token(held)), {"to": other.reference})

    assert "Swap to another date" in page
    made = Booking.objects.get(session=other)
    assert answer.url == at("my_place", newcomers.party_token(made))
    assert (made.name, made.email) == (held.name, held.email)
    assert states(held) == [PlaceState.CANCELLED_IN_TIME] * 3
    assert states(made) == [PlaceState.BOOKED] * 3
    told = set(Email.objects.values_list("event", "to"))
    assert told >= {
        ("workshops/booking_made", held.email),
        ("workshops/booking_cancelled", held.email),
        ("workshops/place_for_you", BO.email),
        ("workshops/place_given_back", BO.email),
    }
    assert all(
        email.is_private for email in Email.objects.filter(to=held.email) if "/my/" in email.body
    )


def test_a_link_used_twice_is_one_swap(client):
    one, other = dates_of(factories.pick_one())
    link = at("my_swap", newcomers.party_token(newcomers.confirmed(one)))

    first = client.post(link, {"to": other.reference})
    client.get(link)
    second = client.post(link, {"to": other.reference})

    assert first.url == second.url
    assert Place.objects.live().count() == 1
    old = text_of(client.get(link.replace("swap/", "")))
    assert "You have another date instead" in old
    assert first.url in old


def test_a_forged_link_and_one_of_a_friend_swap_nothing(client):
    one, other = dates_of(factories.pick_one())
    held = newcomers.confirmed(one, others=[BO])
    friend = held.places.get(email=BO.email)

    forged = client.post(
        at("my_swap", newcomers.party_token(held)[:-1] + "x"), {"to": other.reference}
    )
    friends = client.post(at("my_swap", newcomers.seat_token(friend)), {"to": other.reference})

    assert (forged.status_code, friends.status_code) == (404, 409)
    assert "Only whoever booked can swap the date" in text_of(friends)
    assert not other.places.exists()


def test_a_date_that_filled_meanwhile_leaves_what_they_have(client):
    one, other = dates_of(factories.pick_one(capacity=1))
    held = newcomers.confirmed(one)
    newcomers.confirmed(other)

    page = text_of(client.get(at("my_swap", newcomers.party_token(held))))
    sent = text_of(client.post(at("my_swap", newcomers.party_token(held)), {"to": other.reference}))

    assert "No other date has places for you just now" in page
    assert "You keep what you have" in sent
    assert states(held) == [PlaceState.BOOKED]


@pytest.mark.parametrize("typed", [{}, {"to": "nothing"}, {"to": "no\x00thing"}])
def test_bad_input_swaps_nothing(client, typed):
    one, _other = dates_of(factories.pick_one())
    held = newcomers.confirmed(one)

    answer = client.post(at("my_swap", newcomers.party_token(held)), typed)

    assert answer.status_code == 200
    assert "There is a problem" in text_of(answer)
    assert states(held) == [PlaceState.BOOKED]


def test_after_the_start_there_is_no_swap(client, time_machine):
    one, other = dates_of(factories.pick_one())
    held = newcomers.confirmed(one)
    time_machine.move_to(one.starts_at)

    page = text_of(client.get(at("my_place", newcomers.party_token(held))))

    assert "Swap to another date" not in page
    with pytest.raises(Refused, match="has begun"):
        swap_date(held, to=other, by=None)


def test_a_session_of_no_programme_has_no_swap(client):
    held = newcomers.confirmed()

    answer = client.get(at("my_swap", newcomers.party_token(held)))

    assert answer.url == at("my_place", newcomers.party_token(held))


# --- The second date that they asked for ---


def test_at_a_second_date_the_way_out_is_the_swap(client):
    one, other = dates_of(factories.pick_one(capacity=1))
    who = newcomers.contact()
    held = newcomers.confirmed(one, who=who)
    second = newcomers.asked_for_place(other, who=who)
    link = at("confirm", newcomers.confirm_token(second))

    answer = client.post(link)

    way = f"{at('my_swap', newcomers.party_token(held))}?to={other.reference}"
    assert answer.status_code == 409
    assert way in text_of(answer)
    client.post(way, {"to": other.reference})
    # The chair that waited for their yes is the one that they get.
    assert states(held) == [PlaceState.CANCELLED_IN_TIME]
    assert states(second) == [PlaceState.NOT_CONFIRMED]
    assert other.live_places().get().email == who.email


def test_the_date_that_they_wanted_is_chosen_already(client):
    one, other = dates_of(factories.pick_one())
    held = newcomers.confirmed(one)
    link = at("my_swap", newcomers.party_token(held))

    assert "checked" not in text_of(client.get(link))
    assert "checked" in text_of(client.get(f"{link}?to={other.reference}"))
    assert "checked" not in text_of(client.get(f"{link}?to=nothing"))


def test_who_has_an_account_swaps_there(client):
    one, other = dates_of(factories.pick_one())
    nia = person(email="nia@home.example")
    second = newcomers.asked_for_place(other, who=newcomers.contact(email=nia.email))
    held = book_place(one, by=nia, name="Nia")

    page = text_of(client.post(at("confirm", newcomers.confirm_token(second))))

    assert f"{at('swap', held.reference)}?to={other.reference}" in page


def test_who_came_with_a_friend_is_led_to_their_own_place(client):
    one, other = dates_of(factories.pick_one())
    held = newcomers.confirmed(one, others=[BO])
    second = newcomers.asked_for_place(other, who=newcomers.contact("Bo", BO.email))

    page = text_of(client.post(at("confirm", newcomers.confirm_token(second))))

    assert at("my_place", newcomers.seat_token(held.places.get(email=BO.email))) in page
    assert newcomers.party_token(held) not in page
    assert held.email not in page


def test_of_a_friend_s_other_date_nothing_is_said(client):
    one, other = dates_of(factories.pick_one())
    held = newcomers.confirmed(one, who=newcomers.contact("Bo", BO.email))
    second = newcomers.asked_for_place(other, others=[BO])

    answer = client.post(at("confirm", newcomers.confirm_token(second)), follow=True)

    page = text_of(answer)
    assert newcomers.party_token(held) not in page
    assert newcomers.seat_token(held.places.get()) not in page
    assert states(second) == [PlaceState.BOOKED, PlaceState.NOT_CONFIRMED]
    assert states(held) == [PlaceState.BOOKED]
    mail = newcomers.newest_email("booked_already", BO.email)
    assert "this is the same workshop" in mail.body
    assert newcomers.link_in(mail) == at("my_place", newcomers.party_token(held))


# --- What comes along ---


def test_they_come_the_way_that_they_choose():
    one, other = both_ways()
    held = newcomers.confirmed(one)
    client = Client()

    page = text_of(client.get(f"{at('my_swap', newcomers.party_token(held))}?to={other.reference}"))
    client.post(
        at("my_swap", newcomers.party_token(held)), {"to": f"{other.reference}:{Way.ONLINE}"}
    )

    assert f'value="{other.reference}:room"' in page
    assert ", online" in page
    assert other.live_places().get().way == Way.ONLINE


def test_unsaid_they_come_as_they_come_now():
    one, other = both_ways()
    ama = person()
    held = book_place(other, by=ama, name="Ama")
    change_way(held, place=held.places.get(), by=ama)

    back = swap_date(held, to=one, by=ama)
    again = swap_date(back, to=other, by=ama)

    assert back.places.get().way == Way.ROOM  # it has no other
    assert again.places.get().way == Way.ROOM


def test_a_full_room_offers_the_link_only():
    one, other = both_ways(capacity=1)
    held = newcomers.confirmed(one)
    newcomers.confirmed(other, way=Way.ROOM)

    found = dates_to_swap_to(held, one.published_at)

    assert [(date.session, date.way) for date in found] == [(other, Way.ONLINE)]


def test_somebody_who_also_waits_for_the_other_way_is_one_person():
    one, other = both_ways(capacity=1)
    ama = person()
    newcomers.confirmed(other, way=Way.ROOM)
    held = book_place(other, by=ama, name="Ama", way=Way.ONLINE)
    change_way(held, place=held.places.get(), by=ama)  # full, so they wait
    assert held.places.live().count() == 2

    made = swap_date(held, to=one, by=ama)

    assert states(made) == [PlaceState.BOOKED]
    assert not held.places.live().exists()


def test_what_would_help_them_is_asked_at_the_new_date_and_a_helper_has_a_chair():
    one, other = dates_of(factories.pick_one(capacity=2))
    held = newcomers.confirmed(one)
    place = held.places.get()
    newcomers.need_answered(newcomers.need(place, what="bsl", remember=True))
    bring_helper(held, place=place, by=None)

    made = swap_date(held, to=other, by=None)

    moved = made.places.get()
    need = needs_of(moved)[0]
    assert (need.what, need.standing, need.is_remembered) == ("bsl", Need.State.ASKED, True)
    assert moved.with_companion


def test_without_a_chair_for_the_helper_they_keep_what_they_have():
    one, other = dates_of(factories.pick_one(capacity=2))
    held = newcomers.confirmed(one)
    bring_helper(held, place=held.places.get(), by=None)
    newcomers.confirmed(other)

    with pytest.raises(Refused):
        swap_date(held, to=other, by=None)

    assert states(held) == [PlaceState.BOOKED]
    assert other.live_places().count() == 1


def test_a_colleague_swaps_for_somebody_without_an_account_and_without_an_address():
    one, other = dates_of(factories.pick_one())
    guest = newcomers.confirmed(one)
    rang = newcomers.rang(one)
    client = client_for(staff("is_officer"))

    for booking in (guest, rang):
        client.post(at("swap", booking.reference), {"to": other.reference})

    assert states(guest) == states(rang) == [PlaceState.CANCELLED_IN_TIME]
    assert sorted(other.live_places().values_list("name", flat=True)) == ["Nia New", "Old Tom"]
