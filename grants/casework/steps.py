"""From a case to the pages where things are done with it.

The moves come from the lifecycle screen; this adds the page of each, and the
work at a stage that moves nothing. A test holds the two against each other.
"""

from dataclasses import dataclass

from django.urls import reverse

from grants.lifecycle import ReportStage, Stage

# Where a colleague makes each move of an application. Moves of the co-op have their own pages.
MOVE_PAGES = {
    "return_for_changes": "case_return",
    "rule_ineligible": "case_ineligible",
    "start_assessment": "case_start_assessment",
    "refer_to_panel": "case_refer",
    "start_monitoring": "monitoring_start",
    "close": "case_close",
    "terminate": "case_terminate",
}
MOVES_OF_THE_COOP = {"submit", "withdraw", "accept", "turn_down"}
MOVES_OF_A_RELEASE = {"offer", "decline", "defer"}  # several at once, on the page of the round
# seldom what somebody came for
QUIET = {
    "case_ineligible",
    "case_return",
    "case_terminate",
    "decide_alone",
    "case_money_back",
    "case_reminder",
}


@dataclass(frozen=True)
class Step:
    label: str
    url: str
    is_quiet: bool = False


# Work that moves nothing: (stages, permission, label, page)
TASKS = [
    ({Stage.SUBMITTED}, "grants.check_application", "Check eligibility", "case_eligibility"),
    (
        {Stage.SUBMITTED, Stage.IN_ASSESSMENT},
        "grants.redact_application",
        "Cover names",
        "case_redact",
    ),
    ({Stage.IN_ASSESSMENT}, "grants.assign_assessor", "Choose assessors", "case_assessors"),
    (
        {Stage.SUBMITTED, Stage.IN_ASSESSMENT},
        "grants.check_application",
        "Due diligence",
        "case_diligence",
    ),
    (
        {Stage.IN_ASSESSMENT, Stage.WITH_PANEL, Stage.OFFERED, Stage.DECLINED},
        "grants.see_scores",
        "See the scores",
        "case_scores",
    ),
    ({Stage.WITH_PANEL}, "grants.decide_application", "Decide without a meeting", "decide_alone"),
    ({Stage.OFFERED}, "grants.extend_offer", "Give more time to answer", "offer_extend"),
    ({Stage.ACCEPTED}, "grants.check_bank_details", "Check bank details", "bank_check"),
    (
        {Stage.OFFERED, Stage.ACCEPTED, Stage.IN_MONITORING},
        "grants.send_reminder",
        "Send a reminder letter",
        "case_reminder",
    ),
    (
        {Stage.IN_MONITORING, Stage.CLOSED, Stage.TERMINATED},
        "grants.see_money_back",
        "Money back",
        "case_money_back",
    ),
]


def steps_for(application, user, reports):
    """What this person can do with this case now, the next thing first.

    reports: the reports of its award, as far as they are known.
    """
    steps = [
        Step(f"Read the {report.name.lower()}", reverse("report_review", args=[report.reference]))
        for report in reports
        if report.state == ReportStage.SENT and user.has_perm("grants.review_report", application)
    ]
    pages = {
        page: label
        for stages, permission, label, page in TASKS
        if application.state in stages and user.has_perm(permission, application)
    }
    if not application.round.is_blind:
        pages.pop("case_redact", None)
    for move in application.moves_for(user, among=MOVE_PAGES):
        pages[MOVE_PAGES[move.name]] = move.label
    if application.round.alone_up_to is None:
        pages.pop("decide_alone", None)
    if application.state == Stage.IN_MONITORING and user.has_perm(
        "grants.check_bank_details", application
    ):
        pages["bank_check"] = "Bank details"
    quiet = QUIET | ({"bank_check"} if application.state == Stage.IN_MONITORING else set())
    steps += [
        Step(label, reverse(page, args=[application.reference]), is_quiet=page in quiet)
        for page, label in pages.items()
    ]
    return sorted(steps, key=lambda step: step.is_quiet)
