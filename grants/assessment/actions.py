"""Every verb between submission and the panel, in the order in which a case meets them."""

from .checking.actions import check_eligibility, rule_ineligible, start_assessment
from .conflicts.actions import (
    count_assessment_again,
    declare_conflict,
    declare_no_conflict,
    end_tie,
    record_tie,
    settle_conflict,
)
from .assigning.actions import assign_assessor, assign_assessors, end_assignment
from .scoring.actions import NOT_YET, file_assessment, save_scores
from .moderating.actions import moderate_score
from .recommending.actions import refer_to_panel

__all__ = [
    "NOT_YET",
    "assign_assessor",
    "assign_assessors",
    "check_eligibility",
    "count_assessment_again",
    "declare_conflict",
    "declare_no_conflict",
    "end_assignment",
    "end_tie",
    "file_assessment",
    "moderate_score",
    "record_tie",
    "refer_to_panel",
    "rule_ineligible",
    "save_scores",
    "settle_conflict",
    "start_assessment",
]
