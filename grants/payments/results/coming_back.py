"""Money comes back by two ways, from the bank and from the co-op: each pound is counted once.

What one way has brought back the other cannot bring too. Where the sums would allow both and the
amounts are the same, a file is not believed alone: two people look.
"""

from collections import defaultdict

from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Concat

from applicants.access import Refused
from grants.ledger import NOTHING, LedgerEntry, LedgerKind, paid_of_applications
from grants.money import in_pounds, total
from grants.payments.models import Outcome

AT_ONCE = 500


class StillOut:
    """Of some cases, what left and did not come back, as outcomes are read one after another.

    The caller holds the cases where it must stay true.
    """

    def __init__(self, cases):
        cases, self.out, self.repaid = sorted(set(cases)), {}, defaultdict(list)
        for start in range(0, len(cases), AT_ONCE):
            some = cases[start : start + AT_ONCE]
            self.out |= paid_of_applications(some)
            for row in from_co_ops().filter(application__in=some):
                self.repaid[row.application_id].append(row)

    def enter(self, payment, outcome):
        """This became of the payment: what is out is more, or less, from now on."""
        case = payment.instalment.award.application_id
        moved = {Outcome.PAID: payment.amount, Outcome.RETURNED: -payment.amount}
        self.out[case] = self.out.get(case, NOTHING) + moved.get(outcome, NOTHING)

    def why_it_did_not_come_back(self, payment):
        """In a sentence, why the bank cannot have sent this payment back; "" if it can."""
        case = payment.instalment.award.application_id
        out, repaid = self.out.get(case, NOTHING), self.repaid[case]
        if payment.amount <= out:
            return ""
        if not repaid:
            return f"Only {in_pounds(out)} of this grant has not come back yet. Ask the bank."
        names = " and ".join(row.because for row in repaid)
        amount = in_pounds(total(row.amount for row in repaid))
        return f"The co-op paid {amount} of it back already ({names}). Is it the same money?"

    def why_it_is_not_certain(self, payment):
        """As before, and where the co-op paid as much itself: one credit may have two names."""
        same = [
            row
            for row in self.repaid[payment.instalment.award.application_id]
            if row.amount == payment.amount
        ]
        if same:
            return (
                f"The co-op paid the same sum back ({same[0].because}). If the bank sent it back "
                "besides, write that down on the page of its run."
            )
        return self.why_it_did_not_come_back(payment)


def from_co_ops():
    """The rows of what co-ops paid back themselves; each names its recovery.

    Without those of which two people said that it did not come.
    """
    undone = LedgerEntry.objects.filter(
        kind=LedgerKind.CORRECTION, key=Concat(OuterRef("key"), Value("/undone"))
    )
    rows = LedgerEntry.objects.filter(kind=LedgerKind.RECOVERY).exclude(Exists(undone))
    return rows.order_by("pk")


def repaid_alike(payments):
    """What these payments' co-ops paid back in the same amounts, for two people to look at."""
    amounts = defaultdict(set)
    for payment in payments:
        amounts[payment.instalment.award.application_id].add(payment.amount)
    rows = from_co_ops().filter(application__in=list(amounts)[:AT_ONCE])
    return [row for row in rows if row.amount in amounts[row.application_id]]


def refuse_what_came_before(payments):
    """Refuse that the bank sent these back, where the money came back already."""
    still = StillOut(one.instalment.award.application_id for one in payments)
    for payment in payments:
        if why := still.why_it_did_not_come_back(payment):
            raise Refused(why)
        still.enter(payment, Outcome.RETURNED)
