"""What a programme says to somebody who books one of its dates. Under the session's lock."""

from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.timezone import now

from applicants.access import Refused
from workshops.booking.models import Booking, Place, made_by
from workshops.states import LIVE, SessionState

from .models import Programme

CAN_SWAP = (
    "You have a place at another date of this, or wait for one. You can swap it for this date."
)
GIVE_BACK = (
    "One of you has a place at another date of this, or waits for one. Give that back first: our "
    "email about it leads there."
)


class PickedAlready(Refused):
    """They have a place at another date of the same thing; `booking` is theirs."""

    def __init__(self, booking, *, can_swap):
        super().__init__(CAN_SWAP if can_swap else GIVE_BACK)
        self.booking = booking


def refuse_part_of_course(session):
    """A date of a course is not booked by itself."""
    if session.course:
        raise Refused("This is a date of a course. Book the whole course instead.")


def refuse_by_programme(session, people=(), *, by=None, address=""):
    """A date of a course is not booked by itself, and of a pick one nobody has two dates.

    by: the account of whoever books, if they have one; else their confirmed `address`, if any.
    Locks go in one order everywhere: sessions by their keys, then their programme.
    """
    refuse_part_of_course(session)
    refuse_picked(session, people, by=by, address=address)


def refuse_picked(session, people=(), *, by=None, address=""):
    """Of a pick one nobody has two dates."""
    programme = session.programme
    if programme is not None and programme.is_pick_one:
        Programme.objects.select_for_update().get(pk=programme.pk)
        emails = [each.email for each in people if each.email]
        booking = picked(programme, user=by, emails=emails, but=session)
        if booking is not None:
            is_theirs = bool(address) and booking.booker.email.lower() == address.lower()
            raise PickedAlready(booking, can_swap=by is not None or is_theirs)


def who_picked(session, emails):
    """Those of these addresses, in small letters, whose people have another date of a pick one."""
    programme = session.programme
    if programme is None or not programme.is_pick_one or not emails:
        return set()
    Programme.objects.select_for_update().get(pk=programme.pk)
    seats = Place.objects.live().annotate(address=Lower("email"))
    seats = seats.filter(
        _is_to_come(), address__in=emails, session__programme_date__programme=programme
    )
    return set(seats.exclude(session=session).values_list("address", flat=True))


def picked(programme, *, user=None, emails=(), but=None):
    """The booking with which they have a place, or wait, at a date of it to come; or None."""
    theirs = made_by(user) if user else Q(pk__in=())
    for email in {*emails, *([user.email] if user else [])}:
        theirs |= Q(places__email__iexact=email)
    bookings = Booking.objects.filter(
        theirs,
        _is_to_come(),
        places__state__in=LIVE,
        session__programme_date__programme=programme,
    )
    if but is not None:
        bookings = bookings.exclude(session=but)
    bookings = bookings.select_related("session__workshop", "booked_by")
    return bookings.order_by("pk").first()


def _is_to_come():
    return Q(session__starts_at__gt=now()) | Q(session__state=SessionState.POSTPONED)
