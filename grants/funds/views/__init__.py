"""Pages about funds and rounds, for everybody and for officers."""

from .judging import (
    criteria,
    criterion,
    criterion_add,
    criterion_delete,
    criterion_move,
    round_terms,
    test,
    test_add,
    test_delete,
    test_move,
    tests,
)
from .rounds import (
    enquiry,
    enquiry_ask,
    enquiry_list,
    round_add,
    round_change,
    round_dates,
    round_detail,
    round_enquiries,
    round_list,
    round_publish,
    round_questions,
)
from .who_can_apply import can_we_apply
from .wording import question_wording, section_wording, wording

__all__ = [
    "can_we_apply",
    "criteria",
    "criterion",
    "criterion_add",
    "criterion_delete",
    "criterion_move",
    "enquiry",
    "enquiry_ask",
    "enquiry_list",
    "question_wording",
    "round_add",
    "round_change",
    "round_dates",
    "round_detail",
    "round_enquiries",
    "round_list",
    "round_publish",
    "round_questions",
    "round_terms",
    "section_wording",
    "test",
    "test_add",
    "test_delete",
    "test_move",
    "tests",
    "wording",
]
