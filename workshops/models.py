"""Contents page: every table of the workshops, in the order in which people come."""

from .sessions.models import Session, Workshop
from .booking.models import Booking, Offer, Place
from .register.models import AttendanceMark, RegisterSignature

__all__ = [
    "AttendanceMark",
    "Booking",
    "Offer",
    "Place",
    "RegisterSignature",
    "Session",
    "Workshop",
]
