"""The batch of the two sample files, and ways to change it."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from grants.payments.files.lines import Batch, Line, Payer

PAYER = Payer("Co-operate Fund", "089999", "66374958", "408912")
CAFE = Line("Café Worker Co-op Ltd", "107999", "88837491", Decimal("12500.00"), "COI-2026-0007")
REPAIR = Line(
    "Brown's Repair & Re-use Society",
    "202959",
    "63748472",
    Decimal("999.99"),
    "COI-2026-0011-T1",
)
SAMPLE = Batch(
    reference="Grant run 42",
    serial="000042",
    made_at=datetime(2026, 11, 23, 10, 15),
    pay_on=date(2026, 11, 25),
    payer=PAYER,
    lines=(CAFE, REPAIR),
)


def batch_of(*lines):
    return replace(SAMPLE, lines=lines)


def line(**facts):
    return replace(CAFE, **facts)
