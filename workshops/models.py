"""Contents page: every table of the workshops, in the order in which people come."""

from .sessions.models import Session, SessionChange, Workshop
from .booking.models import Booking, Offer, Place
from .calendar.models import CalendarItem
from .messages.models import TimedMessage
from .register.models import AttendanceMark

__all__ = [
    "AttendanceMark",
    "Booking",
    "CalendarItem",
    "Offer",
    "Place",
    "Session",
    "SessionChange",
    "TimedMessage",
    "Workshop",
]
