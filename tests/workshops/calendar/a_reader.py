"""Reads a calendar with two readers that have nothing in common, so that neither's kindness
hides a fault."""

from datetime import UTC
from email import message_from_bytes, policy

import icalendar
import vobject
from django.utils.timezone import localtime

from applicants.emails import claim_email, deliver


def read(text):
    """The calendar, once both readers agree on the times and the names of its entries."""
    assert text.isascii() or text.encode()
    lines = text.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert all(len(line.encode()) <= 75 for line in lines)
    first = icalendar.Calendar.from_ical(text)
    second = vobject.readOne(text)
    ours = [
        (str(event["uid"]), event.decoded("dtstart").astimezone(UTC), int(event["sequence"]))
        for event in first.walk("VEVENT")
    ]
    theirs = [
        (event.uid.value, event.dtstart.value.astimezone(UTC), int(event.sequence.value))
        for event in getattr(second, "vevent_list", [])
    ]
    assert ours == theirs
    return first


def event_of(text):
    return next(iter(read(text).walk("VEVENT")))


def wall(event, name="dtstart"):
    """What the clock on the wall says, by the entry's own zone."""
    return localtime(event.decoded(name)).replace(tzinfo=None)


def send_next(outbox):
    """Send one message; return it as a mail program gets it."""
    email = claim_email()
    if email is None:
        return None
    deliver(email)
    return message_from_bytes(outbox[-1].message().as_bytes(), policy=policy.default)
