"""Change of plan: who hears, what rounds ask, what the database refuses."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from applicants.access import Refused
from applicants.models import Email
from grants.migrations import _guards
from tests import factories
from tests.factories import person, session, staff
from workshops import states
from workshops.booking.actions import Person, book_places
from workshops.models import Place, Session, SessionChange
from workshops.queries import people_who_came, sessions_tagged
from workshops.sessions.actions import publish_session
from workshops.sessions.changing.actions import (
    cancel_session,
    correct_session,
    set_new_date,
)
from workshops.states import LIVE

from .a_change_of_plan import book, full, mails

pytestmark = [pytest.mark.django_db, pytest.mark.database]
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

    assert ours == _guards.workshops.SESSION_MOVES


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
