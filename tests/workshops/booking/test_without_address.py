"""Who booked by phone and left no address: a colleague rings, and nobody falls off unheard."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from applicants.models import Email, User
from tests import factories
from tests.factories import client_for, newcomers, session, staff
from workshops.booking import actions, queries
from workshops.models import Offer

from .a_waiting_list import book, states_of, wait

pytestmark = [pytest.mark.django_db, pytest.mark.database]
RING = "workshops/please_ring"


@pytest.fixture(autouse=True)
def officer():
    staff("is_officer", is_active=False)
    return staff("is_officer", name="Marek")


def full(days=30, capacity=1):
    """A full session and who has its places."""
    of = session(capacity=capacity, starts_at=now() + timedelta(days=days))
    return of, book(of, size=capacity)


def tom_waits(of, officer, **facts):
    terms = {"accepts": 1, "straight_in_until": None, **facts}
    return newcomers.rang(of, by=officer, list_terms=terms)


def told(booking):
    """What Marek is asked; so is every other colleague."""
    mails = Email.objects.filter(about=booking.reference, event=RING)
    return list(mails.filter(to=User.objects.get(name="Marek").email).order_by("pk"))


def run_out(time_machine):
    time_machine.move_to(Offer.objects.get(ended_at=None).until, tick=False)
    actions.fill_all_sessions()


def test_an_offer_asks_the_colleagues_to_ring_and_says_nothing_private(officer):
    of, held = full()
    tom = tom_waits(of, officer)
    needs = "I have epilepsy"
    newcomers.need(tom.places.get(), what="other", words=needs)

    actions.cancel_booking(held, by=held.booked_by)
    actions.fill_all_sessions()

    (mail,) = told(tom)
    assert mail.is_private, "its words go when it is sent"
    assert "Please ring Old Tom" in mail.subject
    assert "01632 960 001" in mail.body
    assert "is kept for them until" in mail.body
    assert reverse("workshops:booking", args=[tom.reference]) in mail.body
    assert needs not in mail.body


def test_only_colleagues_who_work_here_now_are_asked(officer):
    of, held = full()
    tom_waits(of, officer)

    actions.cancel_booking(held, by=held.booked_by)

    rung = User.objects.filter(email__in=Email.objects.filter(event=RING).values("to"))
    assert set(rung) == set(User.objects.filter(is_officer=True, is_active=True))


def test_silence_takes_no_turn_from_who_was_not_asked_and_the_next_is_served(officer, time_machine):
    of, held = full()
    tom = tom_waits(of, officer)
    turn = tom.waits_since
    ama, ben = wait(of), wait(of)
    actions.cancel_booking(held, by=held.booked_by)
    assert states_of(tom) == ["offered"]

    run_out(time_machine)

    tom.refresh_from_db()
    assert (tom.lapses, tom.waits_since) == (0, turn)
    assert (states_of(tom), states_of(ama)) == (["waiting"], ["offered"])
    assert "they keep their turn" in told(tom)[-1].body
    run_out(time_machine)  # nor does Ama answer, and now it is his turn again
    assert (states_of(tom), states_of(ben)) == (["offered"], ["waiting"])
    for _ in range(4):
        run_out(time_machine)
    assert queries.number_in_list(tom) or queries.open_offer(tom)


def test_two_without_an_address_do_not_pass_a_chair_between_them(officer, time_machine):
    of, held = full()
    tom = tom_waits(of, officer)
    jim = newcomers.rang(
        of, by=officer, key="b" * 12, list_terms={"accepts": 1, "straight_in_until": None}
    )
    ama = wait(of)
    actions.cancel_booking(held, by=held.booked_by)

    run_out(time_machine)

    assert (states_of(tom), states_of(jim)) == (["waiting"], ["waiting"])
    assert states_of(ama) == ["offered"]


def test_where_nobody_else_waits_it_is_kept_again_and_one_message_says_so(officer, time_machine):
    of, held = full()
    tom = tom_waits(of, officer)
    actions.cancel_booking(held, by=held.booked_by)

    for number in (2, 3, 4):
        run_out(time_machine)
        assert states_of(tom) == ["offered"]
        assert len(told(tom)) == number


def test_straight_in_on_the_last_day_and_at_the_end_somebody_rings(officer, time_machine):
    of, held = full(days=3, capacity=2)
    straight = tom_waits(of, officer, straight_in_until=now() + timedelta(days=2))
    jim = newcomers.rang(
        of, by=officer, key="b" * 12, list_terms={"accepts": 1, "straight_in_until": None}
    )
    actions.give_back(held, places=[held.places.first()], by=held.booked_by)
    assert states_of(straight) == ["booked"]
    assert "They have a place now" in told(straight)[-1].body

    time_machine.move_to(of.starts_at - timedelta(hours=20))
    actions.cancel_booking(held, by=held.booked_by)
    assert "the first to answer has it" in told(jim)[-1].body
    book_again = actions.take_place(jim, by=officer)
    assert states_of(book_again) == ["booked"]
    late = newcomers.rang(
        of, by=officer, key="c" * 12, list_terms={"accepts": 1, "straight_in_until": None}
    )
    time_machine.move_to(of.closes_at)
    actions.fill_all_sessions()
    assert states_of(late) == ["not_reached"]
    assert "No place came free" in told(late)[-1].body


def test_who_is_on_the_phone_hears_it_there(officer):
    of, _held = full()

    tom_waits(of, officer)
    newcomers.rang(session(), by=officer, key="b" * 12)

    assert not Email.objects.filter(event=RING).exists()


@pytest.mark.parametrize(
    ("yes", "says"), [(1, "They have a place now"), (0, "there is an answer on their page")]
)
def test_our_answer_where_we_choose_is_told_by_telephone(officer, yes, says):
    tom = newcomers.rang(factories.chosen(), by=officer, because="I start a bakery.")
    assert not told(tom)

    factories.request_answered(tom, yes=yes)

    (mail,) = told(tom)
    assert says in mail.body
    assert "bakery" not in mail.body


def test_who_comes_first_at_a_new_date_is_told_by_telephone(officer):
    of, _held = full(capacity=2)
    workshop = of.workshop
    lost = session(workshop=workshop, starts_at=now() + timedelta(days=9))
    tom = newcomers.rang(lost, by=officer)
    factories.session_cancelled(lost)

    later = session(workshop=workshop, starts_at=now() + timedelta(days=40))

    follows = later.bookings.get(follows=tom)
    assert "is kept for them until" in told(follows)[0].body


def test_who_goes_straight_in_and_comes_another_way_is_told_by_telephone(officer):
    of = factories.hybrid(capacity=1, starts_at=now() + timedelta(days=30))
    held = actions.book_place(of, by=(by := factories.person()), name=by.name, way="room")
    tom = tom_waits(of, officer, straight_in_until=now() + timedelta(days=9))
    actions.take_meanwhile(tom, by=officer)

    actions.cancel_booking(held, by=held.booked_by)

    assert tom.places.live().get().way == "room"
    assert "They come another way now" in told(tom)[-1].body


def test_a_companion_with_an_address_hears_and_the_booker_is_rung(officer):
    of, held = full(capacity=2)
    people = [actions.Person("Old Tom"), actions.Person("Cy", "cy@home.example")]
    tom = newcomers.rang(
        of, by=officer, people=people, list_terms={"accepts": 1, "straight_in_until": None}
    )

    actions.cancel_booking(held, by=held.booked_by)

    assert told(tom)
    assert not Email.objects.filter(to="cy@home.example").exists()


def test_whom_to_ring_stands_on_the_register_and_on_their_page(officer):
    of, held = full()
    tom = tom_waits(of, officer)
    client = client_for(officer)
    register = reverse("workshops:register", args=[of.reference])
    assert "no email address: please ring 01632 960 001" in client.get(register).text

    actions.cancel_booking(held, by=held.booked_by)

    shown = client.get(register).text
    assert "Ring them" in shown
    assert "Old Tom</a>, 01632 960 001: until" in shown
    page = client.get(reverse("workshops:booking", args=[tom.reference])).text
    assert "left no email address, so please ring" in page
