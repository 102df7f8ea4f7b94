"""What can be done to decide, offer and accept."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils.timezone import get_current_timezone, localdate, now

from applicants.access import Refused
from applicants.emails import queue_email
from grants import history
from grants.funds.models import Round
from grants.history import moving
from grants.lifecycle import Stage
from grants.money import in_pounds
from grants.panel.queries import is_held, left_in, waits_on_reserve

from .models import Award, Condition, Decision, Instalment, Letter
from .receipts.actions import keep_receipt
from .schedule import MOST_INSTALMENTS, plan_instalments
from .words import (
    Alternatives,
    decline_words,
    ineligible_words,
    ineligible_words_again,
    offer_words,
)

END_OF_DAY = time(17, 0)
STANDING_CONDITIONS = (
    "Spend the grant on what you told us about. Ask us first if your plan changes.",
    "Keep receipts for everything over £250 for six years, and show us if we ask.",
    "Tell us within 14 days if your legal form, your signatories or your bank account change.",
    "Give back what you have not spent at the end.",
)


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
        _queue_letter(application, Letter.Kind.INELIGIBLE, words, by)
    return application


def offer_award(
    application,
    *,
    amount,
    days,
    reasons,
    conditions=(),
    instalments=1,
    by,
):
    """A release offers a grant; money and days never go beyond the round's budget.

    This and the next two are what a release carries out: no page calls them directly.
    """
    with transaction.atomic():
        # The round first, then the application: every decision locks in this order.
        round = Round.objects.select_for_update(of=("self",)).get(applications=application)
        with moving(application, by=by, note=reasons) as application:
            application.offer()
            _refuse_what_a_panel_holds(application)
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
                respond_by=_close_of_business(localdate() + timedelta(round.respond_days)),
            )
            _write_terms(award, conditions, instalments)
            _queue_letter(application, Letter.Kind.OFFER, offer_words(award, reasons), by)
    return application


def decline_application(application, *, reasons, by):
    """A release declines, with reasons that the co-op reads in its letter."""
    with moving(application, by=by, note=reasons) as application:
        application.decline()
        _refuse_what_a_panel_holds(application)
        decision = _decide(application, Decision.Outcome.DECLINE, reasons, by)
        keep_receipt(decision)
        words = decline_words(application, reasons)
        _queue_letter(application, Letter.Kind.DECLINE, words, by)
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


def accept_award(application, *, name, by, confirms_limit=False):
    """A signatory accepts the offer as its letter states it.

    confirms_limit: they say in writing that they stay within the limit for public money.
    """
    note = f"Signed as {name}"
    if confirms_limit:
        note += ", who confirmed that they stay within the limit for public money"
    with moving(application, by=by, note=note) as application:
        application.accept()
        award = Award.objects.select_for_update().get(application=application)
        letter = application.letters.issued().filter(kind=Letter.Kind.OFFER).first()
        if letter is None:
            raise Refused("Your offer letter is still being made. Try again in a minute.")
        if now() > award.respond_by:
            raise Refused("The date to accept this offer has passed. Please talk to us.")
        award.accepted_at, award.accepted_by = now(), by
        award.accepted_name, award.accepted_letter_hash = name, letter.sha256
        award.save()
        award.instalments.filter(number=1).update(released_at=now())
        queue_email(
            "grants/offer_accepted",
            application.organisation,
            key=application.reference,
            about=application.reference,
            application=application,
            award=award,
            confirms_limit=confirms_limit,
        )
    return application


def make_letter_again(letter, *, by):
    """An officer has a letter that could not be made written anew, from what is known today."""
    with transaction.atomic():
        letter = Letter.objects.select_for_update().get(pk=letter.pk)
        if letter.issued_at is not None or not letter.problem:
            return letter
        letter.words = _words_again(letter)
        letter.problem, letter.leased_until = "", None
        letter.save(update_fields=["words", "problem", "leased_until"])
        history.record(
            letter.application, verb="make_letter_again", by=by, subject=letter.get_kind_display()
        )
    return letter


def lapse_offers():
    """The clock: offers that nobody answered in time end. Returns how many."""
    overdue = Award.objects.filter(
        application__state=Stage.OFFERED, respond_by__lt=now()
    ).select_related("application")
    lapsed = 0
    for award in overdue:
        with moving(award.application, by=None) as application:
            if application.state != Stage.OFFERED:
                continue  # answered while we looked
            application.lapse()
            queue_email(
                "grants/offer_lapsed",
                application.organisation,
                key=application.reference,
                about=application.reference,
                application=application,
            )
            lapsed += 1
    return lapsed


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


def _write_terms(award, conditions, instalments):
    texts = [*STANDING_CONDITIONS, *conditions]
    Condition.objects.bulk_create(
        Condition(award=award, number=number, text=text) for number, text in enumerate(texts, 1)
    )
    Instalment.objects.bulk_create(
        Instalment(
            award=award,
            number=planned.number,
            amount=planned.amount,
            due_on=planned.due_on,
            needs=planned.needs,
        )
        for planned in plan_instalments(award.amount, instalments, localdate())
    )


def _queue_letter(application, kind, words, by):
    """Write the letter’s row with the facts that it states; a worker makes it and sends word."""
    return Letter.objects.create(
        application=application,
        reference=f"{application.reference}-{kind}",
        kind=kind,
        signed_by=by,
        dated_on=localdate(),
        words=words,
    )


def _words_again(letter):
    if letter.kind == Letter.Kind.INELIGIBLE:
        return ineligible_words_again(letter)
    decision = letter.application.decisions.latest("decided_at")
    if letter.kind == Letter.Kind.OFFER:
        return offer_words(letter.application.award, decision.reasons)
    return decline_words(letter.application, decision.reasons)


def _close_of_business(day):
    return datetime.combine(day, END_OF_DAY, tzinfo=get_current_timezone())
