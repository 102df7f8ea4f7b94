"""Every verb between submission and the panel, in the order in which a case meets them."""

from .checking.actions import check_eligibility, rule_ineligible, start_assessment
from .conflicts.actions import declare_conflict
from .assessors.actions import add_skill, keep_assessor, remove_skill, say_skills_needed
from .training.actions import file_practice, make_training_case, save_practice
from .assigning.actions import (
    assign_assessor,
    assign_assessors,
    assign_spread,
    end_assignment,
    hand_back,
    reassign,
)
from .board.actions import remind_round
from .scoring.actions import NOT_YET, file_assessment, save_scores
from .recommending.actions import refer_to_panel

__all__ = [
    "NOT_YET",
    "add_skill",
    "assign_assessor",
    "assign_assessors",
    "assign_spread",
    "check_eligibility",
    "declare_conflict",
    "end_assignment",
    "file_assessment",
    "file_practice",
    "hand_back",
    "keep_assessor",
    "make_training_case",
    "reassign",
    "refer_to_panel",
    "remind_round",
    "remove_skill",
    "rule_ineligible",
    "save_practice",
    "save_scores",
    "say_skills_needed",
    "start_assessment",
]
