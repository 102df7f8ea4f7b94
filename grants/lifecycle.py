"""The whole life of a grant: every state, every move, and nothing else.

The application is the spine. Payment runs and reports have short lives of their
own, because one award has many. Read a move as "from here, to there, called
this on the page, by anyone who may". What a move does is in the rooms' actions.
"""

from django.db import models

from .states import StateField, StateModel, move


class Stage(models.TextChoices):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    IN_ASSESSMENT = "in_assessment", "In assessment"
    WITH_PANEL = "with_panel", "With panel"
    OFFERED = "offered", "Offered"
    ACCEPTED = "accepted", "Accepted"
    IN_MONITORING = "in_monitoring", "In monitoring"
    CLOSED = "closed", "Closed"
    # Ways out
    WITHDRAWN = "withdrawn", "Withdrawn"
    INELIGIBLE = "ineligible", "Not eligible"
    DECLINED = "declined", "Declined"
    LAPSED = "lapsed", "Offer lapsed"
    TERMINATED = "terminated", "Terminated"


class ApplicationLifecycle(StateModel):
    S = Stage
    UNDECIDED = (S.SUBMITTED, S.IN_ASSESSMENT, S.WITH_PANEL)
    LIVE_AWARD = (S.OFFERED, S.ACCEPTED, S.IN_MONITORING, S.CLOSED)
    SIGNED = (S.ACCEPTED, S.IN_MONITORING)
    # What a panel or a person decided has been told to the co-op, and stays told.
    DECIDED = (*LIVE_AWARD, S.DECLINED, S.LAPSED, S.TERMINATED)
    ENDED = (S.CLOSED, S.WITHDRAWN, S.INELIGIBLE, S.DECLINED, S.LAPSED, S.TERMINATED)

    state = StateField(choices=Stage.choices, default=Stage.DRAFT)

    class Meta:
        abstract = True

    @move(S.DRAFT, S.SUBMITTED, "Send application", may="submit_application")
    def submit(self): ...

    @move(S.SUBMITTED, S.DRAFT, "Return for changes", may="check_application")
    def return_for_changes(self): ...

    @move([S.DRAFT, *UNDECIDED], S.WITHDRAWN, "Withdraw", may="withdraw_application")
    def withdraw(self): ...

    @move(S.SUBMITTED, S.INELIGIBLE, "Not eligible", may="check_application")
    def rule_ineligible(self): ...

    @move(S.SUBMITTED, S.IN_ASSESSMENT, "Start assessment", may="check_application")
    def start_assessment(self): ...

    @move(S.IN_ASSESSMENT, S.WITH_PANEL, "Send to panel", may="refer_application")
    def refer_to_panel(self): ...

    @move(S.WITH_PANEL, S.IN_ASSESSMENT, "Defer", may="decide_application")
    def defer(self): ...

    @move(S.WITH_PANEL, S.DECLINED, "Decline", may="decide_application")
    def decline(self): ...

    @move(S.WITH_PANEL, S.OFFERED, "Offer a grant", may="decide_application")
    def offer(self): ...

    @move(S.OFFERED, S.ACCEPTED, "Accept offer", may="accept_award")
    def accept(self): ...

    @move(S.OFFERED, S.WITHDRAWN, "Say no thank you", may="turn_down_award")
    def turn_down(self): ...

    @move(S.OFFERED, S.LAPSED, "Offer lapsed", by_itself=True)
    def lapse(self): ...

    @move(S.ACCEPTED, S.IN_MONITORING, "Start monitoring", may="monitor_award")
    def start_monitoring(self): ...

    @move(S.IN_MONITORING, S.CLOSED, "Close", may="close_award")
    def close(self): ...

    @move(SIGNED, S.TERMINATED, "Terminate", may="close_award")
    def terminate(self): ...


class RunStage(models.TextChoices):
    PREPARED = "prepared", "Waiting for approval"
    APPROVED = "approved", "Approved"
    EXPORTED = "exported", "Sent to the bank"
    SETTLED = "settled", "Settled"
    CANCELLED = "cancelled", "Cancelled"


class PaymentRunLifecycle(StateModel):
    S = RunStage

    state = StateField(choices=RunStage.choices, default=RunStage.PREPARED)

    class Meta:
        abstract = True

    @move(S.PREPARED, S.APPROVED, "Approve payments", may="approve_payment_run")
    def approve_run(self): ...

    @move([S.PREPARED, S.APPROVED], S.CANCELLED, "Cancel run", may="prepare_payment_run")
    def cancel_run(self): ...

    @move(S.APPROVED, S.EXPORTED, "Make the payment file", may="export_payment_run")
    def export_run(self): ...

    @move(S.EXPORTED, S.SETTLED, "Settle run", may="record_result")
    def settle_run(self): ...


class ReportStage(models.TextChoices):
    DUE = "due", "Due"
    SENT = "sent", "Sent in"
    ACCEPTED = "accepted", "Accepted"


class ReportLifecycle(StateModel):
    S = ReportStage

    state = StateField(choices=ReportStage.choices, default=ReportStage.DUE)

    class Meta:
        abstract = True

    @move(S.DUE, S.SENT, "Send report", may="send_report")
    def send_report(self): ...

    @move(S.SENT, S.DUE, "Ask for changes", may="review_report")
    def return_report(self): ...

    @move(S.SENT, S.ACCEPTED, "Accept report", may="review_report")
    def accept_report(self): ...
