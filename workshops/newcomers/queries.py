"""What a personal link leads to."""

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from applicants.access import Refused
from applicants.models import is_nowhere
from workshops.booking.links import (
    CONFIRM,
    CONFIRM_COURSE,
    COURSE,
    PARTY,
    SEAT,
    read_token,
    token_for,
)
from workshops.booking.models import Booking, Place
from workshops.booking.queries import people_of
from workshops.booking.readers import is_carried
from workshops.programmes.models import CourseBooking
from workshops.programmes.rules import picked
from workshops.states import LIVE

WITH = (
    "session__workshop",
    "session__programme_date__programme",
    "organisation",
    "booked_by",
    "course_part__course_booking",
)
BROKEN = "This link does not work. Perhaps a piece of it is missing: open it from our email again."
FORGOTTEN = "What we knew of you is deleted, so this link opens nothing any more."
NOT_THEIRS = "Somebody else comes on this place now, so this link is not yours any more."


class NoLink(Refused):
    """A link that leads nowhere, said in one sentence."""


@dataclass(frozen=True)
class Holder:
    """Whoever opened a personal link: the one who booked, or somebody who has a place.

    place: the one they sit on; None for somebody who booked only for others.
    """

    token: str
    booking: Booking
    place: Place | None
    is_booker: bool

    @cached_property
    def own_places(self):
        """Their own place, first; for who booked, also those that no other address goes with."""
        if not self.is_booker:
            return [self.place]
        carried = [
            place
            for place in self.booking.places.people().order_by("pk")
            if is_carried(place, self.booking.booker)
        ]
        return sorted(carried, key=lambda place: place != self.place)

    def place_that(self, *states, way=None):
        """The first of these places that is in one of these states, in this way; or None."""
        chosen = (each for each in self.own_places if each.state in states)
        return next((each for each in chosen if way is None or each.way == way), None)

    @property
    def live_places(self):
        """What they may give back: the whole party’s for who booked, else their own place; each
        person once, also those who wait for another place besides."""
        if self.is_booker:
            return people_of(self.booking)
        return [self.place] if self.place.state in LIVE else []


def booking_to_confirm(token):
    return _row(CONFIRM, token, Booking.objects.select_related(*WITH))


def course_to_confirm(token):
    return _row(CONFIRM_COURSE, token, CourseBooking.objects.select_related("programme"))


def course_of(token):
    """The course booking of whoever holds this link."""
    return _row(COURSE, token, CourseBooking.objects.select_related("programme", "booked_by"))


def link_to_course(booking):
    """The page of the course of which this is a date, for whoever booked it; or nothing."""
    part = getattr(booking, "course_part", None)
    if part is None:
        return ""
    return reverse("workshops:my_course", args=[token_for(COURSE, part.course_booking)])


def way_to_swap(asked, held):
    """Where whoever asks for another date of a pick one may swap the one that they have.

    asked: what they asked for now, and have shown that the address is theirs.
    held: the booking that stands in the way.
    """
    address = asked.email.lower()
    if _is_made_with(held, address):
        if held.has_account:
            page = reverse("workshops:swap", args=[held.reference])
        else:
            page = reverse("workshops:my_swap", args=[token_for(PARTY, held)])
        return f"{page}?to={asked.session.reference}"
    return ""


def date_instead(holder):
    """(session, page) of the date of a pick one to which whoever booked has swapped; or None."""
    booking, programme = holder.booking, holder.booking.session.programme
    if programme is None or not programme.is_pick_one or holder.live_places:
        return None
    address = booking.booker.email
    if not holder.is_booker or not address:
        return None
    held = picked(programme, emails=[address], but=booking.session)
    if held is None or held.has_account or not _is_made_with(held, address):
        return None
    return held.session, reverse("workshops:my_place", args=[token_for(PARTY, held)])


def page_after(asked, held):
    """Where somebody goes who has shown that an address is theirs: to the booking that they have
    if they made it, else to their own place in it. It opens nobody else’s.

    asked: what they asked for, with that address.
    held: the booking that they have.
    """
    if _is_made_with(held, asked.email):
        return reverse("workshops:my_place", args=[token_for(PARTY, held)])
    return seat_in(asked, held) or reverse("workshops:session", args=[held.session.reference])


def course_page_after(asked, held):
    """The same for a course: all its dates for who booked it, else the first at which they sit."""
    if _is_made_with(held, asked.email):
        return reverse("workshops:my_course", args=[token_for(COURSE, held)])
    seats = Place.objects.live().filter(
        booking__course_part__course_booking=held, email__iexact=asked.email
    )
    seat = seats.order_by("session__starts_at", "pk").first()
    if seat is None:
        return reverse("workshops:programme", args=[held.programme.reference])
    return reverse("workshops:my_place", args=[token_for(SEAT, seat)])


def _is_made_with(held, address):
    return held.booker.email.lower() == address.lower()


def seat_in(asked, held):
    """The page of their own place, where somebody else booked it for them; or nothing."""
    seat = held.places.live().filter(email__iexact=asked.email).order_by("pk").first()
    return reverse("workshops:my_place", args=[token_for(SEAT, seat)]) if seat else ""


def holder_of(token):
    """Who holds this link. Raises NoLink, with the sentence that says why it does not work."""
    if read_token(PARTY, token) is not None:
        booking = _row(PARTY, token, Booking.objects.select_related(*WITH))
        return Holder(token, booking, _own_place(booking), is_booker=True)
    places = Place.objects.select_related("instead_of", *(f"booking__{name}" for name in WITH))
    place = _row(SEAT, token, places)
    place = place.instead_of or place  # the one that they hold, if they wait for another besides
    return Holder(token, place.booking, place, is_booker=False)


def _row(purpose, token, rows):
    named = read_token(purpose, token)
    row = rows.filter(pk=named[0]).first() if named else None
    if row is None:
        raise NoLink(BROKEN)
    if is_nowhere(row.email) or is_nowhere(getattr(row, "booker", row).email):
        raise NoLink(FORGOTTEN)
    if row.link_key != named[1]:
        raise NoLink(NOT_THEIRS)
    return row


def _own_place(booking):
    """Where whoever booked sits: what is live before what has ended, and what they hold instead
    of that for which they wait besides."""
    email = booking.booker.email
    if not email:
        return None
    theirs = booking.places.people().filter(email__iexact=email).order_by("pk")
    return next((place for place in theirs if place.state in LIVE), next(iter(theirs), None))
