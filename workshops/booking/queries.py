"""What can be asked about bookings and the waiting list."""

from collections import Counter

from django.db.models import Q
from django.db.models.functions import Lower

from workshops.sessions.models import Session
from workshops.sessions.queries import with_places
from workshops.states import ASKED_FOR, LIVE, PlaceState, SessionState, Way

from .filling import place_in_list
from .models import Booking, Offer, Place, made_by
from .queue import Queue

LOWER_EMAIL = Lower("email")
TO = {Way.ROOM: "to the room", Way.ONLINE: "online"}


def waiting_list(session, way=None):
    """The parties that wait for this session, in the order in which they are served.

    way: those who want to come this way; not said, in the only one or in the room.
    """
    return Queue(session).parties(way or session.main_way)


def number_in_list(booking, queue=None):
    """“You are number 3”, or None for who does not wait.

    queue: the seats of the session, where they are at hand.
    """
    queue = queue or Queue(booking.session)
    for way in booking.session.ways:
        parties = queue.parties(way)
        if any(party.key == booking.pk for party in parties):
            return place_in_list(booking.pk, parties)
    return None


def passed_over(booking, queue=None):
    """How many chairs are empty that they do not get since they are too few for them, or 0."""
    queue = queue or Queue(booking.session)
    for way in booking.session.ways:
        party = next((each for each in queue.parties(way) if each.key == booking.pk), None)
        if party is not None:
            empty = queue.empty(way)
            return empty if empty < party.accepts and booking.session.lets_in(way=way) else 0
    return 0


def bookings_by_key(keys):
    """These bookings with who booked, in the order of their keys as given."""
    keys = list(keys)
    found = Booking.objects.select_related("booked_by", "session__workshop").in_bulk(keys)
    return {key: found[key] for key in keys}


def offers_run_out(session, at):
    """Offers that nobody answered until their end, the oldest first."""
    return (
        Offer.objects.filter(booking__session=session, ended_at=None, until__lte=at)
        .select_related("booking__booked_by", "booking__session__workshop")
        .order_by("until", "pk")
    )


def unconfirmed(session, at=None):
    """Bookings that wait for a yes by email: those whose time is up at this moment, or all."""
    theirs = session.bookings.exclude(confirm_by=None)
    if at is not None:
        theirs = theirs.filter(confirm_by__lte=at)
    return list(theirs.order_by("confirm_by", "pk"))


def sessions_to_fill(at):
    """Sessions where the clock may have something to do."""
    return (
        Session.objects.filter(
            Q(bookings__offers__ended_at=None, bookings__offers__until__lte=at)
            | Q(bookings__confirm_by__lte=at)
            | Q(places__state__in=(PlaceState.WAITING, PlaceState.REQUESTED)),
            state=SessionState.PUBLISHED,
        )
        .distinct()
        .order_by("pk")
    )


def bookings_of(user, at):
    """The places that this person holds or waits for in sessions to come."""
    if not user.is_authenticated:
        return Booking.objects.none()
    return (
        Booking.objects.filter(
            made_by(user),
            places__state__in=LIVE,
            session__in=Session.objects.to_come(at),
        )
        .select_related("session__workshop")
        .distinct()
        .order_by("session__starts_at", "pk")
    )


def booking_of(user, session):
    """The booking with which this person has or awaits a place in a session, or None."""
    if not user.is_authenticated:
        return None
    theirs = Q(places__email__iexact=user.email) | made_by(user)
    return session.bookings.filter(theirs, places__state__in=LIVE).order_by("pk").first()


def places_of(booking):
    """Everybody in a party, with those who gave their place back."""
    return list(booking.places.order_by("pk"))


def live_places_of(booking):
    return list(booking.places.live().order_by("pk"))


def people_of(booking):
    """The live places of a party, each person once: with the place that they hold, if they also
    wait for another."""
    return list(booking.places.live().people().order_by("pk"))


def places_of_theirs(booking, user):
    """What somebody may give back: the whole party's for who booked, else their own place."""
    places = people_of(booking)
    if user.is_officer or booking.is_made_by(user):
        return places
    return [place for place in places if place.email.lower() == user.email.lower()]


def open_offer(booking):
    return booking.offers.filter(ended_at=None).first()


def to_decline(places):
    """The place of somebody who is alone in their party and has an offer to answer: one button
    says no to it. None for all others, who say which of them can’t come."""
    live = [place for place in places if place.state in LIVE]
    is_alone = len(live) == 1 and live[0].state == PlaceState.OFFERED
    return live[0] if is_alone and live[0].instead_of_id is None else None


def wished_way(booking):
    """The way for which somebody of a party waits while they hold a place, in words; or nothing."""
    wish = booking.places.filter(state__in=ASKED_FOR).exclude(instead_of=None).first()
    return Way(wish.way).label.lower() if wish else ""


def may_answer(place, *, takes=False):
    """Whether a companion on this place answers for what their party asks for: their own wish to
    come the other way, and nobody else’s.

    takes: on the last day, what is free, and not what is kept.
    """
    party = place.booking.places
    offered = [] if takes else list(party.filter(state=PlaceState.OFFERED))
    asked = offered or list(party.filter(state=PlaceState.WAITING))
    if not asked:  # perhaps they have answered already
        return place.wishes.filter(state=PlaceState.SWITCHED).exists()
    return all(wish.instead_of_id == place.pk for wish in asked)


def offers_to_ring(session):
    """Offers of people who left no address: a colleague asks them, the soonest end first."""
    offers = Offer.objects.filter(ended_at=None, booking__in=session.bookings.by_phone_only())
    return list(offers.select_related("booking").order_by("until", "pk"))


def reasons_of(booking):
    """Why a colleague put a party before others: (what, why, who, when), in order. For colleagues.

    An offer that is made anew when the session changes says the same: it is named once.
    """
    rows = {}
    if booking.given_because:
        by = booking.taken_by or booking.booked_by
        rows[booking.given_because] = ("Held back for them", by, booking.booked_at)
    offers = booking.offers.exclude(out_of_turn="").select_related("made_by").order_by("pk")
    for offer in offers:
        facts = ("Offered before their turn", offer.made_by, offer.made_at)
        rows.setdefault(offer.out_of_turn, facts)
    return [(what, why, by, at) for why, (what, by, at) in rows.items()]


def crowd_of(session):
    """Where there are fewer places than people: how many too few, by the way of coming."""
    queue = Queue(session)
    missing = {way: queue.taken(way) - session.places_for(way) for way in session.ways}
    return {way: number for way, number in missing.items() if number > 0}


def wishes_of(places):
    """What people wait for besides the place that they hold, by the keys of what they hold."""
    wishes = Place.objects.filter(instead_of__in=places, state__in=ASKED_FOR)
    return {wish.instead_of_id: wish for wish in wishes}


def waiting_bookings(session, way=None):
    """The waiting list with who booked: of one way of coming, or of all."""
    return list(session.bookings.waiting(way).select_related("booked_by", "organisation"))


def other_way(session, place, at):
    """The way to which somebody may change who holds this place, or None."""
    other = Way(place.way).other
    can_change = session.lets_in(at, other) and not session.is_by_approval
    is_theirs = place.state == PlaceState.BOOKED and can_change
    return TO[other] if is_theirs else None


def meanwhile(session, waiting, at):
    """The way that has places while they wait for the other, or None."""
    if not waiting or not session.is_hybrid or session.is_by_approval:
        return None
    other = Way(waiting[0].way).other
    counted = with_places(session)
    free = counted.main_free if other == session.main_way else counted.beside_free
    return TO[other] if free > 0 and session.lets_in(at, other) else None


def numbered(bookings):
    """(the number that they are told, booking) for each on a waiting list, which is in its order:
    people before them are counted, of those who wait to come the same way."""
    before, rows = Counter(), []
    for booking in bookings:
        rows.append((before[booking.way] + 1, booking))
        before[booking.way] += booking.wants
    return rows
