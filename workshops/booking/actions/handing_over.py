"""Somebody’s account is closed, and their places are still theirs."""

from django.db.models import Q
from django.utils.timezone import now

from applicants.emails import queue_email
from workshops.booking.models import Booking, Place
from workshops.booking.readers import readers_of
from workshops.sessions.models import Session


def hand_over_places(user):
    """They can’t sign in any more: for each place that they have or wait for, they hear of a page
    of their own, where they can still give it back."""
    seats = Place.objects.live().filter(person=user)
    theirs = Q(booked_by=user) | Q(pk__in=seats.values("booking"))
    bookings = Booking.objects.filter(
        theirs,
        pk__in=Place.objects.live().values("booking"),
        session__in=Session.objects.to_come(now()),
    )
    bookings = bookings.select_related("booked_by", "session__workshop")
    for booking in bookings.order_by("session__starts_at", "pk"):
        for reader in readers_of(booking, list(booking.places.live().order_by("pk"))):
            if reader.email.lower() == user.email.lower():
                queue_email(
                    "workshops/place_without_account",
                    [reader],
                    key=booking.reference,
                    about=booking.reference,
                    is_private=reader.is_private,
                    page=reader.page,
                    booking=booking,
                    session=booking.session,
                )
