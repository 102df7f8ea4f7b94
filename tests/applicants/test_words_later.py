"""Messages that get their words after a lock is let go, and those whose process died before."""

from datetime import UTC, datetime

import pytest
from django.core import mail
from django.db import transaction
from hypothesis import given, strategies as st

from applicants.actions.leaving import forget_address
from applicants.emails import (
    Entry,
    deliver_due_emails,
    keep_message,
    queue_email,
    words_later,
)
from applicants.models import Email
from applicants.packing import Records, pack, unpack
from tests import factories
from workshops.booking.actions import book_place
from workshops.calendar.ical import REQUEST

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(PLAIN, st.datetimes(timezones=st.just(UTC)))
def test_plain_values_come_back_as_they_were(value, moment):
    packed = pack({"value": value, "moment": moment, "pair": (1, "two")})

    assert unpack(packed, read=None) == {"value": value, "moment": moment, "pair": [1, "two"]}


def test_what_cannot_be_kept_is_refused_at_once():
    with pytest.raises(TypeError, match="object"):
        pack({"who": object()})
    with pytest.raises(TypeError, match="float"):
        pack({"share": 0.5})


@pytest.mark.django_db
def test_a_record_is_read_once_and_as_it_is_now(django_assert_num_queries):
    booking = a_booking()
    packed = pack({"booking": booking, "again": booking, "session": booking.session})
    type(booking).objects.filter(pk=booking.pk).update(group="Reed Weavers")

    with django_assert_num_queries(2):
        found = unpack(packed, Records().read)

    assert found["booking"] is found["again"]
    assert found["booking"].group == "Reed Weavers"
    assert found["session"] == booking.session


@pytest.mark.django_db
class TestAfterTheLock:
    def test_words_come_when_the_outermost_is_over(self):
        booking = a_booking()
        with words_later():
            with words_later():
                hear(booking)
            email = Email.objects.get(key="here")
            assert (email.subject, email.body) == ("", "")
            assert email.context is not None
        email.refresh_from_db()

        assert "Book" in email.body or "book" in email.body
        assert email.subject
        assert email.context is None

    def test_they_are_the_words_that_would_have_come_at_once(self):
        booking = a_booking()
        hear(booking, key="at once")
        with words_later():
            hear(booking, key="later")

        at_once, later = Email.objects.get(key="at once"), Email.objects.get(key="later")
        assert (later.subject, later.body) == (at_once.subject, at_once.body)
        assert later.calendar_method == at_once.calendar_method == REQUEST
        assert later.thread == at_once.thread
        assert without_stamp(later.calendar) == without_stamp(at_once.calendar) != ""

    def test_what_is_undone_gets_no_words(self):
        booking = a_booking()
        with pytest.raises(ZeroDivisionError):
            hear_and_fail(booking)

        assert not Email.objects.filter(key="here").exists()

    def test_a_second_message_with_the_same_key_changes_nothing(self):
        booking = a_booking()
        hear(booking)
        before = Email.objects.get(key="here")
        with words_later():
            queue_email(
                "workshops/list_joined", [booking.booked_by], key="other", number=2, **of(booking)
            )
            hear(booking)

        after = Email.objects.get(key="here")
        assert (after.body, after.context) == (before.body, None)

    def test_words_that_cannot_be_written_undo_no_fact(self, caplog):
        booking = a_booking()
        with words_later(), transaction.atomic():
            type(booking).objects.filter(pk=booking.pk).update(group="Reed Weavers")
            queue_email("workshops/no_such_words", [booking.booked_by], key="here")

        booking.refresh_from_db()
        assert booking.group == "Reed Weavers"
        assert "could not be written" in caplog.text
        assert Email.objects.get(key="here").context is not None


@pytest.mark.django_db
class TestWhenTheProcessDied:
    """Between the fact and its words: what is kept is all that there is."""

    def test_the_worker_writes_them_before_it_sends(self, mailoutbox):
        booking = a_booking()
        Email.objects.all().delete()
        left_behind(booking)

        assert deliver_due_emails() == 1
        assert mail.outbox[0].to == [booking.booked_by.email]
        assert str(booking.session.workshop) in mail.outbox[0].body
        assert mail.outbox[0].alternatives  # the entry for their calendar
        assert Email.objects.get().context is None

    def test_one_that_cannot_be_written_waits_and_stops_no_other(self, mailoutbox):
        booking, other = a_booking(), a_booking()
        Email.objects.all().delete()
        gone = left_behind(booking, context={"person": {"§record": ["applicants.user", 10**9]}})
        left_behind(other)

        assert deliver_due_emails() == 1
        gone.refresh_from_db()
        assert gone.state == Email.State.WAITING
        assert gone.problem == "It could not be written: DoesNotExist"

    def test_the_order_of_a_calendar_entry_holds(self, mailoutbox):
        booking = a_booking()
        Email.objects.all().delete()
        left_behind(booking, key="first")
        hear(booking, key="second")

        deliver_due_emails()
        deliver_due_emails()
        sent = Email.objects.order_by("sent_at").values_list("key", flat=True)
        assert list(sent) == ["first", "second"]


@pytest.mark.django_db
def test_who_is_forgotten_is_not_named_by_words_that_come_later(mailoutbox):
    booking, other = a_booking(), a_booking()
    Email.objects.all().delete()
    gone = "mo.lisle@example.org"
    left_behind(booking, context={"where": f"With {gone}, at the door"})
    broken = {"person": {"§record": ["applicants.user", 10**9]}, "where": gone}
    left_behind(other, context=broken)  # nor does one that can’t be written stop it

    forget_address(gone)

    kept = [email.context for email in Email.objects.order_by("pk")]
    assert [context["where"] for context in kept] == [
        "With Somebody who has left, at the door",
        "Somebody who has left",
    ]
    assert kept[1]["person"] == broken["person"]
    assert deliver_due_emails() == 1
    assert gone not in mail.outbox[0].body


def hear(booking, key="here"):
    entry = Entry(booking.places.get(), REQUEST)
    facts = {"coming": 1, "where": booking.session.place, **of(booking)}
    queue_email("workshops/booking_made", [booking.booked_by], key=key, entry=entry, **facts)


def hear_and_fail(booking):
    with words_later(), transaction.atomic():
        hear(booking)
        raise ZeroDivisionError


def a_booking():
    by = factories.person()
    return book_place(factories.session(), by=by, name=by.name)


def of(booking):
    return {"booking": booking, "session": booking.session, "page": "/workshops/bookings/"}


def left_behind(booking, key="here", **facts):
    row = keep_message(
        "workshops/booking_made",
        booking.booked_by,
        key=key,
        entry=Entry(booking.places.get(), REQUEST),
        coming=1,
        **of(booking),
    )
    for name, value in facts.items():
        setattr(row, name, {**row.context, **value} if name == "context" else value)
    row.key = f"{key}/{datetime.now(tz=UTC).timestamp()}" if facts else key
    row.save()
    return row


def without_stamp(calendar):
    return [line for line in calendar.splitlines() if not line.startswith("DTSTAMP")]
