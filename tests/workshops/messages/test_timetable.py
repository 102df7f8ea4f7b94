"""The timetable of messages: when each comes, once, to whom, and what happens to it when plans
change."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, transaction
from django.utils.timezone import localtime, make_aware, now

from applicants.emails import deliver_due_emails
from applicants.models import Email
from tests import factories
from tests.factories import person, session, staff
from workshops.booking.actions import Person, book_places, cancel_booking
from workshops.feedback.slips import address_for
from workshops.messages.actions import send_due_messages
from workshops.messages.timetable import EARLIEST, TIMETABLE, Kind
from workshops.models import Session, TimedMessage
from workshops.register.actions import note_taps
from workshops.register.models import Mark
from workshops.register.taps import Tap

pytestmark = [pytest.mark.django_db, pytest.mark.database]

EVENING = make_aware(datetime(2027, 2, 10, 18))
AFTER = {each.kind: each.after_end for each in TIMETABLE if each.after_end}


@pytest.fixture(autouse=True)
def _early(time_machine):
    time_machine.move_to(datetime(2027, 1, 4, 9), tick=False)


def book(of, *emails, by=None):
    by = by or person()
    others = [Person("A friend", email) for email in emails]
    return book_places(of, people=[Person(by.name, by.email), *others], by=by)


def evening(**facts):
    return session(**{"starts_at": EVENING, **facts})


def sent():
    """What the timetable wrote: (kind, to)."""
    emails = Email.objects.filter(event__startswith="workshops/timed_").order_by("pk")
    return [(each.event.removeprefix("workshops/timed_"), each.to) for each in emails]


def outcomes():
    rows = TimedMessage.objects.order_by("pk")
    return [(row.kind, row.version, row.outcome) for row in rows]


def test_each_message_comes_at_its_time_and_once(time_machine):
    of, mina = evening(is_online=True, place="Online"), person()
    book(of, by=mina)
    for moment, kind in (
        (EVENING - timedelta(days=7), "week"),
        (EVENING - timedelta(days=2), "still_ok"),
        (EVENING - timedelta(days=1), "join"),
        (of.ends_at + timedelta(hours=1), "thanks"),
    ):
        before = len(sent())
        time_machine.move_to(moment - timedelta(seconds=1), tick=False)
        send_due_messages()
        assert len(sent()) == before, kind
        time_machine.move_to(moment, tick=False)
        assert send_due_messages() == 1
        assert send_due_messages() == 0
        assert sent()[-1] == (kind, mina.email)
    assert [outcome for _kind, _version, outcome in outcomes()] == ["sent"] * 4


def test_nobody_in_a_room_hears_how_to_join(time_machine):
    book(evening())
    time_machine.move_to(EVENING - timedelta(hours=3), tick=False)
    send_due_messages()

    assert "join" not in dict(sent())
    assert "join" not in TimedMessage.objects.values_list("kind", flat=True)


@pytest.mark.parametrize("month", [3, 10])
def test_a_day_before_is_the_same_time_of_day_where_the_clocks_change(month):
    last_sunday = {3: 28, 10: 31}[month]
    monday_after = make_aware(datetime(2027, month, last_sunday, 18) + timedelta(days=1))
    of = Session(starts_at=monday_after, ends_at=monday_after + timedelta(hours=2))

    for timed in TIMETABLE:
        if timed.days_before:
            due = localtime(timed.due_at(of))
            assert (due.hour, due.minute) == (18, 0), timed.kind
            assert localtime(monday_after).date() - due.date() == timedelta(days=timed.days_before)
            assert timed.due_at(of) > monday_after - EARLIEST


def test_each_address_hears_once_and_who_booked_reads_for_the_others(time_machine):
    of, mina = evening(), person()
    book(of, "ali@example.org", "", by=mina)
    time_machine.move_to(EVENING - timedelta(days=7), tick=False)

    send_due_messages()

    assert sorted(sent()) == sorted([("week", mina.email), ("week", "ali@example.org")])
    assert TimedMessage.objects.count() == 3  # one for each place
    assert "2 of you have a place" in Email.objects.get(to=mina.email, event__contains="timed").body


def test_who_waits_hears_none(time_machine):
    of = evening(capacity=1)
    mina = person()
    book(of, by=mina)
    factories.waiting(by=person(), of=of)
    time_machine.move_to(EVENING - timedelta(days=2), tick=False)

    send_due_messages()

    assert sent() == [("still_ok", mina.email)]
    assert "1 person waits" in Email.objects.get(event="workshops/timed_still_ok").body


def test_a_late_booker_gets_what_they_missed_with_the_confirmation(time_machine):
    of = evening(is_online=True, place="Online", join_link="https://meet.example/abc")
    time_machine.move_to(EVENING - timedelta(hours=20), tick=False)
    book(of)

    send_due_messages()

    assert sent() == []
    assert outcomes() == [(kind, 0, "too_late") for kind in ("week", "still_ok", "join")]
    body = Email.objects.get(event="workshops/booking_made").body
    assert "way to join is on your page now" in body


def test_a_clock_that_stood_still_tells_nobody_old_news(time_machine):
    of = evening()
    book(of)
    time_machine.move_to(EVENING + timedelta(minutes=1), tick=False)
    send_due_messages()
    assert sent() == []
    time_machine.move_to(of.ends_at + timedelta(days=5), tick=False)
    send_due_messages()
    assert sent() == []


def test_a_session_that_moves_is_planned_anew(time_machine):
    of, mina = evening(), person()
    book(of, by=mina)
    time_machine.move_to(EVENING - timedelta(days=7), tick=False)
    send_due_messages()
    later = EVENING + timedelta(days=14)
    of = factories.session_moved(of, starts_at=later, ends_at=later + timedelta(hours=2))

    time_machine.move_to(EVENING - timedelta(days=2), tick=False)
    send_due_messages()
    assert sent() == [("week", mina.email)]  # nothing for the old day
    time_machine.move_to(later - timedelta(days=7), tick=False)
    send_due_messages()

    assert sent() == [("week", mina.email)] * 2
    assert outcomes() == [("week", 0, "sent"), ("week", 1, "sent")]


def test_what_was_due_before_a_move_is_said_by_the_move_itself(time_machine):
    of = evening()
    book(of)
    time_machine.move_to(EVENING - timedelta(days=3), tick=False)
    factories.session_moved(of, starts_at=EVENING, ends_at=of.ends_at, place="Quayside Hub")

    send_due_messages()

    assert sent() == []
    assert outcomes() == [("week", 1, "too_late")]


@pytest.mark.parametrize("change", [factories.session_cancelled, factories.session_postponed])
def test_there_is_none_for_what_is_off(change, time_machine):
    of = evening()
    book(of)
    change(of)
    for moment in (EVENING - timedelta(days=7), EVENING, of.ends_at + timedelta(hours=2)):
        time_machine.move_to(moment, tick=False)
        assert send_due_messages() == 0

    assert not TimedMessage.objects.exists()


def test_who_gave_their_place_back_hears_nothing_more(time_machine):
    of = evening()
    gone = book(of)
    cancel_booking(gone, by=gone.booked_by)
    time_machine.move_to(EVENING - timedelta(days=7), tick=False)

    assert send_due_messages() == 0


def test_who_did_not_come_is_not_thanked(time_machine):
    of = evening()
    came, absent = book(of), book(of)
    time_machine.move_to(of.ends_at, tick=False)
    factories.mark_attendance(of, came={came.places.get().pk}, by=staff("is_officer"))
    time_machine.shift(timedelta(hours=1))

    send_due_messages()

    assert ("thanks", came.booked_by.email) in sent()
    assert ("thanks", absent.booked_by.email) not in sent()


def test_who_came_to_what_stopped_early_is_thanked_and_asked_from_its_end(time_machine, client):
    of = evening()
    came, unmarked, absent = book(of), book(of), book(of)
    time_machine.move_to(EVENING + timedelta(minutes=30), tick=False)
    by = staff("is_officer")
    place = came.places.get()
    for who, what in ((place, Mark.ARRIVED), (absent.places.get(), Mark.NOT_HERE)):
        note_taps(of, [Tap(what, place=who.pk)], by=by)
    of = factories.session_cancelled(of)
    assert send_due_messages() == 0
    at = {kind: of.ends_at + after for kind, after in AFTER.items()}

    time_machine.move_to(at["thanks"], tick=False)
    assert send_due_messages() == 2
    assert {to for kind, to in sent() if kind == "thanks"} == {
        came.booked_by.email,
        unmarked.booked_by.email,
    }
    for place in (came.places.get(), unmarked.places.get()):
        assert "How was it?</h1>" in client.get(address_for(place)).text
    assert "How was it?</h1>" not in client.get(address_for(absent.places.get())).text

    for kind in ("nudge", "next"):
        time_machine.move_to(at[kind], tick=False)
        send_due_messages()
        assert [to for each, to in sent() if each == kind] == [came.booked_by.email]


def test_who_was_found_at_the_door_after_all_is_thanked_once(time_machine):
    of = evening()
    late = book(of)
    time_machine.move_to(EVENING + timedelta(minutes=30), tick=False)
    tap = Tap(Mark.ARRIVED, place=late.places.get().pk, noted_at=now())
    of = factories.session_cancelled(of)
    note_taps(of, [tap], by=staff("is_officer"))
    time_machine.move_to(of.ends_at + AFTER["thanks"], tick=False)

    send_due_messages()

    assert sent() == [("thanks", late.booked_by.email)]
    mail = Email.objects.get(event="workshops/timed_thanks")
    assert mail.body.count("/workshops/feedback/") == 1


def test_what_was_cancelled_before_it_began_thanks_nobody(time_machine):
    of = evening()
    book(of)
    of = factories.session_cancelled(factories.session_postponed(of))
    time_machine.move_to(of.ends_at + timedelta(hours=2), tick=False)

    assert send_due_messages() == 0


def test_one_session_with_a_fault_keeps_no_other_from_its_messages(time_machine, caplog):
    broken, sound = (
        factories.hybrid(capacity=5, online_capacity=5, starts_at=EVENING + timedelta(hours=hour))
        for hour in (0, 1)
    )
    book(broken).places.update(way="attic")  # a row that no action makes
    booker = book(sound).booked_by
    time_machine.move_to(EVENING - timedelta(days=6), tick=False)

    for _again in range(2):
        with pytest.raises(ExceptionGroup) as failed:
            send_due_messages()
        assert "attic" in str(failed.value.exceptions)

    assert sent() == [("week", booker.email)]
    assert f"send_for {broken}" in caplog.text


def test_a_session_that_is_far_away_costs_one_question(django_assert_num_queries):
    for _ in range(5):
        book(session(starts_at=now() + timedelta(days=30)))

    with django_assert_num_queries(1):
        send_due_messages()


def test_a_clock_with_nothing_to_do_costs_the_same_for_many(
    time_machine, django_assert_num_queries
):
    for _ in range(4):
        book(session(starts_at=EVENING))
    time_machine.move_to(EVENING - timedelta(days=6), tick=False)
    send_due_messages()

    with django_assert_num_queries(3):
        send_due_messages()


def test_mail_that_cannot_be_sent_undoes_no_booking(monkeypatch):
    def away(self, messages):
        raise ConnectionRefusedError("No server.")

    monkeypatch.setattr(EmailBackend, "send_messages", away)
    booking = book(evening())

    deliver_due_emails()

    assert booking.places.get().state == "booked"
    assert Email.objects.get().state == Email.State.WAITING
    assert not mail.outbox


def test_the_database_keeps_one_for_each_place_kind_and_version(time_machine):
    of = evening()
    book(of)
    time_machine.move_to(EVENING - timedelta(days=7), tick=False)
    send_due_messages()
    row = TimedMessage.objects.get()

    for change in (
        lambda: TimedMessage.objects.create(
            place=row.place, kind=Kind.WEEK, version=0, outcome="sent"
        ),
        lambda: TimedMessage.objects.update(outcome="too_late"),
        lambda: TimedMessage.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
