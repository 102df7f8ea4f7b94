"""Contents page: every table of the workshops, in the order in which people come."""

from .sessions.models import Session, SessionChange, Workshop
from .booking.models import Booking, Offer, Place
from .needs.models import Need
from .register.models import AttendanceMark, RegisterSignature
from .calendar.models import CalendarItem
from .messages.models import TimedMessage

__all__ = [
    "AttendanceMark",
    "Booking",
    "CalendarItem",
    "Need",
    "Offer",
    "Place",
    "RegisterSignature",
    "Session",
    "SessionChange",
    "TimedMessage",
    "Workshop",
]
