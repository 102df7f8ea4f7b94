"""Where an instalment stands: one fact, worked out from what is there, and kept nowhere.

Everything that lists, filters or exports instalments by stage asks `with_stage`, so that no two
pages can disagree.
"""

from django.db import models
from django.db.models import (
    Case,
    Exists,
    FilteredRelation,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat, Least, Substr

from grants.lifecycle import ApplicationLifecycle, RunStage

from .holding.models import InstalmentCancellation, InstalmentHold
from .models import LIVE, Payment


class InstalmentStage(models.TextChoices):
    """In the order of a life; the last four leave it."""

    SCHEDULED = "scheduled", "Planned"
    DUE = "due", "Ready to pay"
    PREPARED = "prepared", "Waiting for approval"
    APPROVED = "approved", "Approved"
    EXPORTED = "exported", "Sent to the bank"
    PAID = "paid", "Paid"
    HELD = "held", "On hold"
    FAILED = "failed", "Payment failed"
    RETURNED = "returned", "Sent back by the bank"
    CANCELLED = "cancelled", "Cancelled"


S = InstalmentStage
# What finance may put into a run, as far as the instalment goes.
PAYABLE = (S.DUE, S.FAILED, S.RETURNED)


def _at(place, stage):
    """A stage, written so that of all that is true of an instalment the first place comes first."""
    return Value(f"{place}{stage}")


NOTHING = "9"  # in no place
# What became of the newest payment; without an outcome it stands where its run stands.
_OF_PAYMENT = Case(
    When(failed_at__isnull=False, then=_at(6, S.FAILED)),
    When(returned_at__isnull=False, then=_at(6, S.RETURNED)),
    When(paid_at__isnull=False, then=_at(1, S.PAID)),
    When(run__state=RunStage.EXPORTED, then=_at(1, S.EXPORTED)),
    default=Concat(Value("4"), "run__state"),
    output_field=models.CharField(),
)
BEFORE_THE_BANK = (RunStage.PREPARED, RunStage.APPROVED)


def is_held():
    return Exists(InstalmentHold.objects.standing().filter(instalment=OuterRef("pk")))


def is_cancelled():
    return Exists(InstalmentCancellation.objects.filter(instalment=OuterRef("pk")))


def live_payment():
    """As a relation: the payment of a live run that an instalment is in. There is one at most.

    Where a list asks much of each instalment, joins like this one take Django a third of the time
    that as many subqueries take to write, and the database no longer to answer.
    """
    facts = {f"payments__{name}": value for name, value in LIVE.children}
    return FilteredRelation("payments", condition=Q(**facts))


def standing_hold():
    """As a relation: what holds an instalment now. There is one at most."""
    return FilteredRelation("holds", condition=Q(holds__let_go_at=None))


def with_stage(instalments):
    """These instalments, each with its `stage`: a value of `InstalmentStage`; and `hold`, joined.

    A cancelled run has left no trace on them. A hold shows as long as it can still stop the money,
    which is until the file for the bank is made. What was never paid of a grant that has ended is
    cancelled, since its money was given back then.
    """
    payments = Payment.objects.filter(instalment=OuterRef("pk"), cancelled_at=None)
    newest = payments.order_by("-pk").annotate(place=_OF_PAYMENT).values("place")[:1]
    state = "award__application__state"
    is_released = Q(released_at__isnull=False, **{f"{state}__in": ApplicationLifecycle.SIGNED})
    facts = (
        Coalesce(Subquery(newest, output_field=models.CharField()), Value(NOTHING)),
        _if(Q(cancellation__isnull=False), _at(2, S.CANCELLED)),
        _if(Q(hold__isnull=False), _at(3, S.HELD)),
        _if(Q(**{f"{state}__in": ApplicationLifecycle.ENDED}), _at(5, S.CANCELLED)),
        _if(is_released, _at(7, S.DUE)),
        _at(8, S.SCHEDULED),
    )
    rows = instalments.annotate(hold=standing_hold())
    return rows.annotate(stage=Substr(Least(*facts), 2, output_field=models.CharField()))


def _if(condition, place):
    return Case(When(condition, then=place), default=Value(NOTHING))


def listed(instalments):
    """Instalments with all that a table of one award's asks of each, the reasons included."""
    payments = Payment.objects.filter(instalment=OuterRef("pk"), cancelled_at=None)
    because = payments.order_by("-pk").values("because")[:1]
    rows = with_stage(instalments).annotate(bank_says=Subquery(because))
    return rows.select_related("cancellation__by", "hold__held_by")


def told(instalments):
    """Instalments as they were `listed`, each with what a page says of it."""
    found = list(instalments)
    for instalment in found:
        instalment.stage_label = S(instalment.stage).label
        instalment.can_be_held = instalment.stage in (*PAYABLE, S.SCHEDULED, *BEFORE_THE_BANK)
        instalment.why = _why(instalment)
    return found


def _why(instalment):
    """What somebody wrote, or what the bank said, about an instalment that left the usual way."""
    if instalment.stage == S.HELD:
        return f"{instalment.hold.held_by}: {instalment.hold.because}"
    if instalment.stage == S.CANCELLED and hasattr(instalment, "cancellation"):
        return f"{instalment.cancellation.by}: {instalment.cancellation.because}"
    if instalment.stage in (S.FAILED, S.RETURNED):
        return f"The bank says: {instalment.bank_says}"
    return ""
