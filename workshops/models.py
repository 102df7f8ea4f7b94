"""Contents page: every table of the workshops, in the order in which people come."""

from .sessions.models import Session, SessionChange, Workshop
from .booking.models import Booking, Offer, Place
from .register.models import AttendanceMark, RegisterSignature
from .certificates.models import Certificate
from .feedback.models import FeedbackAnswer, FeedbackGiven, SaidDid
from .materials.models import Material
from .listening.models import Idea, ListeningArchive
from .calendar.models import CalendarItem
from .messages.models import TimedMessage

__all__ = [
    "AttendanceMark",
    "Booking",
    "CalendarItem",
    "Certificate",
    "FeedbackAnswer",
    "FeedbackGiven",
    "Idea",
    "ListeningArchive",
    "Material",
    "Offer",
    "Place",
    "RegisterSignature",
    "SaidDid",
    "Session",
    "SessionChange",
    "TimedMessage",
    "Workshop",
]
