"""What has to happen next to a payment run, said to the person who looks at it."""

from django.utils.timezone import now

from applicants.models import StaffRole
from grants.awards.subsidy.queries import HELD_BY
from grants.awards.terms.holding import ACCOUNT, PUBLIC_MONEY, Facts, holds_back
from grants.lifecycle import RunStage
from grants.money import total
from grants.templatetags.words import moment, pounds

from .files.profiles import profile_now, why_late
from .limits import is_within, limit_of, who_may_approve, why_approval_fell
from .queries import ANOTHER_BODY, STOPPABLE, let_go_in

WORDS = {
    "prepare_run": "The run was prepared",
    "approve_run": "The payments were approved",
    "cancel_run": "The run was cancelled",
    "export_run": "The payment file was made",
    "download_file": "The payment file was downloaded",
    "say_result": "Somebody wrote what the bank did",
    "drop_result": "What was written about the bank was not confirmed",
    "settle_run": "The bank has dealt with every payment",
}
STEPS = (
    (RunStage.PREPARED, "Prepared"),
    (RunStage.APPROVED, "Approved"),
    (RunStage.EXPORTED, "File made"),
    (RunStage.SETTLED, "Settled"),
)
AFTER_APPROVAL = {
    RunStage.APPROVED: (
        "Make the payment file. Anybody who prepares or approves payments may do that."
    ),
    RunStage.EXPORTED: (
        "Download the file and take it to the bank. Then upload what the bank says, or write it "
        "down here for a second person to confirm."
    ),
    RunStage.SETTLED: "Nothing. The bank has dealt with every payment in it.",
    RunStage.CANCELLED: "Nothing. This run was cancelled, and its payments are due again.",
}


def next_step(run, payments, user):
    """One or two sentences: what is next, who may do it, and why this person may not."""
    if what_is_void(run, payments):
        return (
            "This run can’t go on as it is. Cancel it, and prepare it again with what is right now."
        )
    if run.state != RunStage.PREPARED:
        return AFTER_APPROVAL[run.state]
    checkers = {payment.bank_checked_by_id: payment.bank_checked_by for payment in payments}
    if user.pk == run.prepared_by_id:
        return "Somebody else must approve this run, because you prepared it."
    if user.pk in checkers:
        return "Somebody else must approve this run, because you checked bank details in it."
    if user.is_finance_approver and (since := user.waits_for(StaffRole.FINANCE_APPROVER)):
        return f"Somebody else must approve this run. Your role counts from {moment(since)}."
    in_all = total(payment.amount for payment in payments)
    if user.is_finance_approver and not is_within(user, in_all):
        others = [str(who) for who in who_may_approve(run, payments, in_all)]
        can = f"These people may: {', '.join(others)}." if others else "Nobody may, as things are."
        limit = pounds(limit_of(user))
        return f"You may approve up to {limit}, and this run is {pounds(in_all)}. {can}"
    if let_go_in(run, user):
        return "Somebody else must approve this run: you let a payment go that a colleague held."
    if user.is_finance_approver:
        return "You can approve this run. Look at each line first."
    names = " or ".join([str(run.prepared_by), *sorted(str(who) for who in checkers.values())])
    return f"Somebody who approves payments looks at each line. It can’t be {names}."


def what_is_void(run, payments):
    """What makes this run void, in sentences: it was approved, or prepared, as something else."""
    if run.state not in STOPPABLE:
        return []
    late = why_late(run, profile_now())
    fell = why_approval_fell(run, total(payment.amount for payment in payments))
    found = [sentence for sentence in (late, fell) if sentence]
    for payment in payments:
        who = payment.instalment.award.application.organisation.name
        if payment.bank_details.organisation_id != payment.instalment.award.payee_id:
            found.append(f"Who gets the money of {who} changed after this run was prepared.")
        elif payment.bank_details.replaced_at:
            found.append(f"{who} changed its bank details after this run was prepared.")
        elif payment.is_another_body:
            found.append(f"{ANOTHER_BODY} {who} changed after this run was prepared.")
        if payment.amount != payment.instalment.amount:
            found.append(f"The amount for {who} changed after this run was prepared.")
        if payment.is_held:
            found.append(f"The payment to {who} is on hold.")
    return found


def steps_of(run):
    """How far the run is, for the row of steps; a cancelled run has none."""
    if run.state == RunStage.CANCELLED:
        return []
    at = [stage for stage, _ in STEPS].index(run.state)
    return [
        {
            "label": label,
            "state": "done" if place <= at else "now" if place == at + 1 else "later",
        }
        for place, (_, label) in enumerate(STEPS)
    ]


def events_of(history):
    """A run's history entries in plain words."""
    return [
        {
            "words": WORDS.get(entry.verb, entry.verb.replace("_", " ").capitalize()),
            "at": entry.at,
            "by": entry.by,
            "note": entry.note,
        }
        for entry in history
    ]


def what_is_missing(instalment):
    """What has to come before an instalment of `not_ready_to_pay` can be paid."""
    award, missing = instalment.award, []
    if instalment.released_at is None:
        missing += [
            sentence
            for sentence in holds_back(instalment, award.conditions.all(), _facts(instalment))
            if sentence not in (ACCOUNT, PUBLIC_MONEY)
        ]
    if instalment.held_by:
        missing.append(HELD_BY[instalment.held_by])
    if instalment.account_id is None:
        missing.append("The co-op has not given its bank details")
    elif instalment.account_checked_at is None:
        missing.append("An officer has to check the bank details")
    if instalment.held_because:
        missing.append(f"On hold: {instalment.held_because}")
    if instalment.account_id and instalment.account_usable_from > now():
        when = moment(instalment.account_usable_from)
        missing.append(f"The co-op changed its account, so we wait until {when}")
    return missing


def _facts(instalment):
    """What is on record for its award, from what the list has read already."""
    award = instalment.award
    reports = (one.name for one in award.reports.all() if one.accepted_at is not None)
    return Facts(
        is_signed=award.accepted_at is not None,
        has_checked_account=instalment.account_checked_at is not None,
        is_cleared=not instalment.held_by,
        reports=frozenset(reports),
    )
