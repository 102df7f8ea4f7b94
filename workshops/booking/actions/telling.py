"""What people hear about their places, each with the entry for their calendar."""

from applicants.emails import queue_email
from workshops.booking.readers import readers_of, way_for_booker
from workshops.calendar import ical
from workshops.calendar.actions import add_items, count_up
from workshops.calendar.queries import items_of, part_of
from workshops.states import PlaceState


def tell(event, booking, *, key="", **facts):
    """Write to whoever booked; nobody reads it who left no address."""
    if not booking.booker.email:
        return
    page, is_private = way_for_booker(booking)
    queue_email(
        f"workshops/{event}",
        [booking.booker],
        is_private=is_private,
        page=page,
        key=f"{booking.reference}/{key}" if key else booking.reference,
        about=booking.reference,
        booking=booking,
        session=booking.session,
        coming=booking.places.filter(state=PlaceState.BOOKED).count(),
        **facts,
    )


def tell_booked(booking, places, *, key=""):
    """Everybody of a party who has a place now, each with the entry for their calendar."""
    add_items(places)
    for reader in readers_of(booking, places):
        entry = entry_for(reader, booking.session, ical.REQUEST)
        if reader.is_booker:
            tell("booking_made", booking, key=key, entry=entry)
        else:
            tell_reader("place_for_you", booking, reader, entry=entry)


def tell_swapped_out(booking, places, *, stay):
    """Those who do not come any more, unless they `stay` in the party on another place."""
    count_up(places)
    for reader in readers_of(booking, places):
        if not reader.is_booker and reader.email.lower() not in stay:
            entry = entry_for(reader, booking.session, ical.CANCEL)
            tell_reader("place_given_back", booking, reader, entry=entry)


def tell_swapped_in(booking, places, *, stay):
    """Those who come now on a place that was somebody else's."""
    for reader in readers_of(booking, places):
        if not reader.is_booker and reader.email.lower() not in stay:
            entry = entry_for(reader, booking.session, ical.REQUEST)
            tell_reader("place_for_you", booking, reader, entry=entry)


def tell_given_back(booking, readers, *, key):
    """Those whose places were given back; what stands in their calendars goes."""
    count_up([place for reader in readers for place in reader.places])
    for reader in readers:
        entry = entry_for(reader, booking.session, ical.CANCEL)
        if reader.is_booker:
            tell("booking_cancelled", booking, key=key, entry=entry)
        elif reader.carries:  # who only waited was told nothing of it
            tell_reader("place_given_back", booking, reader, entry=entry)


def entry_for(reader, session, method):
    items = items_of([reader.carries]) if reader.carries else {}
    item = next(iter(items.values()), None)
    return part_of(item, session, method, to=reader.email, name=reader.name)


def tell_reader(event, booking, reader, *, entry):
    """Somebody of a party who has an address of their own."""
    place = reader.places[0]
    queue_email(
        f"workshops/{event}",
        [reader],
        is_private=reader.is_private,
        page=reader.page,
        key=f"{booking.reference}/{place.pk}/{items_of([place])[place.pk].sequence}",
        about=booking.reference,
        booking=booking,
        session=booking.session,
        entry=entry,
    )
