"""Each change of a place as an entry in the calendar of whoever comes."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import make_aware, now

from applicants.models import Email
from tests import factories
from tests.factories import person, session, staff, workshop
from workshops.booking.actions import (
    Person,
    book_places,
    cancel_booking,
    give_back,
    join_list,
    name_people,
)
from workshops.calendar import ical
from workshops.models import Place
from workshops.sessions.changing.actions import correct_session

from .a_reader import event_of, read, send_next, wall
from .in_a_calendar import book

pytestmark = [pytest.mark.django_db, pytest.mark.database]
BEFORE_WINTER = make_aware(datetime(2027, 10, 27, 18))
BEFORE_SUMMER = make_aware(datetime(2027, 3, 24, 18))


@pytest.fixture(autouse=True)
def _before(time_machine):
    time_machine.move_to(datetime(2027, 1, 4, 9))


def sent(event, to=None):
    emails = Email.objects.filter(event=f"workshops/{event}").order_by("-pk")
    return (emails.filter(to=to.email) if to else emails).first()


def sequence(email):
    return int(event_of(email.calendar)["sequence"])


# --- What an invitation says ---


def test_an_invitation_says_who_when_where_and_what_to_do():
    of = session(workshop=workshop(title="Fair pay, fair rotas"), starts_at=BEFORE_SUMMER)
    booking = book(of)

    calendar = read(sent("booking_made").calendar)
    event = event_of(sent("booking_made").calendar)

    assert calendar["method"] == "REQUEST"
    assert event["status"] == "CONFIRMED"
    assert event["summary"] == "Fair pay, fair rotas"
    assert event["location"] == "Tanyard Library"
    assert wall(event) == datetime(2027, 3, 24, 18)
    assert wall(event, "dtend") == datetime(2027, 3, 24, 20)
    assert event["dtstart"].params["TZID"] == "Europe/London"
    assert str(event["organizer"]) == f"mailto:{settings.FUND['email']}"  # no name beside it
    assert not event["organizer"].params
    assert str(event["attendee"]) == f"mailto:{booking.booked_by.email}"
    assert event["attendee"].params["PARTSTAT"] == "ACCEPTED"
    assert abs(event.decoded("dtstamp") - now()) < timedelta(seconds=5)
    assert booking.reference in event["url"]
    assert "does not give your place back" in event["description"]


def test_the_uid_is_of_the_place_and_cannot_be_guessed():
    """RFC 7986, 5.3: made of chance only, and the same when the service gets another address."""
    mina, friend = book(session(), "").places.all()

    assert mina.calendar_uid.version == friend.calendar_uid.version == 4
    assert mina.calendar_uid != friend.calendar_uid
    assert str(event_of(sent("booking_made").calendar)["uid"]) == str(mina.calendar_uid)


def test_the_link_to_join_is_never_in_a_calendar():
    of = session(is_online=True, place="Online", join_link="https://meet.example/secret")
    book(of)
    factories.session_moved(of)

    feed = Client().get(reverse("workshops:calendar_feed")).text
    for text in (feed, *Email.objects.values_list("calendar", flat=True)):
        assert "meet.example" not in text


@pytest.mark.parametrize(
    ("weekday_before", "weeks"), [(BEFORE_SUMMER, 1), (BEFORE_WINTER, 1), (BEFORE_WINTER, 30)]
)
def test_six_in_the_evening_stays_six_across_the_change_of_clocks(weekday_before, weeks):
    later = make_aware(weekday_before.replace(tzinfo=None) + timedelta(weeks=weeks))
    of = session(starts_at=weekday_before)
    book(of)
    factories.session_moved(of, starts_at=later, ends_at=later + timedelta(hours=2))

    before, after = (
        event_of(sent("booking_made").calendar),
        event_of(sent("session_moved").calendar),
    )

    assert (wall(before).hour, wall(after).hour) == (18, 18)
    assert after.decoded("dtstart") == later
    assert before["dtstart"].to_ical().endswith(b"T180000")
    assert after["dtstart"].to_ical().endswith(b"T180000")


def test_the_zone_that_we_send_changes_its_clocks_when_ours_do():
    """Read by its rules alone, as a program does that does not know the name."""
    text = ical.feed([], name="None").replace("Europe/London", "Alderwick")
    zone = next(iter(read(text).walk("VTIMEZONE"))).to_tz()
    for moment in (
        datetime(2027, 3, 28, 0, 59),
        datetime(2027, 3, 28, 2, 0),
        datetime(2027, 10, 31, 0, 59),
        datetime(2027, 10, 31, 2, 0),
        datetime(2026, 10, 24, 18),
        datetime(2026, 10, 25, 18),
        datetime(2040, 7, 1, 12),
    ):
        assert zone.utcoffset(moment) == make_aware(moment).utcoffset(), moment


# --- What changes it ---


def test_the_number_rises_with_each_change_and_the_name_stays():
    of, mina = session(), person()
    book(of, by=mina)
    of = factories.session_moved(of)
    of = factories.session_moved(of, place="Quayside Hub")
    of = factories.session_postponed(of)
    of = factories.session_dated(of)
    of = factories.session_online(of)
    factories.session_cancelled(of)

    emails = Email.objects.exclude(calendar="").order_by("pk")
    events = [event_of(email.calendar) for email in emails]
    assert len({str(event["uid"]) for event in events}) == 1
    assert [int(event["sequence"]) for event in events] == [0, 1, 2, 3, 4, 5, 6]
    assert [email.calendar_method for email in emails] == [
        *["REQUEST"] * 3,
        "CANCEL",
        *["REQUEST"] * 2,
        "CANCEL",
    ]
    for email, event in zip(emails, events, strict=True):
        assert read(email.calendar)["method"] == email.calendar_method
        is_off = email.calendar_method == "CANCEL"
        assert event["status"] == ("CANCELLED" if is_off else "CONFIRMED")


def test_a_typo_put_right_leaves_the_number_alone():
    of = session()
    book(of)
    correct_session(of, place="Tanyard Library 2", access="", join_link="", by=staff("is_officer"))

    assert Place.objects.get().calendar_sequence == 0


def test_an_entry_keeps_its_name_and_its_number_only_rises():
    of = session()
    book(of)
    factories.session_moved(of)
    entry = Place.objects.filter(calendar_sequence=1)

    for facts in ({"calendar_uid": uuid4()}, {"calendar_sequence": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            entry.update(**facts)
    entry.update(calendar_sequence=2)


def test_who_cancels_and_books_again_has_another_entry():
    of, mina = session(), person()
    first = book(of, by=mina)
    begun = sent("booking_made", mina)
    cancel_booking(first, by=mina)
    ended = sent("booking_cancelled", mina)
    book(of, by=mina)
    again = sent("booking_made", mina)

    assert ended.calendar_method == "CANCEL"
    assert sequence(ended) == sequence(begun) + 1
    uids = [str(event_of(each.calendar)["uid"]) for each in (begun, ended, again)]
    assert uids[0] == uids[1] != uids[2]


def test_who_waits_has_nothing_in_the_calendar_until_they_have_a_place():
    booking = factories.offered_place(by=person())
    factories.session_moved(booking.session)

    assert sent("session_moved", booking.booked_by).calendar == ""
    cancel_booking(booking, by=booking.booked_by)
    assert sent("booking_cancelled", booking.booked_by).calendar == ""


# --- Whose entry it is ---


def test_each_address_of_a_party_gets_its_own_and_who_booked_carries_the_rest():
    of, mina = session(), person()
    booking = book(of, "ali@example.org", "", by=mina)
    own, ali, _nobody = booking.places.order_by("pk")

    to_mina, to_ali = sent("booking_made"), sent("place_for_you")
    assert (to_mina.to, to_ali.to) == (mina.email, "ali@example.org")
    assert str(event_of(to_mina.calendar)["uid"]) == str(own.calendar_uid)
    assert str(event_of(to_ali.calendar)["uid"]) == str(ali.calendar_uid)
    assert str(event_of(to_ali.calendar)["attendee"]) == "mailto:ali@example.org"

    give_back(booking, places=[ali], by=mina)
    gone = sent("place_given_back")
    assert (gone.to, gone.calendar_method) == ("ali@example.org", "CANCEL")
    assert sent("booking_cancelled").calendar == ""  # Mina comes


def test_a_friend_who_only_waits_hears_nothing_when_the_list_is_left():
    of = session(capacity=1)
    book(of)
    booking = book_waiting(of, "ali@example.org")

    cancel_booking(booking, by=booking.booked_by)

    assert not Email.objects.filter(to="ali@example.org").exists()


def book_waiting(of, email):
    by = person()
    people = [Person(by.name, by.email), Person("Ali", email)]
    return join_list(of, people=people, accepts=1, by=by)


def test_a_name_that_comes_later_gets_its_invitation_and_who_is_swapped_out_loses_theirs():
    of, mina = session(), person()
    booking = book(of, "ali@example.org", by=mina)
    own, other = booking.places.order_by("pk")

    people = {own.pk: Person(mina.name, mina.email), other.pk: Person("Bo", "bo@example.org")}
    name_people(booking, people=people, by=mina)
    name_people(booking, people=people, by=mina)

    gone, new = sent("place_given_back"), Email.objects.get(to="bo@example.org")
    assert (gone.to, gone.calendar_method) == ("ali@example.org", "CANCEL")
    assert (new.event, new.calendar_method) == ("workshops/place_for_you", "REQUEST")
    assert sequence(new) == sequence(gone) == 1
    assert Email.objects.filter(to=mina.email).count() == 1


# --- How it is sent ---


def test_the_entry_is_an_alternative_of_the_text_with_the_method_on_its_label():
    of = session()
    book(of)
    factories.session_cancelled(of)

    for method in ("REQUEST", "CANCEL"):
        message = send_next(mail.outbox)
        assert message.get_content_type() == "multipart/alternative"
        text, part = message.iter_parts()
        assert text.get_content_type() == "text/plain"
        assert part.get_content_type() == "text/calendar"
        assert part.get_param("method") == method
        assert part.get_param("charset").lower() == "utf-8"
        assert (
            read(part.get_content().replace("\r\n", "\n").replace("\n", "\r\n"))["method"] == method
        )
    assert send_next(mail.outbox) is None


def test_a_message_without_an_entry_stays_plain():
    factories.waiting(by=(mina := person()))
    Email.objects.exclude(to=mina.email).delete()

    assert send_next(mail.outbox).get_content_type() == "text/plain"


def test_an_end_never_overtakes_its_beginning_and_holds_up_nobody_else(monkeypatch):
    of = session()
    book(of)
    factories.session_cancelled(of)
    book(session())
    first, last = sent("booking_made"), sent("session_cancelled")
    begun = Email.objects.filter(event="workshops/booking_made").order_by("pk").first()
    Email.objects.filter(pk=begun.pk).update(next_try_at=now() + timedelta(minutes=30))

    assert send_next(mail.outbox)["To"] == first.to  # the other booking
    assert send_next(mail.outbox) is None  # the end waits
    Email.objects.filter(pk=begun.pk).update(next_try_at=now())
    assert send_next(mail.outbox)["Subject"].startswith("You have a place")
    assert send_next(mail.outbox)["Subject"].startswith("Cancelled")
    last.refresh_from_db()
    assert last.state == Email.State.SENT


def test_what_could_not_be_sent_at_all_holds_up_nothing_for_ever():
    of = session()
    book(of)
    factories.session_cancelled(of)
    Email.objects.filter(event="workshops/booking_made").update(state=Email.State.FAILED)

    assert send_next(mail.outbox)["Subject"].startswith("Cancelled")


@pytest.mark.parametrize(
    "name",
    [
        'Ay"da',
        "Zoë Ó’Brien; Sons",
        "A, B: C\\n",
        "x" * 120,
        "Ama\r\nATTENDEE:x",
        "名前",
        "A\x01\x7f\u2028\x85ma",
    ],
)
def test_words_of_any_kind_make_an_entry_that_can_be_read(name):
    mina = person(name="Mina")
    of = session(place=name, access=name, workshop=workshop(title=name[:80]))
    book_places(of, people=[Person(name, mina.email)], by=mina)
    read(Client().get(reverse("workshops:calendar_feed")).text)

    event = event_of(sent("booking_made").calendar)

    assert not isinstance(event["attendee"], list)
