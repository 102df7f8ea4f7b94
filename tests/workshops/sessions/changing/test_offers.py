"""What becomes of those who wait, and of open offers, when a session moves to very soon."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.timezone import localtime, now

from applicants.models import Email
from tests import factories
from tests.factories import person, session
from workshops.booking import actions
from workshops.models import Offer
from workshops.states import PlaceState

from .a_change_of_plan import states_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def midday(time_machine):
    time_machine.move_to(datetime(2027, 2, 1, 12, tzinfo=UTC), tick=False)


def offered(days=10):
    """Somebody for whom a place is kept, and somebody who waits behind them."""
    of = session(capacity=1, starts_at=now() + timedelta(days=days))
    held = actions.book_place(of, by=(by := person()), name=by.name)
    first, second = (factories.waiting(by=person(), of=of) for _ in range(2))
    actions.cancel_booking(held, by=held.booked_by)
    assert (states_of(first), states_of(second)) == (["offered"], ["waiting"])
    return of, first, second


def moved(of, start):
    return factories.session_moved(of, starts_at=start, ends_at=start + timedelta(hours=2))


def mails_to(booking, *, since):
    mails = Email.objects.filter(about=booking.reference, pk__gt=since.pk).order_by("pk")
    return [(mail.event.removeprefix("workshops/"), mail.body) for mail in mails]


def test_moved_to_where_booking_has_ended_says_in_one_message_that_the_list_is_over():
    of, first, second = offered()
    before = Email.objects.latest("pk")

    moved(of, now() + timedelta(hours=1))
    actions.fill_all_sessions()

    for booking in (first, second):
        ((event, body),) = mails_to(booking, since=before)
        assert event == "session_moved"
        assert "Booking has ended for the new time, and the waiting list with it" in body
        assert "stay on the waiting list" not in body
        assert "still keep" not in body
        assert states_of(booking) == ["not_reached"]
    assert Offer.objects.get().outcome == Offer.Outcome.WITHDRAWN


def test_moved_to_the_last_day_says_in_one_message_that_the_first_to_answer_has_it():
    of, first, second = offered()
    before = Email.objects.latest("pk")

    moved(of, now() + timedelta(hours=9))
    actions.fill_all_sessions()

    for booking in (first, second):
        ((event, body),) = mails_to(booking, since=before)
        assert event == "session_moved"
        assert "no place is kept for anybody any more" in body
        assert "1 place is free now, and the first to answer has it" in body
        assert states_of(booking) == ["waiting"]
    first.refresh_from_db()
    assert first.lapses == 0
    actions.take_place(second, by=second.booked_by)
    assert states_of(second) == ["booked"]
    assert mails_to(first, since=before)[1:] == []
    actions.cancel_booking(second, by=second.booked_by)
    assert mails_to(first, since=before)[-1][0] == "place_called", "another freeing is news"


def test_moved_to_later_keeps_the_offer_and_it_never_ends_at_night():
    of, first, second = offered()
    before = Email.objects.latest("pk")
    start = (localtime() + timedelta(days=2)).replace(hour=8)

    moved(of, start)

    offer = Offer.objects.get(ended_at=None)
    assert offer.booking == first
    assert 9 <= localtime(offer.until).hour < 21
    ((event, body),) = mails_to(first, since=before)
    assert event == "session_moved"
    assert "We still keep 1 place for you" in body
    assert states_of(second) == ["waiting"]


def test_who_has_a_place_and_waits_for_the_other_way_keeps_the_place(time_machine):
    of = factories.hybrid(capacity=1, starts_at=now() + timedelta(days=10))
    by = person()
    room = actions.book_place(of, by=by, name=by.name, way="room")
    by = person()
    online = actions.book_place(of, by=by, name=by.name, way="online")
    actions.change_way(online, place=online.places.get(), by=by)
    before = Email.objects.latest("pk")

    moved(of, now() + timedelta(hours=1))

    ((event, body),) = mails_to(online, since=before)
    assert event == "session_moved"
    assert "You need do nothing to keep your place" in body
    assert states_of(online) == [PlaceState.BOOKED, PlaceState.NOT_REACHED]
    assert states_of(room) == [PlaceState.BOOKED]


def test_a_new_date_that_is_very_soon_says_so_too():
    of, first, second = offered()
    of = factories.session_postponed(of)
    before = Email.objects.latest("pk")

    start = now() + timedelta(hours=1)
    factories.session_dated(of, starts_at=start, ends_at=start + timedelta(hours=2))
    actions.fill_all_sessions()

    for booking in (first, second):
        assert [event for event, _body in mails_to(booking, since=before)] == ["session_dated"]
        assert states_of(booking) == ["not_reached"]


def test_what_was_free_on_the_last_day_of_the_old_date_is_forgotten(time_machine):
    of, _first, _second = offered(days=2)
    time_machine.move_to(of.starts_at - timedelta(hours=20), tick=False)
    actions.fill_all_sessions()  # a chair is called, and nobody takes it
    of = moved(of, now() + timedelta(days=9))
    actions.fill_all_sessions()
    for offer in Offer.objects.filter(ended_at=None):
        actions.accept_offer(offer.booking, by=offer.booking.booked_by)
    (waits,) = of.bookings.waiting()
    (sits,) = of.bookings.filter(places__state="booked")
    time_machine.move_to(of.starts_at - timedelta(hours=20), tick=False)
    before = Email.objects.latest("pk")

    actions.cancel_booking(sits, by=sits.booked_by)

    assert [event for event, _body in mails_to(waits, since=before)] == ["place_called"]
