"""From a case to the pages where things are done with it.

The moves come from the lifecycle screen; this adds the page of each, and the
work at a stage that moves nothing. A test holds the two against each other.
"""

from dataclasses import dataclass

from grants.lifecycle import Stage

# Where a colleague makes each move of an application. Moves of the co-op have their own pages.
MOVE_PAGES = {
    "return_for_changes": "case_return",
    "rule_ineligible": "case_ineligible",
    "start_assessment": "case_start_assessment",
    "refer_to_panel": "case_refer",
    "defer": "case_decide",
    "decline": "case_decide",
    "offer": "case_decide",
    "start_monitoring": "monitoring_start",
    "close": "case_close",
    "terminate": "case_terminate",
}
MOVES_OF_THE_COOP = {"submit", "withdraw", "accept"}
ENDINGS = {"case_ineligible", "case_return", "case_terminate"}


@dataclass(frozen=True)
class Step:
    label: str
    url_name: str
    is_quiet: bool = False


# Work that moves nothing: (stages, permission, label, page)
TASKS = [
    ({Stage.SUBMITTED}, "grants.check_application", "Check eligibility", "case_eligibility"),
    ({Stage.IN_ASSESSMENT}, "grants.assign_assessor", "Choose assessors", "case_assessors"),
    (
        {Stage.IN_ASSESSMENT, Stage.WITH_PANEL, Stage.OFFERED, Stage.DECLINED},
        "grants.see_scores",
        "See the scores",
        "case_scores",
    ),
    (
        {Stage.ACCEPTED, Stage.IN_MONITORING},
        "grants.check_bank_details",
        "Bank details",
        "bank_check",
    ),
]
DECIDE = Step("Decide", "case_decide")


def steps_for(application, user):
    """What this person can do with this case now, the next thing first."""
    steps = [
        Step(label, page)
        for stages, permission, label, page in TASKS
        if application.state in stages and user.has_perm(permission, application)
    ]
    for move in application.moves_for(user):
        page = MOVE_PAGES.get(move.name)
        if page == "case_decide":
            step = DECIDE
        elif page:
            step = Step(move.label, page, is_quiet=page in ENDINGS)
        else:
            continue
        if step not in steps:
            steps.append(step)
    return sorted(steps, key=lambda step: step.is_quiet)
