"""Funds, their rounds, and what a round asks and judges."""

from .enquiries import Enquiry
from .forms import FormVersion, Question, Section, question_code
from .judging import Criterion, EligibilityTest
from .rounds import DateChange, Fund, Round

__all__ = [
    "Criterion",
    "DateChange",
    "EligibilityTest",
    "Enquiry",
    "FormVersion",
    "Fund",
    "Question",
    "Round",
    "Section",
    "question_code",
]
