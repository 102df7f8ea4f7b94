"""What can be done with funds and rounds."""

from .cost_codes import set_cost_codes
from .judging import (
    FROZEN,
    add_criterion,
    add_test,
    change_criterion,
    change_test,
    delete_criterion,
    delete_test,
    move_criterion,
    move_test,
)
from .rounds import (
    MOST_WAITING,
    NotPlain,
    add_first_round,
    add_round,
    answer_enquiry,
    ask_enquiry,
    change_round,
    move_dates,
    publish_round,
    set_scores_due,
    write_contents,
)
from .wording import correct_question, correct_section

__all__ = [
    "FROZEN",
    "MOST_WAITING",
    "NotPlain",
    "add_criterion",
    "add_first_round",
    "add_round",
    "add_test",
    "answer_enquiry",
    "ask_enquiry",
    "change_criterion",
    "change_round",
    "change_test",
    "correct_question",
    "correct_section",
    "delete_criterion",
    "delete_test",
    "move_criterion",
    "move_dates",
    "move_test",
    "publish_round",
    "set_cost_codes",
    "set_scores_due",
    "write_contents",
]
