"""The clock writes what the timetable says. It may run twice or late without harm.

Each message is one for each place, kind and version of its session. What a late booker missed is
in their confirmation, and is written down as skipped.
"""

from functools import partial

from django.utils.timezone import now

from applicants.emails import queue_emails
from applicants.sweeping import in_turn
from workshops.booking.actions import locked
from workshops.booking.readers import readers_of
from workshops.feedback.slips import address_for
from workshops.materials.queries import has_materials_after
from workshops.states import PlaceState

from . import queries
from .models import TimedMessage
from .timetable import TIMETABLE, Kind

Outcome = TimedMessage.Outcome


def send_due_messages():
    """Deal with all that is due; returns how many people were written to."""
    at = now()
    sessions = queries.sessions_with_something_due(at)
    return sum(in_turn(partial(send_for, session) for session in sessions))


def send_for(session):
    """One session, under its lock: a change of plan comes before or after, and never between."""
    with locked(session) as session:
        if not session.takes_people:
            return 0
        due = queries.messages_due(session, now())
        TimedMessage.objects.bulk_create(
            TimedMessage(
                place=each.place,
                kind=each.timed.kind,
                version=session.version,
                outcome=Outcome.TOO_LATE if each.is_late else Outcome.SENT,
            )
            for each in due
        )
        waiting = session.places.filter(state=PlaceState.WAITING).count()
        messages = [
            message
            for timed in TIMETABLE
            for message in _messages(
                session,
                timed,
                [each.place for each in due if each.timed == timed and not each.is_late],
                waiting,
            )
        ]
        queue_emails(messages)
    return len(messages)


def _messages(session, timed, places, waiting):
    """One for each address: whoever booked reads for those who have none."""
    bookings = {place.booking_id: place.booking for place in places}
    has_materials = timed.kind == Kind.THANKS and has_materials_after(session)
    for key, booking in bookings.items():
        theirs = [place for place in places if place.booking_id == key]
        for reader in readers_of(booking, theirs):
            if not reader.places:
                continue
            yield (
                f"workshops/timed_{timed.kind}",
                [reader],
                {
                    "key": f"{booking.reference}/{reader.places[0].pk}/v{session.version}",
                    "about": booking.reference,
                    "is_private": reader.is_private,
                    "page": reader.page,
                    "booking": booking,
                    "session": session,
                    "coming": len(reader.places),
                    "waiting": waiting,
                    "has_materials": has_materials,
                    "slips": [(place, address_for(place)) for place in reader.places],
                    "where": reader.where(session),
                },
            )
