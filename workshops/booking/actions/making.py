"""How a booking and its places come to be. Under the session's lock."""

import secrets

from django.utils.timezone import now

from applicants.models import User
from workshops.booking.models import Booking, Place
from workshops.states import OPEN, PlaceState


def account_of(email):
    return User.objects.filter(email__iexact=email).first() if email else None


def make_booking(session, people, state, *, by=None, **facts):
    """A booking with a place for each of these people, who have a name and an email or neither.

    by: the account that books; without one, the facts say the name of whoever does.
    """
    at = now()
    booking = Booking.objects.create(
        reference=f"WS-{secrets.token_hex(4).upper()}",
        session=session,
        booked_by=by,
        booked_at=at,
        **facts,
    )
    Place.objects.bulk_create(
        Place(
            booking=booking,
            session=session,
            name=person.name,
            email=person.email,
            person=account_of(person.email),
            state=state,
            booked_at=at if state == PlaceState.BOOKED else None,
            ended_at=None if state in OPEN else at,
        )
        for person in people
    )
    return booking
