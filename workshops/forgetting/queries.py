"""What we hold about somebody who never had an account."""

import re
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, Max, OuterRef, Q
from django.db.models.functions import Lower
from django.utils.timezone import now

from applicants.models import FORGOTTEN, NOWHERE, Email, User
from workshops.booking.models import Booking, Place
from workshops.certificates.models import Certificate
from workshops.feedback.models import FeedbackGiven
from workshops.interest.models import Interest
from workshops.needs.models import Need
from workshops.sessions.models import Session
from workshops.states import LIVE, OPEN, UNSAID, PlaceState, SessionState

ASKED_AND_LEFT = timedelta(days=30)  # an address that anybody may have typed, and nobody confirmed


@dataclass(frozen=True)
class Guest:
    """Somebody without an account, by their address, or by a number if they left no address."""

    email: str = ""
    phone: str = ""

    def __str__(self):
        return self.email or self.phone

    @property
    def bookings(self):
        """What they booked themselves."""
        if self.email:
            return Booking.objects.filter(email=self.email)
        keys = [
            booking.pk
            for booking in Booking.objects.filter(email="", booked_by=None).exclude(phone="")
            if digits(booking.phone) == digits(self.phone)
        ]
        return Booking.objects.filter(pk__in=keys)

    @property
    def places(self):
        """Where they sit. Whoever left no address sits where their name stands in their party."""
        if self.email:
            return Place.objects.filter(email__iexact=self.email)
        keys = [
            place.pk
            for place in Place.objects.filter(booking__in=self.bookings, email="").select_related(
                "booking"
            )
            if place.name == place.booking.name
        ]
        return Place.objects.filter(pk__in=keys)

    @property
    def has_account(self):
        return bool(self.email) and User.objects.filter(email__iexact=self.email).exists()


def guest_of(place, booking, *, is_booker):
    """Whoever holds a personal link."""
    booker = booking.booker
    if is_booker:
        return Guest(email=booker.email.lower(), phone="" if booker.email else booking.phone)
    return Guest(email=place.email.lower())


def digits(number):
    """A telephone number without blanks and signs; +44 and 0 are the same."""
    bare = re.sub(r"[^0-9+]", "", number)
    return re.sub(r"^(\+44|0044)", "0", bare)


@dataclass(frozen=True)
class Held:
    """What we hold about somebody, counted: for whoever is asked to forget them."""

    names: list
    phones: list
    groups: list
    places: int
    to_come: list
    companions: int
    needs: int
    certificates: int
    feedback: int
    interest: int
    messages: int

    @property
    def is_anything(self):
        return any((self.names, self.places, self.interest, self.messages))


def held_of(guest, at=None):
    places = guest.places
    bookings = guest.bookings
    interest = Interest.objects.filter(email__iexact=guest.email) if guest.email else ()
    names = {*bookings.values_list("name", flat=True), *places.values_list("name", flat=True)}
    if guest.email:
        names |= set(interest.values_list("name", flat=True))
    companions = Place.objects.filter(booking__in=bookings).exclude(pk__in=places.values("pk"))
    return Held(
        names=sorted(names - {"", FORGOTTEN}, key=str.casefold),
        phones=sorted({*bookings.values_list("phone", flat=True)} - {""}),
        groups=sorted({*bookings.values_list("group", flat=True)} - {""}),
        places=places.count(),
        to_come=list(sessions_to_leave(guest, at or now())),
        companions=companions.exclude(name="").count(),
        needs=Need.objects.filter(place__in=places, wiped_at=None).count(),
        certificates=Certificate.objects.filter(place__in=places, forgotten_at=None).count(),
        feedback=FeedbackGiven.objects.filter(place__in=places).count(),
        interest=len(interest),
        messages=Email.objects.filter(to__iexact=guest.email).count() if guest.email else 0,
    )


def sessions_to_leave(guest, at):
    """The sessions that have not begun, at which they have or wait for a place."""
    open_places = Place.objects.filter(state__in=OPEN).filter(
        Q(pk__in=guest.places.values("pk")) | Q(booking__in=guest.bookings)
    )
    return (
        Session.objects.filter(
            Q(starts_at__gt=at) | Q(state=SessionState.POSTPONED),
            places__in=open_places.values("pk"),
        )
        .select_related("workshop")
        .distinct()
        .order_by("starts_at", "pk")
    )


def places_to_give_back(guest, session):
    """By their bookings: their own places, and in their own party those that no address goes
    with, since nobody would tell these people of a change."""
    theirs = Q(pk__in=guest.places.values("pk")) | Q(booking__in=guest.bookings, email="")
    found = {}
    places = session.places.filter(theirs, state__in=LIVE).select_related("booking__booked_by")
    for place in places.order_by("pk"):
        found.setdefault(place.booking, []).append(place)
    return found


# --- What has been kept for long enough ---


def kept_until(at):
    """Sessions that ended before this have been kept for as long as we say."""
    return at - timedelta(days=settings.KEEP_GUESTS_DAYS)


def guests_to_forget(at):
    """The addresses without an account whose last session is long enough ago."""
    newest = {}
    for rows in (
        Place.objects.exclude(email="").annotate(address=Lower("email")),
        Booking.objects.exclude(email="").annotate(address=Lower("email")),
    ):
        rows = rows.exclude(email__endswith=NOWHERE)
        for address, last in rows.values_list("address").annotate(last=Max("session__ends_at")):
            newest[address] = max(last, newest.get(address, last))
    old = {address for address, last in newest.items() if last < kept_until(at)}
    users = User.objects.annotate(address=Lower("email")).filter(address__in=old)
    waits = Place.objects.filter(session__state=SessionState.POSTPONED, state__in=OPEN)
    waits = waits.annotate(address=Lower("email")).filter(address__in=old)
    kept = {*users.values_list("address", flat=True), *waits.values_list("address", flat=True)}
    return sorted(old - kept)


def names_to_forget(at):
    """Places of people who left no address, at sessions that are long enough ago."""
    places = Place.objects.filter(email="", person=None, session__ends_at__lt=kept_until(at))
    places = places.exclude(session__state=SessionState.POSTPONED)
    return places.exclude(name__in=("", FORGOTTEN))


def bookings_to_forget(at):
    """Bookings by people who left no address, at sessions that are long enough ago."""
    rows = Booking.objects.filter(email="", booked_by=None, session__ends_at__lt=kept_until(at))
    return rows.exclude(session__state=SessionState.POSTPONED).exclude(name=FORGOTTEN)


def never_confirmed(at):
    """The addresses that somebody typed, and nobody ever said yes from; if that is all we know."""
    asked = Place.objects.filter(
        state=PlaceState.NOT_CONFIRMED, ended_at__lt=at - ASKED_AND_LEFT, booking__booked_by=None
    )
    # A booking that was confirmed has such a place for a friend who had one already.
    said_yes = Place.objects.exclude(state__in=UNSAID).filter(booking=OuterRef("booking"))
    asked = asked.filter(~Exists(said_yes))
    asked = asked.exclude(booking__email="").exclude(booking__email__endswith=NOWHERE)
    addresses = set(asked.values_list("booking__email", flat=True))
    others = Booking.objects.filter(email__in=addresses).exclude(pk__in=asked.values("booking"))
    seats = Place.objects.annotate(address=Lower("email")).filter(address__in=addresses)
    seats = seats.exclude(booking__in=asked.values("booking"))
    users = User.objects.annotate(address=Lower("email")).filter(address__in=addresses)
    known = {
        *others.values_list("email", flat=True),
        *seats.values_list("address", flat=True),
        *users.values_list("address", flat=True),
    }
    return sorted(addresses - known)
