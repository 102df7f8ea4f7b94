"""What can be done to decide and to offer."""

from datetime import timedelta

from django.db import transaction
from django.utils.timezone import localdate

from applicants.access import Refused
from applicants.emails import queue_email
from grants.funds.models import Round
from grants.history import moving
from grants.ledger import LedgerKind, enter
from grants.money import in_pounds
from grants.panel.queries import is_held, left_in, waits_on_reserve

from .agreeing.signing import signers_needed
from .letters.actions import queue_letter
from .letters.dating import close_of_business
from .letters.models import Letter
from .letters.words import Alternatives, decline_words, ineligible_words, offer_words
from .models import Award, Decision
from .receipts.actions import keep_receipt
from .subsidy.actions import keep_notice
from .subsidy.queries import freed_by
from .terms.schedule import MOST_INSTALMENTS
from .terms.writing import usual_terms, write_terms


class OverBudget(Refused):
    """More than the round has left; `field` is the term that asks too much."""

    def __init__(self, field, left):
        super().__init__(f"This round has {left} left to award.")
        self.field = field


def rule_ineligible(application, *, reason, alternatives, by):
    """An officer ends an application that fails a test; a letter says why and what could help.

    It stands here, with the other letters, because a room before this one cannot write a letter.
    """
    with moving(application, by=by, note=reason) as application:
        application.rule_ineligible()
        if not application.eligibility_checks.current().filter(result="fail").exists():
            raise Refused("Record the test that is not met first.")
        if alternatives == Alternatives():
            raise Refused("Name something that could help the co-op instead.")
        words = ineligible_words(application, reason, alternatives)
        queue_letter(application, Letter.Kind.INELIGIBLE, words, by)
    return application


def offer_award(
    application,
    *,
    amount,
    days,
    reasons,
    conditions=(),
    instalments=1,
    terms=None,
    by,
):
    """A release offers a grant; money and days never go beyond the round's budget.

    terms: what was planned for it; without, the usual terms with these conditions and so many
    equal instalments.
    This and the next two are what a release carries out: no page calls them directly.
    """
    with transaction.atomic():
        # The round first, then the application: every decision locks in this order.
        round = Round.objects.select_for_update(of=("self",)).get(applications=application)
        with moving(application, by=by, note=reasons) as application:
            application.offer()
            _refuse_what_a_panel_holds(application)
            if freed_by(application) == by:
                raise Refused(
                    "You said yourself how the limit for public money does not count here, so "
                    "another approver makes this offer."
                )
            pounds_left, days_left = left_in(round, without=application)
            if not amount and not days:
                raise Refused("Offer some money, some advice days, or both.")
            if not 1 <= instalments <= MOST_INSTALMENTS:
                raise Refused(f"Pay in 1 to {MOST_INSTALMENTS} parts.")
            if amount > pounds_left:
                raise OverBudget("amount", in_pounds(pounds_left))
            if days > days_left:
                raise OverBudget("days", f"{days_left.normalize():f} advice days")
            decision = _decide(application, Decision.Outcome.OFFER, reasons, by)
            keep_receipt(decision)
            award = Award.objects.create(
                application=application,
                reference=application.reference,
                amount=amount,
                days=days,
                offered_by=by,
                respond_by=close_of_business(localdate() + timedelta(round.respond_days)),
                signers=signers_needed(round, application.organisation.legal_form),
            )
            if amount:
                enter(
                    application,
                    LedgerKind.COMMITMENT,
                    amount,
                    key=f"{application.reference}/commitment",
                    by=by,
                )
            write_terms(
                award, terms or usual_terms(amount, days, conditions, instalments, localdate())
            )
            letter = queue_letter(application, Letter.Kind.OFFER, offer_words(award, reasons), by)
            if letter.words["is_subsidy"]:
                keep_notice(award, letter, by=by)
    return application


def decline_application(application, *, reasons, by):
    """A release declines, with reasons that the co-op reads in its letter."""
    with moving(application, by=by, note=reasons) as application:
        application.decline()
        _refuse_what_a_panel_holds(application)
        decision = _decide(application, Decision.Outcome.DECLINE, reasons, by)
        keep_receipt(decision)
        words = decline_words(application, reasons)
        queue_letter(application, Letter.Kind.DECLINE, words, by)
    return application


def defer_application(application, *, reasons, by):
    """A release sends the application back to assessment to find something out."""
    with moving(application, by=by, note=reasons) as application:
        application.defer()
        _refuse_what_a_panel_holds(application)
        decision = _decide(application, Decision.Outcome.DEFER, reasons, by)
        queue_email(
            "grants/decision_deferred",
            application.organisation,
            key=f"{application.reference}/{decision.pk}",
            about=application.reference,
            application=application,
            reasons=reasons,
        )
    return application


def _refuse_what_a_panel_holds(application):
    """What a panel decided is told to a co-op in one way only: by releasing it."""
    if is_held(application):
        raise Refused("A panel has decided this one. Its decision waits to be released.")
    if waits_on_reserve(application):
        raise Refused("They are on the reserve list. Take them off it first, in order.")


def _decide(application, outcome, reasons, by):
    return Decision.objects.create(
        application=application, outcome=outcome, reasons=reasons, decided_by=by
    )
