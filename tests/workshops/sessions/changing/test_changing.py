"""Change of plan: what people keep, what they are told, what is refused."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from applicants.access import Refused
from applicants.models import Email
from grants.migrations import _guards
from tests import factories
from tests.factories import person, session, staff
from tests.factories.workshops import WHY
from workshops import states
from workshops.booking import actions as booking_actions
from workshops.booking.actions import Person, accept_offer, book_places, cancel_booking, take_place
from workshops.models import Offer, Place, Session, SessionChange
from workshops.queries import people_who_came, sessions_tagged
from workshops.sessions.actions import publish_session
from workshops.sessions.changing.actions import (
    cancel_session,
    correct_session,
    move_session,
    set_new_date,
    turn_online,
)
from workshops.states import LIVE, PlaceState

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def book(of, *emails, by=None):
    by = by or person()
    others = [Person(f"Friend {number}", email) for number, email in enumerate(emails)]
    return book_places(of, people=[Person(by.name, by.email), *others], by=by)


def full(capacity=2, **facts):
    """A session with a party that has all its places, and a party of two that waits."""
    of = session(capacity=capacity, **facts)
    booked = book(of, *["" for _ in range(capacity - 1)])
    waiting = factories.waiting(by=person(), of=of, names=["Lee", "Mo"])
    return of, booked, waiting


def states_of(booking):
    return list(booking.places.order_by("pk").values_list("state", flat=True))


def mails(event):
    return Email.objects.filter(event=f"workshops/{event}")


CHANGES = {
    "session_postponed": factories.session_postponed,
    "session_moved": factories.session_moved,
    "session_online": factories.session_online,
    "session_cancelled": factories.session_cancelled,
}


# --- Everybody hears once ---


@pytest.mark.parametrize("event", CHANGES)
def test_everybody_with_a_place_and_everybody_who_waits_gets_one_message(event):
    of, booked, waiting = full(capacity=3)
    Place.objects.filter(pk=booked.places.order_by("pk")[1].pk).update(email="ali@example.org")
    before = Email.objects.count()

    changed = CHANGES[event](of)
    CHANGES[event](changed) if event != "session_moved" else None

    told = set(mails(event).values_list("to", flat=True))
    assert told == {booked.booked_by.email, "ali@example.org", waiting.booked_by.email}
    assert Email.objects.count() == before + 3  # and nothing else
    assert changed.changes.get(kind=event.removeprefix("session_")).told == 3


@pytest.mark.parametrize("event", CHANGES)
def test_every_change_leaves_one_line_and_the_next_version(event):
    of, version = session(), 0
    changed = CHANGES[event](of)

    line = changed.changes.exclude(kind="published").get()
    assert (line.was_starts_at, line.was_place) == (of.starts_at, of.place)
    assert (line.starts_at, line.place) == (changed.starts_at, changed.place)
    assert changed.version == version + 1
    assert of.changes.filter(kind="published").count() == 1


def test_one_address_in_two_bookings_hears_once():
    of = session()
    booker = person()
    book(of, booker.email.upper(), by=person())
    book_places(of, people=[Person("Somebody", "some@example.org")], by=person(email="x@ex.org"))
    Place.objects.filter(email="some@example.org").update(email="other@example.org")

    factories.session_moved(of)

    addresses = [to.lower() for to in mails("session_moved").values_list("to", flat=True)]
    assert len(addresses) == len(set(addresses)) == 4


# --- Postponed, and a new date ---


def test_postponed_keeps_places_and_the_list_and_nothing_is_offered(time_machine):
    of, booked, waiting = full()
    factories.session_postponed(of)
    cancel_booking(booked, by=booked.booked_by)

    time_machine.move_to(of.starts_at + timedelta(days=3))  # its old day passes
    booking_actions.fill_all_sessions()

    assert states_of(waiting) == ["waiting", "waiting"]
    assert not Offer.objects.exists()


def test_who_gives_back_a_place_of_a_postponed_session_is_never_late(time_machine):
    of = session()
    booked = book(of)
    factories.session_postponed(of)
    time_machine.move_to(of.starts_at + timedelta(hours=1))

    cancel_booking(booked, by=booked.booked_by)

    assert states_of(booked) == ["cancelled_in_time"]


def test_an_open_offer_ends_when_a_session_is_postponed_and_its_party_stands_where_it_stood():
    of, booked, first = full(capacity=1)
    second = factories.waiting(by=person(), of=of)
    cancel_booking(booked, by=booked.booked_by)
    assert states_of(first) == ["offered", "waiting"]
    since = first.waits_since

    factories.session_postponed(of)

    first.refresh_from_db()
    assert states_of(first) == ["waiting", "waiting"]
    assert first.waits_since == since
    assert first.lapses == 0
    assert Offer.objects.get().outcome == "withdrawn"
    body = mails("session_postponed").get(to=first.booked_by.email).body
    assert "you are number 1" in body
    assert "you are number 3" in mails("session_postponed").get(to=second.booked_by.email).body
    with pytest.raises(Refused, match="postponed"):
        accept_offer(first, by=first.booked_by)


def test_a_new_date_brings_them_back_and_the_list_goes_on():
    of, booked, waiting = full()
    cancel_booking(booked, by=booked.booked_by)
    of = factories.session_postponed(of)

    of = factories.session_dated(of)

    assert of.is_open()
    assert states_of(waiting) == ["offered", "offered"]
    assert mails("session_dated").get().to == waiting.booked_by.email
    assert mails("place_offered").count() == 2  # before it was postponed, and now


def test_only_what_is_postponed_gets_a_new_date():
    of = session()
    with pytest.raises(Refused, match="not postponed"):
        factories.session_dated(of)
    with pytest.raises(Refused, match="Set its new date"):
        factories.session_moved(factories.session_postponed(of))


# --- Moved ---


def test_moving_twice_to_the_same_is_once():
    of = session()
    book(of)
    by = staff("is_officer")
    facts = {"starts_at": of.starts_at, "ends_at": of.ends_at, "place": "Room 2", "access": ""}

    move_session(of, by=by, **facts)
    move_session(of, by=by, **facts)

    assert of.changes.filter(kind="moved").count() == 1
    assert mails("session_moved").count() == 1


def test_who_drops_out_after_a_move_is_in_time_even_on_the_last_day(time_machine):
    of = session()
    early, late = book(of), None
    time_machine.move_to(of.starts_at - timedelta(hours=20))
    of = factories.session_moved(of)
    time_machine.shift(timedelta(minutes=1))
    late = book(of)

    cancel_booking(early, by=early.booked_by)
    cancel_booking(late, by=late.booked_by)

    assert states_of(early) == ["cancelled_in_time"]
    assert states_of(late) == ["cancelled_late"]  # they booked it as it is


def test_an_open_offer_is_made_anew_for_the_new_time_and_says_so_once():
    of, booked, waiting = full(starts_at=now() + timedelta(days=20))
    cancel_booking(booked, by=booked.booked_by)
    first = Offer.objects.get()
    soon = now() + timedelta(days=3)

    factories.session_moved(of, starts_at=soon, ends_at=soon + timedelta(hours=2))

    first.refresh_from_db()
    again = Offer.objects.get(ended_at=None)
    assert first.outcome == "withdrawn"
    assert again.places == first.places
    assert again.until < first.until  # less than a week away: 24 hours instead of 48
    assert states_of(waiting) == ["offered", "offered"]
    assert "We still keep 2 places for you" in mails("session_moved").get().body
    assert mails("place_offered").count() == 1
    accept_offer(waiting, by=waiting.booked_by)
    assert states_of(waiting) == ["booked", "booked"]


def test_another_room_leaves_offers_as_they_are():
    of, booked, _waiting = full()
    cancel_booking(booked, by=booked.booked_by)

    factories.session_moved(of, starts_at=of.starts_at, ends_at=of.ends_at, place="Quayside Hub")

    assert Offer.objects.get().ended_at is None


def test_a_move_away_from_the_last_day_offers_what_is_free(time_machine):
    of, booked, waiting = full()
    time_machine.move_to(of.starts_at - timedelta(hours=10))
    cancel_booking(booked, by=booked.booked_by)
    assert states_of(waiting) == ["waiting", "waiting"]  # called, and nothing kept

    later = of.starts_at + timedelta(days=9)
    factories.session_moved(of, starts_at=later, ends_at=later + timedelta(hours=2))

    assert states_of(waiting) == ["offered", "offered"]


def test_a_draft_can_be_moved_and_nobody_hears():
    of = factories.session_moved(session(is_published=False), place="Quayside Hub")

    assert of.place == "Quayside Hub"
    assert of.changes.get().told == 0


@pytest.mark.parametrize(
    ("shift", "complaint"),
    [
        ({"days": -30}, "in the future"),
        ({"hours": 0, "length": 0}, "end after it starts"),
        ({"hours": 0, "length": -1}, "end after it starts"),
    ],
)
def test_nonsense_is_refused_and_nothing_is_half_done(shift, complaint):
    of = session()
    length = shift.pop("length", 2)
    start = of.starts_at + timedelta(**shift)

    with pytest.raises(Refused, match=complaint):
        factories.session_moved(of, starts_at=start, ends_at=start + timedelta(hours=length))

    of.refresh_from_db()
    assert (of.version, of.changes.count()) == (0, 1)


def test_two_dates_of_a_workshop_do_not_meet_in_one_room():
    first = session()
    other = session(workshop=first.workshop, starts_at=first.starts_at + timedelta(days=1))

    with pytest.raises(Refused, match="already"):
        factories.session_moved(other, starts_at=first.starts_at, ends_at=first.ends_at)

    factories.session_cancelled(first)
    assert factories.session_moved(other, starts_at=first.starts_at, ends_at=first.ends_at)


@pytest.mark.parametrize(
    "change", [factories.session_moved, factories.session_postponed, factories.session_online]
)
def test_what_has_started_or_is_cancelled_stays_where_it_is(change, time_machine):
    off, of = factories.session_cancelled(), session()
    with pytest.raises(Refused, match="cancelled"):
        change(off)
    time_machine.move_to(of.starts_at + timedelta(minutes=1))
    with pytest.raises(Refused, match="has started"):
        change(of)


# --- Online ---


def test_places_become_places_online_and_booking_ends_at_the_start():
    of, booked, waiting = full()

    of = factories.session_online(of)

    assert (of.is_online, of.closes_at) == (True, of.starts_at)
    assert states_of(booked) == ["booked", "booked"]
    assert states_of(waiting) == ["waiting", "waiting"]
    body = mails("session_online").get(to=booked.booked_by.email).body
    assert "Tanyard Library" in body
    assert of.join_link not in body
    assert "What you need may be different now" in body


def test_turned_online_twice_is_once():
    of = factories.session_online(session())

    assert turn_online(of, join_link="", access="", by=staff("is_officer")) == of
    assert of.changes.filter(kind="online").count() == 1


# --- Cancelled ---


def test_cancelled_ends_every_place_and_twice_is_once():
    of, booked, waiting = full()

    factories.session_cancelled(of)
    again = factories.session_cancelled(of, because="Another reason.")

    assert states_of(booked) == ["session_cancelled"] * 2
    assert states_of(waiting) == ["session_cancelled"] * 2
    line = again.changes.get(kind="cancelled")
    assert line.because == WHY
    assert mails("session_cancelled").count() == 2
    assert WHY in mails("session_cancelled").first().body
    assert Place.objects.filter(session=of).count() == 4  # nothing is deleted


def test_an_offer_that_was_open_ends_with_the_session():
    of, booked, waiting = full()
    cancel_booking(booked, by=booked.booked_by)

    factories.session_cancelled(of)

    assert Offer.objects.get().outcome == "withdrawn"
    assert states_of(waiting) == ["session_cancelled"] * 2
    for answer in (accept_offer, take_place):
        with pytest.raises(Refused, match="cancel"):
            answer(waiting, by=waiting.booked_by)


def test_what_is_postponed_can_still_be_cancelled(time_machine):
    of, booked, _waiting = full()
    of = factories.session_postponed(of)
    time_machine.move_to(of.ends_at + timedelta(days=3))

    of = factories.session_cancelled(of)

    assert of.changes.first() is not None
    assert states_of(booked) == ["session_cancelled"] * 2


def test_nobody_gets_into_a_session_that_is_off():
    for of in (factories.session_cancelled(), factories.session_postponed()):
        with pytest.raises(Refused):
            book(of)
        with pytest.raises(Refused):
            factories.waiting(by=person(), of=of)


def test_after_the_start_it_stopped_early_and_who_came_has_come(time_machine):
    of = session()
    came, absent = book(of), book(of)
    time_machine.move_to(of.starts_at + timedelta(minutes=40), tick=False)
    factories.mark_attendance(of, came={came.places.get().pk}, by=staff("is_officer"))
    later = book_after_start(of)

    off = factories.session_cancelled(of)

    assert off.has_stopped_early
    assert off.ends_at == now()
    assert states_of(came) == states_of(absent) == ["booked"]  # what is written down is kept
    assert states_of(later) == ["session_cancelled"]
    assert off.changes.get(kind="stopped").told == 3
    assert mails("session_stopped").count() == 3
    assert not mails("session_cancelled").exists()


def book_after_start(of):
    """Somebody whose place nobody has marked yet."""
    with_place = person()
    booking, _places = booking_actions.make_booking(
        of, [Person("Late", with_place.email)], PlaceState.BOOKED, by=with_place
    )
    return booking


def test_what_is_over_is_not_cancelled(time_machine):
    of = session()
    time_machine.move_to(of.ends_at)

    with pytest.raises(Refused, match="is over"):
        factories.session_cancelled(of)


def test_a_draft_is_neither_postponed_nor_cancelled():
    of = session(is_published=False)
    for change in (
        factories.session_postponed,
        factories.session_cancelled,
        factories.session_online,
    ):
        with pytest.raises(Refused, match="Nobody can see"):
            change(of)


# --- What rounds ask ---


def test_a_session_that_is_off_was_none_that_anybody_could_come_to(time_machine):
    basics = factories.workshop(tag="co-op basics")
    on, off, later, early = (
        session(workshop=basics, starts_at=now() + timedelta(days=days)) for days in (3, 4, 5, 2)
    )
    came = book(early)
    factories.session_cancelled(off)
    factories.session_postponed(later)
    time_machine.move_to(early.starts_at + timedelta(minutes=30))
    factories.mark_attendance(early, came={came.places.get().pk}, by=staff("is_officer"))
    factories.session_cancelled(early)
    span = {"since": now() - timedelta(days=30), "until": now() + timedelta(days=30)}

    assert list(sessions_tagged("co-op basics", **span)) == [on]
    co_op = factories.organisation(owner=came.booked_by)
    assert people_who_came(co_op, "co-op basics", **span) == [came.places.get()]


# --- First at the next date ---


def test_who_lost_a_place_is_offered_the_next_date_before_anybody_else():
    of, booked, waiting = full()
    factories.session_cancelled(of)

    again = session(workshop=of.workshop, capacity=3, starts_at=now() + timedelta(days=30))

    first = again.bookings.get(follows=booked)
    assert states_of(first) == ["offered", "offered"]
    second = again.bookings.get(follows=waiting)
    assert states_of(second) == ["offered", "waiting"]
    with pytest.raises(booking_actions.SessionFull):
        book(again)
    assert "you come first" in mails("place_offered").get(to=booked.booked_by.email).body
    accept_offer(first, by=first.booked_by)
    assert states_of(first) == ["booked", "booked"]


def test_first_refusal_is_given_once_and_not_to_who_comes_already():
    of, booked, waiting = full()
    other = session(workshop=of.workshop)
    book(other, by=waiting.booked_by)
    factories.session_cancelled(of)

    again = session(workshop=of.workshop, starts_at=now() + timedelta(days=30))
    third = session(workshop=of.workshop, starts_at=now() + timedelta(days=40))
    elsewhere = session(starts_at=now() + timedelta(days=50))

    assert [each.follows for each in again.bookings.all()] == [booked]
    assert not third.bookings.exists()
    assert not elsewhere.bookings.exists()


def test_who_gave_their_place_back_before_is_not_asked():
    of = session()
    gone = book(of)
    cancel_booking(gone, by=gone.booked_by)
    factories.session_cancelled(of)

    again = session(workshop=of.workshop, starts_at=now() + timedelta(days=30))

    assert not again.bookings.exists()


def test_who_does_not_fit_stands_first_in_line():
    of, _booked, waiting = full()
    factories.session_cancelled(of)

    again = session(workshop=of.workshop, capacity=2, starts_at=now() + timedelta(days=30))

    assert mails("first_in_line").get().to == waiting.booked_by.email
    assert again.bookings.get(follows=waiting).places.filter(state="waiting").count() == 2


# --- Spelling ---


def test_a_typo_is_put_right_and_nobody_hears():
    of = session(place="Tanyrad Library")
    book(of)
    before = Email.objects.count()

    of = correct_session(
        of, place="Tanyard Library", access="Step-free.", join_link="", by=staff("is_officer")
    )

    assert (of.place, of.version, of.changed_at) == ("Tanyard Library", 0, None)
    assert Email.objects.count() == before


# --- What the database refuses ---


def test_the_database_knows_the_same_moves_of_a_session():
    ours = {
        str(source): tuple(map(str, targets)) for source, targets in states.SESSION_MOVES.items()
    }

    assert ours == _guards.SESSION_MOVES


def refused(change):
    with pytest.raises(IntegrityError), transaction.atomic():
        change()


def test_the_database_refuses_what_no_action_does():
    by = staff("is_officer")
    of, booked, _waiting = full()
    rows = Session.objects.filter(pk=of.pk)
    off = {"state": "cancelled", "cancelled_at": now(), "cancelled_by": by}

    refused(lambda: rows.update(state="draft", published_at=None))
    refused(lambda: rows.update(**off))  # somebody has a place
    refused(lambda: rows.update(state="postponed", cancelled_at=now(), cancelled_by=by))
    refused(lambda: rows.delete())
    refused(lambda: SessionChange.objects.update(because="Something else."))
    refused(lambda: SessionChange.objects.all().delete())

    factories.session_cancelled(of)
    refused(lambda: rows.update(state="published", cancelled_at=None, cancelled_by=None))
    refused(lambda: rows.update(starts_at=of.starts_at + timedelta(days=1)))
    refused(
        lambda: Place.objects.create(
            booking=booked, session=of, state="booked", booked_at=now(), name="Late"
        )
    )
    assert not of.places.filter(state__in=LIVE).exists()


def test_the_database_lets_nobody_into_what_is_postponed():
    of, _booked, waiting = full(capacity=3)
    Session.objects.filter(pk=of.pk).update(capacity=9)
    factories.session_postponed(of)

    refused(lambda: waiting.places.update(state="booked", booked_at=now()))
    refused(lambda: waiting.places.update(state="offered"))


def test_a_move_that_is_not_declared_is_a_fault_of_ours():
    from workshops.sessions.door import change

    with pytest.raises(ValueError, match="does not become"):
        change(
            factories.session_cancelled(), "published", by=staff("is_officer"), state="published"
        )


def test_a_published_session_is_published_once():
    of = session()
    by = staff("is_officer")
    publish_session(of, by=by)

    assert of.changes.count() == 1


def test_a_new_date_needs_sense_too():
    of = factories.session_postponed()
    past = datetime(2020, 1, 1, 18, tzinfo=UTC)
    with pytest.raises(Refused, match="in the future"):
        set_new_date(
            of,
            starts_at=past,
            ends_at=past + timedelta(hours=2),
            place="Hub",
            access="",
            by=staff("is_officer"),
        )
    assert cancel_session(of, because="Nobody free.", by=staff("is_officer")).is_off
