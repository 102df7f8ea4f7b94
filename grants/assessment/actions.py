"""Every verb between submission and the panel, in the order in which a case meets them."""

from .checking.actions import check_eligibility, start_assessment
from .diligence.actions import look_up, write_risk_note
from .notes.actions import raise_flag, resolve_flag, tag_case, write_note
from .conflicts.actions import declare_conflict
from .assigning.actions import assign_assessor, assign_assessors, end_assignment
from .scoring.actions import NOT_YET, file_assessment, save_scores
from .recommending.actions import refer_to_panel

__all__ = [
    "NOT_YET",
    "assign_assessor",
    "assign_assessors",
    "check_eligibility",
    "declare_conflict",
    "end_assignment",
    "file_assessment",
    "look_up",
    "raise_flag",
    "refer_to_panel",
    "resolve_flag",
    "save_scores",
    "start_assessment",
    "tag_case",
    "write_note",
    "write_risk_note",
]
