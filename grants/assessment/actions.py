"""Every verb between submission and the panel, in the order in which a case meets them."""

from .checking.actions import check_eligibility, start_assessment
from .diligence.actions import look_up, write_risk_note
from .notes.actions import raise_flag, resolve_flag, tag_case, write_note
from .conflicts.actions import (
    count_assessment_again,
    declare_conflict,
    declare_in_round,
    declare_no_conflict,
    end_tie,
    find_links_after_filing,
    record_tie,
    settle_conflict,
)
from .redacting.actions import redact, say_ready, tell_of_name
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
from .moderating.actions import moderate_score
from .recommending.actions import refer_to_panel

__all__ = [
    "NOT_YET",
    "add_skill",
    "assign_assessor",
    "assign_assessors",
    "assign_spread",
    "check_eligibility",
    "count_assessment_again",
    "declare_conflict",
    "declare_in_round",
    "declare_no_conflict",
    "end_assignment",
    "end_tie",
    "file_assessment",
    "file_practice",
    "find_links_after_filing",
    "hand_back",
    "keep_assessor",
    "look_up",
    "make_training_case",
    "moderate_score",
    "raise_flag",
    "reassign",
    "record_tie",
    "redact",
    "refer_to_panel",
    "remind_round",
    "remove_skill",
    "resolve_flag",
    "save_practice",
    "save_scores",
    "say_ready",
    "say_skills_needed",
    "settle_conflict",
    "start_assessment",
    "tag_case",
    "tell_of_name",
    "write_note",
    "write_risk_note",
]
