"""One message to each person about one change, with the right update for their calendar."""

from django.utils.timezone import now

from applicants.emails import Entry, queue_emails
from workshops.booking.models import Offer
from workshops.calendar.actions import add_items, count_up
from workshops.sessions.queries import other_dates
from workshops.states import PlaceState, Way


def tell_of(line, people, event, *, method=None, ways=tuple(Way)):
    """Write to these people.

    line: the change, as it stands in the history.
    people: as they were before their places moved, by `queries.people_to_tell`.
    method: what their calendars do with the entry; None where it stays as it is.
    ways: of coming, for which it is a change.
    """
    session = line.session
    booked = [
        place
        for each in people
        for place in each.booking.places.all()
        if place.state == PlaceState.BOOKED and place.way in ways
    ]
    if method is not None:
        add_items(booked)
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
                    "told": {"coming": each.coming, "number": each.number, "asks": each.asks},
                    "offer": offers.get(each.booking.pk) if each.offered else None,
                    "dates": dates,
                    "entry": _entry(each.reader, method),
                },
            )
            for each in people
        ]
    )


def _entry(reader, method):
    return Entry(reader.carries, method) if method and reader.carries else None
