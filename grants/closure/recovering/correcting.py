"""What turns back a recovery that two people entered wrongly: another row, never an edit.

The money is promised and paid again, as it was before. What was free for the round meanwhile may
have gone to somebody else, so the round is asked first.
"""

from contextlib import contextmanager

from django.db import transaction

from applicants.access import Refused
from grants import ledger
from grants.funds.models import Round
from grants.ledger import LedgerEntry, LedgerKind
from grants.money import in_pounds

from .models import Way


@contextmanager
def round_first(settlement):
    """The round is locked before the case, as by every decision, where it has to have the money."""
    with transaction.atomic():
        if settlement.way == Way.UNDONE:
            rounds = Round.objects.select_for_update(of=("self",))
            rounds.get(applications=settlement.application)
        yield


def refuse_without_budget(settlement):
    """The caller holds the round."""
    round = settlement.application.round
    rows = LedgerEntry.objects.filter(application__round=round)
    left = round.budget - rows.balance().committed
    if settlement.amount > left:
        raise Refused(
            f"{round} has {in_pounds(left)} left: what seemed to have come back was promised to "
            f"others since. First raise its budget by {in_pounds(settlement.amount - left)}."
        )


def turn_back(settlement, *, by):
    """The row that turns back the one of what did not come. Today’s accounts have it."""
    ledger.enter(
        settlement.application,
        LedgerKind.CORRECTION,
        settlement.amount,
        key=f"{settlement.corrects.reference}/recovery/undone",
        because=settlement.recovery.reference,
        by=by,
    )
