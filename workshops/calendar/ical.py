"""Calendar entries as text (RFC 5545, and RFC 5546 for what is sent): worked out, never stored.

Three things make programs take an entry for the one they have: the same UID, a higher SEQUENCE,
and the METHOD that says what to do with it. Times are written on the clock on the wall with the
rule of when it changes, so that 6pm stays 6pm in summer and in winter.
"""

from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localtime, now
from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vRecur,
)

from workshops.states import Way

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
WHO_MADE_IT = "-//Coopfund//Workshops//EN"
ASK_AGAIN = timedelta(hours=1)  # how often a program that subscribes may look


def invitation(place, *, to, name):
    """You have a place: put it in your calendar, or change what is there."""
    calendar = _calendar(REQUEST)
    event = _of_place(place)
    event.add("status", "CONFIRMED")
    event.add("attendee", _attendee(to, name))
    calendar.add_component(event)
    return _text(calendar)


def cancellation(place, *, to, name):
    """You have no place any more, or there is no date: take it out of your calendar."""
    calendar = _calendar(CANCEL)
    event = _of_place(place)
    event.add("status", "CANCELLED")
    event.add("attendee", _attendee(to, name))
    calendar.add_component(event)
    return _text(calendar)


def download(place):
    """The same entry to put in by hand: nobody is asked for an answer."""
    calendar = _calendar(PUBLISH)
    event = _of_place(place)
    event.add("status", "CONFIRMED")
    calendar.add_component(event)
    return _text(calendar)


def feed(sessions, *, name):
    """What anybody may subscribe to: dates and places, and nobody who comes."""
    calendar = _calendar(PUBLISH)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for session in sessions:
        calendar.add_component(_of_session(session))
    return _text(calendar)


def domain():
    return urlsplit(settings.SITE_URL).hostname or "localhost"


# --- What they are made of ---


def _calendar(method):
    calendar = Calendar()
    calendar.add("prodid", WHO_MADE_IT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(_zone(settings.TIME_ZONE))
    return calendar


def _of_place(place):
    """People share calendars, so nobody’s personal link stands in one: it is in their email."""
    session = place.session
    has_account = place.has_account or (not place.email and place.booking.has_account)
    address = reverse("workshops:session", args=[session.reference])
    if has_account:
        address = reverse("workshops:booking", args=[place.booking.reference])
    whose = "theirs" if has_account else "by_email"
    facts = {
        "uid": str(place.calendar_uid),
        "sequence": place.calendar_sequence,
        "address": address,
    }
    event = _event(session, **facts, whose=whose, of=place)
    event.add("summary", _plain(str(session.workshop)))
    return event


def _of_session(session):
    address = reverse("workshops:session", args=[session.reference])
    uid = f"session-{session.reference}@{domain()}"
    event = _event(session, uid=uid, sequence=session.version, address=address)
    is_on = session.has_date and not session.is_off
    event.add("status", "CONFIRMED" if is_on else "CANCELLED")
    said = "" if is_on else f"{session.get_state_display()}: "
    event.add("summary", _plain(f"{said}{session.workshop}"))
    return event


def _event(session, *, uid, sequence, address, whose="", of=None):
    """of: the place that somebody has, who reads where they come; not said, anybody reads it."""
    link = f"{settings.SITE_URL}{address}"
    is_online = of is not None and of.way == Way.ONLINE
    words = {"session": session, "link": link, "whose": whose, "is_online": is_online}
    event = Event()
    event.add("uid", uid)
    event.add("sequence", sequence)
    event.add("dtstamp", now().astimezone(UTC))
    event.add("dtstart", _on_the_wall(session.starts_at))
    event.add("dtend", _on_the_wall(session.ends_at))
    event.add("location", _plain(session.where(of.way) if of else session.where_in_all_ways))
    said = render_to_string("workshops/calendar/entry.txt", words).strip()
    event.add("description", "\n".join(_plain(line) for line in said.splitlines()))
    event.add("url", link)
    event.add("organizer", f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    event.add("transp", "OPAQUE" if of else "TRANSPARENT")
    return event


def _attendee(to, name):
    """They have said that they come, to us, so their calendar need not ask them."""
    who = vCalAddress(f"mailto:{to}")
    who.params["CN"] = _plain(name.replace('"', "")) or to
    who.params["ROLE"] = "REQ-PARTICIPANT"
    who.params["PARTSTAT"] = "ACCEPTED"
    who.params["RSVP"] = "FALSE"
    return who


def _plain(text):
    """One line without the signs that nobody sees: a reader would break the line at some."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _on_the_wall(moment):
    return localtime(moment)


@cache
def _zone(name):
    """Here it is one short rule; a fund elsewhere gets the long list of its zone.

    Made once: entries are written while a session is locked.
    """
    return _london(name) if name == "Europe/London" else Timezone.from_tzid(name)


def _london(name):
    """How the clocks change here: at 1am universal time, on the last Sundays of March and October.

    The rule has stood since 1996; programs that know the zone by its name use their own.
    """
    zone = Timezone()
    zone.add("tzid", name)
    zone.add_component(
        _half(TimezoneDaylight, "BST", "1996-03-31T01:00", month=3, before=0, after=1)
    )
    zone.add_component(
        _half(TimezoneStandard, "GMT", "1996-10-27T02:00", month=10, before=1, after=0)
    )
    return zone


def _half(of, name, since, *, month, before, after):
    half = of()
    half.add("tzname", name)
    half.add("dtstart", datetime.fromisoformat(since))  # on the wall, in no zone
    half.add("tzoffsetfrom", timedelta(hours=before))
    half.add("tzoffsetto", timedelta(hours=after))
    half.add("rrule", vRecur({"FREQ": "YEARLY", "BYMONTH": month, "BYDAY": "-1SU"}))
    return half


def _text(calendar):
    return calendar.to_ical().decode()
