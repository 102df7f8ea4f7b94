"""Where an application stands, as its co-op sees it: the steps, and what comes next."""

from django.conf import settings
from django.utils.timezone import localdate

from grants.awards.agreeing.queries import standings_of
from grants.awards.hosting.queries import payee_of
from grants.awards.letters.models import Letter
from grants.awards.subsidy.queries import standing_in
from grants.awards.terms.models import Condition
from grants.awards.terms.queries import conditions_of, still_needed
from grants.closure.recovering.queries import recoveries_told
from grants.funds.queries import WAITING
from grants.lifecycle import ApplicationLifecycle, ReportStage, Stage
from grants.panel.queries import waits_on_reserve
from grants.payments.accounts.evidence.queries import is_asked_for
from grants.payments.accounts.queries import current_bank_details
from grants.payments.stages import InstalmentStage

from . import queries, timeline

STEPS = (
    ("Sent", {Stage.SUBMITTED}),
    ("Assessed", {Stage.IN_ASSESSMENT}),
    ("Panel", {Stage.WITH_PANEL}),
    ("Offer", {Stage.OFFERED}),
    ("Accepted", {Stage.ACCEPTED}),
    ("Reports", {Stage.IN_MONITORING}),
    ("Closed", {Stage.CLOSED}),
)


def steps_of(state):
    """[{"label", "state": done, now or later}] for the step list; empty for an early end."""
    here = next((place for place, (_label, states) in enumerate(STEPS) if state in states), None)
    if here is None:
        return []
    return [
        {
            "label": label,
            "state": "now" if place == here else "done" if place < here else "later",
        }
        for place, (label, _states) in enumerate(STEPS)
    ]


def is_open(instalment):
    """There is money to come."""
    return instalment.stage not in (InstalmentStage.PAID, InstalmentStage.CANCELLED)


def needed_from(award, public_money):
    """What the co-op still has to show; its bank account stands in “What happens now”."""
    needed = still_needed(conditions_of(award, public_money))
    return [one for one in needed if one.kind != Condition.Kind.BANK]


def progress_of(application, user):
    """Everything that the co-op's page about one application shows.

    application: as it was read `with_public_money` and `with_recoveries`.
    """
    award = getattr(application, "award", None)
    entries = queries.history_for_coop(application)[: queries.EVENTS_ON_A_CASE_PAGE * 2]
    is_signed = award is not None and award.accepted_at is not None
    is_running = is_signed and application.state in ApplicationLifecycle.SIGNED
    reports = list(award.reports.order_by("number")) if is_signed else []
    public_money = standing_in(application) if award else None
    instalments = queries.instalments_of(award, public_money) if is_signed else []
    letters = [letter for letter in queries.letters_of(application) if letter.issued_at]
    bank_details = current_bank_details(payee_of(application)) if is_signed else None
    return {
        "application": application,
        "award": award,
        "steps": steps_of(application.state),
        "is_on_reserve": application.state == Stage.WITH_PANEL and waits_on_reserve(application),
        "is_late": application.state in WAITING and application.round.decision_on < localdate(),
        "is_over": application.state in ApplicationLifecycle.ENDED,
        "letters": letters,
        # Every offer and every no leaves a receipt, so nothing need be asked.
        "is_decided": award is not None or application.state == Stage.DECLINED,
        "is_letter_ready": any(letter.kind == Letter.Kind.OFFER for letter in letters),
        "needed": needed_from(award, public_money) if is_running else [],
        "instalments": instalments,
        "next_instalment": next((one for one in instalments if is_open(one)), None),
        "reports": reports,
        "next_report": next((one for one in reports if one.state == ReportStage.DUE), None),
        "public_money": public_money,
        "money_back": recoveries_told(application) if is_signed else [],
        "bank_details": bank_details,
        "is_file_needed": is_running and is_asked_for(bank_details),
        "standing": standings_of([application]).get(application.pk)
        if application.state == Stage.OFFERED
        else None,
        "may_turn_down": application.state == Stage.OFFERED
        and user.has_perm("grants.turn_down_award", application),
        "may_withdraw": "withdraw" in {move.name for move in application.moves_for(user)},
        "may_copy": bool(application.submitted_at)
        and user.has_perm("grants.edit_application", application),
        "is_signed": application.state in ApplicationLifecycle.SIGNED,
        "may_give_account": user.has_perm("grants.enter_bank_details", application),
        "payee": payee_of(application),
        "may_sign": user.has_perm("grants.accept_award", application),
        "events": timeline.for_coop(entries, settings.FUND["name"]),
    }
