"""What officers type about funds and rounds, and what everybody may ask about them."""

from .cost_codes import CostCodeField
from .judging import CriterionForm, TestForm
from .rounds import AnswerForm, DatesForm, EnquiryForm, NewRoundForm, RoundForm
from .terms import TermsForm
from .who_can_apply import StepForm
from .wording import QuestionWordsForm, SectionWordsForm

__all__ = [
    "AnswerForm",
    "CostCodeField",
    "CriterionForm",
    "DatesForm",
    "EnquiryForm",
    "NewRoundForm",
    "QuestionWordsForm",
    "RoundForm",
    "SectionWordsForm",
    "StepForm",
    "TermsForm",
    "TestForm",
]
