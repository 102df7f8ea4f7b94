"""What follows when the bank has said what it did with a payment; the two ways to say it are
beside this: the bank's file (`importing`), and two people (`marking`).

Everything is written in bulk: a run of 10,000 payments costs a few statements for each 500.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import now

from applicants.access import Refused
from applicants.emails import queue_emails
from grants.applications.models import Application
from grants.history import HistoryHead, moving, record_all
from grants.ledger import LedgerKind, enter_all, row
from grants.lifecycle import ApplicationLifecycle, RunStage
from grants.payments.models import Outcome, Payment, PaymentRun
from grants.payments.results.coming_back import refuse_what_came_before
from grants.payments.results.queries import people_of_organisations

from .advising import advise, take_back

IN_ONE_STATEMENT = 500


@dataclass(frozen=True)
class Kind:
    """What one outcome writes: its line in the history, its row in the ledger, its email.

    event: the email; of what was paid, the letter tells. can: which payments it can become true of.
    """

    verb: str
    ledger: str
    event: str
    can: dict


KINDS = {
    Outcome.PAID: Kind(
        verb="record_paid",
        ledger=LedgerKind.PAYMENT,
        event="",
        can={"paid_at": None, "failed_at": None},
    ),
    Outcome.FAILED: Kind(
        verb="record_failed",
        ledger=LedgerKind.FAILURE,
        event="grants/payment_failed",
        can={"paid_at": None, "failed_at": None},
    ),
    Outcome.RETURNED: Kind(
        verb="record_returned",
        ledger=LedgerKind.RETURN,
        event="grants/payment_returned",
        can={"paid_at__isnull": False, "returned_at": None},
    ),
}


@dataclass(frozen=True)
class Said:
    """The bank did this with that payment on that day.

    because: its reason, for what failed or came back. note: what the history keeps beside it.
    """

    payment: Payment
    outcome: str
    on: date
    because: str = ""
    note: str = ""


def hold_all(runs):
    """Lock these runs, then their cases, then the ends of their histories, each by key.

    Everything that says what a bank did locks the same things in the same order, so that two of
    them wait for each other and never for ever.
    """
    runs = list(PaymentRun.objects.select_for_update().filter(pk__in=runs).order_by("pk"))
    cases = Application.objects.filter(award__instalments__payments__run__in=runs)
    list(Application.objects.select_for_update().filter(pk__in=cases).order_by("pk"))
    list(HistoryHead.objects.select_for_update().filter(pk__in=cases.values("pk")).order_by("pk"))
    return runs


def record_outcomes(said, *, by):
    """Write what the bank did, and everything that follows; settle the runs that are through.

    The caller holds everything (`hold_all`), and asked for the payments after that.
    """
    said = sorted(said, key=lambda one: (list(KINDS).index(one.outcome), one.payment.pk))
    for outcome in KINDS:
        _write(outcome, [one for one in said if one.outcome == outcome], by)
    record_all([_line(one) for one in said], by=by)
    advise(said, by=by)
    queue_emails(_emails([one for one in said if KINDS[one.outcome].event], take_back(said)))
    for run in {one.payment.run_id: one.payment.run for one in said}.values():
        _settle(run, by)


def _write(outcome, said, by):
    """The fact on each payment, and its row in the ledger."""
    kind, alike = KINDS[outcome], defaultdict(list)
    if outcome == Outcome.RETURNED:
        refuse_what_came_before([one.payment for one in said])
    for one in said:
        alike[one.on, one.because].append(one.payment.pk)
    for (on, because), keys in alike.items():
        facts = {f"{outcome}_on": on, f"{outcome}_at": now(), f"{outcome}_by": by}
        if because:
            facts["because"] = because
        for start in range(0, len(keys), IN_ONE_STATEMENT):
            some = keys[start : start + IN_ONE_STATEMENT]
            rows = Payment.objects.filter(pk__in=some, cancelled_at=None, **kind.can)
            if rows.update(**facts) != len(some):
                raise Refused("The bank’s answer to one of these payments is known already.")
    enter_all(row for one in said for row in _rows(one, kind, by))


def _rows(one, kind, by):
    payment = one.payment
    application, key = payment.instalment.award.application, f"{payment.run}/{payment.reference}"
    facts = {"on": one.on, "payment": payment, "because": one.because, "by": by}
    yield row(application, kind.ledger, payment.amount, key=f"{key}/{one.outcome}", **facts)
    if one.outcome == Outcome.RETURNED and application.state in ApplicationLifecycle.ENDED:
        # Nobody will pay it again: what was left was given back when the grant ended, and so is
        # this, or the round would go on promising it.
        yield row(application, LedgerKind.RELEASE, payment.amount, key=f"{key}/given-back", **facts)


def _line(one):
    return {
        "application": one.payment.instalment.award.application,
        "verb": KINDS[one.outcome].verb,
        "subject": one.payment.reference,
        "note": " ".join(filter(None, (one.because, one.note))),
    }


def _emails(said, advices):
    """To the co-op, and to the body that holds its money where that is another one."""
    both = {
        one.payment.pk: {
            one.payment.instalment.award.application.organisation_id,
            one.payment.bank_details.organisation_id,
        }
        for one in said
    }
    people = people_of_organisations({each for some in both.values() for each in some})
    for one in said:
        application = one.payment.instalment.award.application
        to = [person for each in both[one.payment.pk] for person in people[each]]
        context = {
            "key": f"{one.payment.run}/{one.payment.reference}",
            "about": application.reference,
            "payment": one.payment,
            "on": one.on,
            "because": one.because,
            "advice": advices.get(one.payment.pk),
            "has_ended": application.state in ApplicationLifecycle.ENDED,
        }
        yield KINDS[one.outcome].event, to, context


def _settle(run, by):
    """A run is settled when the bank has said of every payment what became of it."""
    if run.state != RunStage.EXPORTED or run.payments.with_the_bank().exists():
        return
    with moving(run, by=by) as run:
        run.settle_run()
        run.settled_at, run.settled_by = now(), by
