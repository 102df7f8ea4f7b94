"""What people hear about their places, each with the entry for their calendar."""

from applicants.emails import Entry, queue_email, queue_emails
from applicants.models import User
from workshops.booking.readers import Reader, readers_of, way_for_booker, wisher_of
from workshops.calendar import ical
from workshops.calendar.actions import count_up
from workshops.calendar.queries import with_entry
from workshops.states import ASKED_FOR, LIVE, PlaceState, Way

# What somebody must hear who is not on the telephone at that moment.
NEWS = {
    "place_offered",
    "place_called",
    "offer_lapsed",
    "not_reached",
    "first_in_line",
    "request_declined",
    "request_unanswered",
}


def tell(event, booking, *, key="", everybody=None, of=(), is_news=False, **facts):
    """Write to whoever booked. It says what they have: how many are `coming`, how many were
    `left_out` who had a place already, and `asks_for` another way. Where they left no address, a
    colleague is asked to ring.

    everybody: all places of the party, where they are at hand.
    of: the places that it is about, where they may be the wish of a companion, who reads it then.
    is_news: they do not know of it; what stands in `NEWS` always is.
    """
    reader = wisher_of(booking, of)
    if reader is None and booking.is_by_phone_only:
        if is_news or event in NEWS:
            ask_to_ring(event, booking, key=key, **facts)
        return
    if reader is None and not booking.booker.email:
        return
    left_out = 0
    if reader is None:
        everybody = list(booking.places.all() if everybody is None else everybody)
        left_out = sum(place.state == PlaceState.NOT_CONFIRMED for place in everybody)
        places = tuple(place for place in everybody if place.state in LIVE)
        way = way_for_booker(booking)
        reader = Reader(booking.booker.email, booking.booker.name, places, True, None, *way)
    session = booking.session
    asked = [each for each in reader.places if each.state in ASKED_FOR] or of
    queue_email(
        f"workshops/{event}",
        [booking.booker if reader.is_booker else reader],
        is_private=reader.is_private,
        page=reader.page,
        key=f"{booking.reference}/{key}" if key else booking.reference,
        about=booking.reference,
        booking=booking,
        session=session,
        coming=sum(place.state == PlaceState.BOOKED for place in reader.places),
        left_out=left_out,
        asking=sum(place.state == PlaceState.REQUESTED for place in reader.places),
        where=reader.where(session),
        comes_online=reader.comes_online,
        asks_for=Way(asked[0].way).label if asked and session.is_hybrid else "",
        **facts,
    )


def ask_to_ring(event, booking, *, key, **facts):
    """Whoever booked by phone and left no address hears it from one of us. It says who, which
    number, and what it is about; what they need stands where colleagues look for it."""
    officers = User.objects.filter(is_officer=True, is_active=True).order_by("pk")
    queue_email(
        "workshops/please_ring",
        list(officers),
        is_private=True,  # their number does not stay in our outbox
        key=f"{booking.reference}/{event}/{key}",
        about=booking.reference,
        booking=booking,
        session=booking.session,
        news=event,
        **facts,
    )


def tell_booked(booking, places, *, everybody=None, key="", is_news=False):
    """Everybody of a party who has a place now, each with the entry for their calendar.

    places: those that they have just got.
    everybody: all places of the party, where they are at hand.
    is_news: they did not ask for it at this moment.
    """
    everybody = list(booking.places.order_by("pk")) if everybody is None else everybody
    if booking.is_by_phone_only:
        tell("booking_made", booking, key=key, is_news=is_news)
    for reader in readers_of(booking, places, everybody):
        entry = entry_for(reader, ical.REQUEST)
        if reader.is_booker:
            tell("booking_made", booking, key=key, entry=entry, everybody=everybody)
        else:
            tell_reader("place_for_you", booking, reader, entry=entry)


def tell_switched(booking, places):
    """Those who come the other way now: the same entry in their calendar says where."""
    count_up(places)
    for reader in readers_of(booking, places):
        if reader.places:
            entry = entry_for(reader, ical.REQUEST)
            tell_reader("place_switched", booking, reader, entry=entry)


def tell_swapped_out(booking, places, *, people):
    """Those who do not come any more, unless they stay in the party on another place.

    people: who comes instead, by the keys of the places.
    """
    count_up(places)
    stay = {person.email.lower() for person in people.values()}
    for reader in readers_of(booking, places):
        if reader.email.lower() in stay:
            continue
        entry = entry_for(reader, ical.CANCEL)
        if not reader.is_booker:
            tell_reader("place_given_back", booking, reader, entry=entry)
        elif reader.carries and people[reader.carries.pk].email:  # else it stays with them
            tell_reader("place_passed_on", booking, reader, entry=entry)


def tell_swapped_in(booking, places, *, stay):
    """Those who come now on a place that was somebody else's."""
    for reader in readers_of(booking, places):
        if not reader.is_booker and reader.email.lower() not in stay:
            entry = entry_for(reader, ical.REQUEST)
            tell_reader("place_for_you", booking, reader, entry=entry)


def tell_given_back(booking, readers, *, key):
    """Those whose places were given back; what stands in their calendars goes."""
    count_up([place for reader in readers for place in reader.places])
    for reader in readers:
        entry = entry_for(reader, ical.CANCEL)
        if reader.is_booker:
            states = {place.state for place in reader.places}
            only_asked = states == {PlaceState.REQUESTED}
            tell("booking_cancelled", booking, key=key, entry=entry, only_asked=only_asked)
        elif reader.carries:  # who only waited was told nothing of it
            tell_reader("place_given_back", booking, reader, entry=entry)


def tell_volunteers(booking, readers):
    """There are fewer places than people: could somebody give theirs up? Returns how many asked."""
    queue_emails(
        [
            (
                "workshops/volunteers_wanted",
                [reader],
                {
                    "key": f"{booking.reference}/{reader.places[0].pk}/volunteers",
                    "is_private": reader.is_private,
                    "page": reader.page,
                    "about": booking.reference,
                    "booking": booking,
                    "session": booking.session,
                },
            )
            for reader in readers
        ]
    )
    return len(readers)


def entry_for(reader, method):
    """The entry that they have in their calendar, if they have one."""
    return Entry(reader.carries, method) if reader.carries else None


def tell_reader(event, booking, reader, *, entry):
    """Somebody of a party who has an address of their own."""
    place = reader.carries or reader.places[0]
    had = with_entry(place)
    sequence = had.calendar_sequence if had else 0
    queue_email(
        f"workshops/{event}",
        [reader],
        is_private=reader.is_private,
        page=reader.page,
        key=f"{booking.reference}/{place.pk}/{sequence}",
        about=booking.reference,
        booking=booking,
        session=booking.session,
        where=reader.where(booking.session),
        comes_online=reader.comes_online,
        entry=entry,
    )
