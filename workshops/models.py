"""Contents page: every table of the workshops, in the order in which people come."""

from .sessions.history import SessionChange
from .sessions.models import Session, Workshop
from .booking.models import Booking, Offer, Place
from .requests.models import RequestAnswer
from .needs.models import Need
from .register.models import AttendanceMark, RegisterSignature
from .certificates.models import Certificate
from .feedback.models import FeedbackAnswer, FeedbackGiven, SaidDid
from .materials.models import Material
from .listening.models import Idea, ListeningArchive
from .facilitators.models import Assignment, Facilitator
from .interest.models import Interest
from .messages.models import TimedMessage
from .forgetting.models import GuestForgotten
from .programmes.models import CourseBooking, CoursePart, Programme, ProgrammeDate

__all__ = [
    "Assignment",
    "AttendanceMark",
    "Booking",
    "Certificate",
    "CourseBooking",
    "CoursePart",
    "Facilitator",
    "FeedbackAnswer",
    "FeedbackGiven",
    "GuestForgotten",
    "Idea",
    "Interest",
    "ListeningArchive",
    "Material",
    "Need",
    "Offer",
    "Place",
    "Programme",
    "ProgrammeDate",
    "RegisterSignature",
    "RequestAnswer",
    "SaidDid",
    "Session",
    "SessionChange",
    "TimedMessage",
    "Workshop",
]
