"""The letter about each payment that the bank made: written in bulk, made later by a worker.

One payment has one advice, and keeps it as it was, also when the money comes back. What is paid
again is another payment, with an advice of its own.
"""

from django.db.models import prefetch_related_objects

from grants.awards.letters.actions import IN_ONE_STATEMENT, ToQueue, queue_letters
from grants.awards.letters.models import Kind, Letter
from grants.awards.letters.words import Paid, Slice, remittance_words, signed_for_hosts
from grants.awards.terms.holding import Facts, holds_back
from grants.awards.terms.models import Instalment
from grants.ledger import paid_of_applications
from grants.money import total
from grants.payments.models import Outcome
from grants.payments.queries import never_paid


def advise(said, *, by):
    """Queue the advice of each payment that was paid; none for what came back at once.

    The caller holds the cases, and the ledger has what was said.
    """
    back = {one.payment.pk for one in said if one.outcome == Outcome.RETURNED}
    paid = [one for one in said if one.outcome == Outcome.PAID and one.payment.pk not in back]
    for start in range(0, len(paid), IN_ONE_STATEMENT):
        some = paid[start : start + IN_ONE_STATEMENT]
        queue_letters(Kind.REMITTANCE, list(_letters(some)), by)


def take_back(said):
    """The advices of what came back: {payment: letter}, for those that people have.

    One that is not made yet says something that is true no more, so nobody gets it. One that is
    being made at this moment is left to be made: the worker holds it.
    """
    payments = [one.payment.pk for one in said if one.outcome == Outcome.RETURNED]
    found = {}
    for start in range(0, len(payments), IN_ONE_STATEMENT):
        rows = Letter.objects.filter(payment__in=payments[start : start + IN_ONE_STATEMENT])
        waiting = rows.filter(issued_at=None).select_for_update(skip_locked=True)
        keys = list(waiting.values_list("pk", flat=True))
        if keys:
            Letter.objects.filter(pk__in=keys).delete()
        for letter in rows.only("reference", "dated_on", "payment"):
            found[letter.payment_id] = letter
    return found


def _letters(said):
    """What to queue; a few queries for all of them together."""
    awards = list({one.payment.instalment.award for one in said})
    prefetch_related_objects(awards, "instalments", "conditions", "reports")
    awards = {award.pk: award for award in awards}
    open_, hosts = {}, signed_for_hosts(awards)
    for instalment in never_paid(Instalment.objects.filter(award__in=awards)):
        open_.setdefault(instalment.award_id, []).append(instalment)
    sums = paid_of_applications([award.application_id for award in awards.values()])
    for one in said:
        payment = one.payment
        award, account = awards[payment.instalment.award_id], payment.bank_details
        application = award.application
        to_come = open_.get(award.pk, [])
        paid = Paid(
            slice=_slice(payment.instalment, award, payment.amount),
            to=account.organisation,
            recipient=(
                account.organisation_id != application.organisation_id and hosts.get(award.pk)
            )
            or application.submitted_by.name,
            paid_on=one.on,
            last_four=account.last_four,
            reference=payment.reference,
            in_all=sums[award.application_id],
            to_come=total(each.amount for each in to_come),
            next=_slice(to_come[0], award, needs=_needs(to_come[0], award)) if to_come else None,
        )
        key = f"{payment.run}/{payment.reference}"
        yield ToQueue(application, key, remittance_words(award, paid), payment)


def _slice(instalment, award, amount=None, needs=()):
    what = f"Instalment {instalment.number} of {len(award.instalments.all())}"
    return Slice(what, amount or instalment.amount, instalment.due_on, needs)


def _needs(instalment, award):
    """What has to come before it. That one payment left says what is on record for the rest."""
    if instalment.released_at is not None:
        return ()
    reports = (one.name for one in award.reports.all() if one.accepted_at is not None)
    facts = Facts(
        is_signed=True, has_checked_account=True, is_cleared=True, reports=frozenset(reports)
    )
    return tuple(holds_back(instalment, award.conditions.all(), facts))
