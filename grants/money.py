"""Pounds: how they are stored, split and read."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from django.core.validators import MinValueValidator
from django.db import models

PENNY = Decimal("0.01")


class PoundsField(models.DecimalField):
    """An amount in pounds sterling, to the penny, never below nothing."""

    default_validators = [MinValueValidator(Decimal(0), "The amount must not be below £0.")]

    def __init__(self, *args, **kwargs):
        kwargs["max_digits"], kwargs["decimal_places"] = 12, 2
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_digits"], kwargs["decimal_places"]
        return name, path, args, kwargs


class DaysField(models.DecimalField):
    """Days of an adviser's time, in quarter days or coarser."""

    default_validators = [MinValueValidator(Decimal(0), "The days must not be below 0.")]

    def __init__(self, *args, **kwargs):
        kwargs["max_digits"], kwargs["decimal_places"] = 7, 2
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_digits"], kwargs["decimal_places"]
        return name, path, args, kwargs


def split(amount, parts):
    """Share an amount into equal parts that add up to it, odd pennies first.

    >>> split(Decimal("10.00"), 3)
    [Decimal('3.34'), Decimal('3.33'), Decimal('3.33')]
    """
    share = (amount / parts).quantize(PENNY, ROUND_DOWN)
    odd_pennies = int((amount - share * parts) / PENNY)
    return [share + PENNY if number < odd_pennies else share for number in range(parts)]


def total(amounts):
    """The sum of some amounts; nothing at all adds up to £0.00."""
    return sum(amounts, Decimal("0.00"))


def to_the_penny(amount):
    """A sum from a database, exact again; nothing summed is £0.00.

    SQLite adds up in floating point, so a long sum can be off by far less than a penny.
    """
    return Decimal("0.00") if amount is None else amount.quantize(PENNY, ROUND_HALF_UP)


def in_value(amount, quantity=None, each=None):
    """What something is worth: its amount, or so many at so much each, to the penny.

    >>> in_value(None, Decimal("2.5"), Decimal("350.00"))
    Decimal('875.00')
    """
    if amount is not None:
        return amount
    return (quantity * each).quantize(PENNY, ROUND_HALF_UP)


def in_pounds(amount):
    """Write an amount for a person: £4,000 or £1,234.50.

    >>> in_pounds(Decimal("1234.5"))
    '£1,234.50'
    """
    amount = Decimal(amount)
    return f"£{amount:,.0f}" if amount == amount.to_integral() else f"£{amount:,.2f}"
