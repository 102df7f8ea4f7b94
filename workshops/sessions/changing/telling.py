"""One message to each person about one change, with the right update for their calendar."""

from django.utils.timezone import now

from applicants.emails import Entry, queue_emails
from workshops.booking.models import Offer
from workshops.calendar.actions import count_up
from workshops.sessions.queries import other_dates
from workshops.states import PlaceState, Way


def tell_of(line, people, event, *, method=None, ways=tuple(Way), lists=None):
    """Write to these people.

    line: the change, as it stands in the history.
    people: as they were before their places moved, by `queries.people_to_tell`.
    method: what their calendars do with the entry; None where it stays as it is.
    ways: of coming, for which it is a change.
    lists: what became of the waiting lists with it, where the session takes place.
    """
    session = line.session
    booked = [
        place
        for each in people
        for place in each.booking.places.all()
        if place.state == PlaceState.BOOKED and place.way in ways
    ]
    if method is not None:
        count_up(booked)
    offers = {
        offer.booking_id: offer
        for offer in Offer.objects.filter(booking__session=session, ended_at=None)
    }
    dates = list(other_dates(session, now()))
    queue_emails(
        [
            (
                f"workshops/{event}",
                [each.reader],
                {
                    "key": f"{each.booking.reference}/v{session.version}",
                    "about": each.booking.reference,
                    "is_private": each.reader.is_private,
                    "page": each.reader.page,
                    "booking": each.booking,
                    "session": session,
                    "change": line,
                    "where": each.reader.where(session),
                    "has_other_place": line.has_other_place
                    and not (session.is_hybrid and each.reader.ways == {Way.ONLINE}),
                    "told": _told(each, lists),
                    "offer": offers.get(each.booking.pk) if each.offered else None,
                    "dates": dates,
                    "entry": _entry(each.reader, method),
                },
            )
            for each in people
        ]
    )


def _told(each, lists):
    """What they have, and whether the list in which they wait is over, or answers first."""
    told = {"coming": each.coming, "number": each.number, "asks": each.asks}
    asked = (PlaceState.WAITING, PlaceState.REQUESTED)
    waits = [Way(p.way) for p in each.reader.places if p.state in asked]
    if lists is None or not waits:
        return told | {"is_over": False, "is_last_day": False, "free": 0}
    way = waits[0]
    is_last_day = way in lists.free
    free = lists.free.get(way, 0)
    return told | {"is_over": way in lists.ended, "is_last_day": is_last_day, "free": free}


def _entry(reader, method):
    return Entry(reader.carries, method) if method and reader.carries else None
