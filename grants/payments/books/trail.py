"""From any penny to its decision: all that happened to the money of one award, in order."""

from dataclasses import dataclass, field

from grants.awards.models import Decision
from grants.lifecycle import ApplicationLifecycle
from grants.panel.models import Panel
from grants.payments.models import Payment, PaymentRun

from .rows import rows_for, with_what_is_left


@dataclass
class Part:
    """One instalment: the payments that tried to pay it, each with what the bank did."""

    instalment: object
    payments: list = field(default_factory=list)


@dataclass
class Story:
    """decision: of whoever told the co-op. resolution: of the panel, or of one person alone.

    minutes: the panel whose minutes this reader may open, or None. rows: the ledger, newest first.
    """

    decision: object
    resolution: object
    minutes: object
    parts: list
    rows: list
    balance: object
    has_ended: bool


def story_of(award, reader):
    """The story of an award, as this reader may follow it. Nine queries at most."""
    application = award.application
    decision = (
        application.decisions.filter(outcome=Decision.Outcome.OFFER)
        .select_related("decided_by")
        .first()
    )
    rows = _rows_of(application, reader)
    resolution = _resolution_of(application)
    return Story(
        decision=decision,
        resolution=resolution,
        minutes=_minutes_for(resolution, reader),
        parts=_parts_of(award, reader, rows),
        rows=rows,
        balance=application.ledger.all().balance(),
        has_ended=application.state in ApplicationLifecycle.ENDED,
    )


def _resolution_of(application):
    """What a panel resolved and the co-op was told, the last one."""
    return (
        application.resolutions.filter(released_at__isnull=False)
        .select_related("item__panel__signed_by", "resolved_by", "released_by")
        .order_by("-released_at")
        .first()
    )


def _minutes_for(resolution, reader):
    if resolution is None or resolution.item.panel.signed_at is None:
        return None
    panel = resolution.item.panel
    if not reader.has_perm("grants.see_panel", panel):
        return None
    return panel if Panel.objects.visible_to(reader).filter(pk=panel.pk).exists() else None


def _rows_of(application, reader):
    rows = rows_for(reader).filter(application=application)
    shown = rows.select_related("by", "payment__run", "payment__instalment")
    shown = shown.defer("payment__run__file").order_by("-on", "-pk")
    return with_what_is_left(rows, list(shown))


def _parts_of(award, reader, rows):
    """The instalments in order, and below each its payments, each with its rows."""
    parts = {instalment.pk: Part(instalment) for instalment in award.instalments.order_by("number")}
    by_payment = {}
    for row in reversed(rows):
        by_payment.setdefault(row.payment_id, []).append(row)
    seen = _runs_seen(award, reader)
    for payment in _payments_of(award):
        payment.rows = by_payment.get(payment.pk, [])
        payment.opens = payment.run_id in seen
        parts[payment.instalment_id].payments.append(payment)
    return list(parts.values())


def _runs_seen(award, reader):
    """The runs whose page this reader may open."""
    if not reader.has_perm("grants.see_payments"):
        return set()
    runs = PaymentRun.objects.visible_to(reader).filter(payments__instalment__award=award)
    return set(runs.values_list("pk", flat=True))


def _payments_of(award):
    return (
        Payment.objects.filter(instalment__award=award)
        .select_related(
            "run__exported_by",
            "bank_details",
            "bank_checked_by",
            "prepared_by",
            "approved_by",
        )
        .defer("run__file", "bank_details__sort_code", "bank_details__account_number")
        .order_by("pk")
    )
