"""Contents page: every table of the fund's work, in the order in which money flows."""

from .funds.models import (
    Criterion,
    DateChange,
    EligibilityTest,
    Enquiry,
    FormVersion,
    Fund,
    Question,
    Round,
    Section,
)
from .applications.models import (
    Application,
    Attachment,
    Extension,
    ReferenceSequence,
    SectionAnswers,
    Submission,
)
from .applications.changes.models import ChangeRequest
from .applications.equality.models import EqualityAnswers, EqualityTotal
from .applications.attendance.models import WorkshopWaiver
from .applications.messages.models import Message, Thread
from .applications.trials.models import Trial
from .applications.partners.models import Partner
from .assessment.checking.models import EligibilityCheck
from .assessment.conflicts.models import Conflict
from .assessment.assigning.models import Assignment
from .assessment.scoring.models import Assessment, Score
from .assessment.recommending.models import Recommendation
from .awards.models import Award, Condition, Decision, Instalment, Letter
from .payments.models import BankDetails, Payment, PaymentRun
from .monitoring.models import Report
from .casework.models import SavedView
from .history import HistoryEntry, HistoryHead

__all__ = [
    "Application",
    "Assessment",
    "Assignment",
    "Attachment",
    "Award",
    "BankDetails",
    "ChangeRequest",
    "Condition",
    "Conflict",
    "Criterion",
    "DateChange",
    "Decision",
    "EligibilityCheck",
    "EligibilityTest",
    "Enquiry",
    "EqualityAnswers",
    "EqualityTotal",
    "Extension",
    "FormVersion",
    "Fund",
    "HistoryEntry",
    "HistoryHead",
    "Instalment",
    "Letter",
    "Message",
    "Partner",
    "Payment",
    "PaymentRun",
    "Question",
    "Recommendation",
    "ReferenceSequence",
    "Report",
    "Round",
    "SavedView",
    "Score",
    "Section",
    "SectionAnswers",
    "Submission",
    "Thread",
    "Trial",
    "WorkshopWaiver",
]
