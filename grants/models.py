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
from .assessment.diligence.models import DiligenceCheck, RiskNote
from .assessment.notes.models import CaseTag, Flag, Note, Tagging
from .assessment.conflicts.models import Conflict, Declaration, Settling, Tie
from .assessment.assessors.models import AssessorProfile, Skill
from .assessment.training.models import ModelScore, Practice, PracticeScore, TrainingCase
from .assessment.redacting.models import Redaction
from .assessment.assigning.models import Assignment
from .assessment.scoring.models import Assessment, Score
from .assessment.moderating.models import Moderation
from .assessment.recommending.models import Recommendation
from .panel.models import AgendaItem, Panel, PanelMember, Resolution, ResolutionReason, TryOut
from .awards.models import Award, Decision
from .awards.terms.models import AwardLine, Condition, Instalment
from .awards.terms.evidence.models import ConditionFile
from .awards.letters.wordings.models import LetterWording
from .awards.letters.signatures.models import LetterSignature
from .awards.letters.models import Letter
from .awards.hosting.models import Hosting, PaidCase
from .awards.agreeing.models import OfferExtension, Signature
from .awards.releasing.models import ReleaseDraft
from .awards.receipts.models import DecisionReceipt
from .awards.reviews.models import Review
from .awards.subsidy.models import (
    DatabaseEntry,
    DeclaredAward,
    EnterpriseLink,
    LimitConfirmation,
    RouteProposal,
    SubsidyAssessment,
    SubsidyNotice,
    SubsidyStatement,
)
from .payments.accounts.models import BankDetails, ModulusTables
from .payments.accounts.evidence.models import AccountFile
from .payments.models import Payment, PaymentRun
from .payments.holding.models import InstalmentCancellation, InstalmentHold
from .payments.results.models import BankResult, BankResultLine, HandMark
from .monitoring.models import Report
from .closure.recovering.models import MoneyBack, Settlement
from .casework.models import SavedView
from .ledger import LedgerEntry
from .history import HistoryEntry, HistoryHead

__all__ = [
    "AccountFile",
    "AgendaItem",
    "Application",
    "Assessment",
    "AssessorProfile",
    "Assignment",
    "Attachment",
    "Award",
    "AwardLine",
    "BankDetails",
    "BankResult",
    "BankResultLine",
    "CaseTag",
    "ChangeRequest",
    "Condition",
    "ConditionFile",
    "Conflict",
    "Criterion",
    "DatabaseEntry",
    "DateChange",
    "Decision",
    "DecisionReceipt",
    "Declaration",
    "DeclaredAward",
    "DiligenceCheck",
    "EligibilityCheck",
    "EligibilityTest",
    "Enquiry",
    "EnterpriseLink",
    "EqualityAnswers",
    "EqualityTotal",
    "Extension",
    "Flag",
    "FormVersion",
    "Fund",
    "HandMark",
    "HistoryEntry",
    "HistoryHead",
    "Hosting",
    "Instalment",
    "InstalmentCancellation",
    "InstalmentHold",
    "LedgerEntry",
    "Letter",
    "LetterSignature",
    "LetterWording",
    "LimitConfirmation",
    "Message",
    "ModelScore",
    "Moderation",
    "ModulusTables",
    "MoneyBack",
    "Note",
    "OfferExtension",
    "PaidCase",
    "Panel",
    "PanelMember",
    "Partner",
    "Payment",
    "PaymentRun",
    "Practice",
    "PracticeScore",
    "Question",
    "Recommendation",
    "Redaction",
    "ReferenceSequence",
    "ReleaseDraft",
    "Report",
    "Resolution",
    "ResolutionReason",
    "Review",
    "RiskNote",
    "Round",
    "RouteProposal",
    "SavedView",
    "Score",
    "Section",
    "SectionAnswers",
    "Settlement",
    "Settling",
    "Signature",
    "Skill",
    "Submission",
    "SubsidyAssessment",
    "SubsidyNotice",
    "SubsidyStatement",
    "Tagging",
    "Thread",
    "Tie",
    "TrainingCase",
    "Trial",
    "TryOut",
    "WorkshopWaiver",
]
