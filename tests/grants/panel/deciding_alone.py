"""The page on which one person decides."""

from django.urls import reverse

from tests.factories.panels import (
    WHY,
)

PART = {
    "verdict": "part",
    "amount": "£3,000",
    "days": "2.5",
    "conditions": "Open a bank account.\n\n  Tell us   who signs.  \n",
    "side_1": "for",
    "sentence_1": WHY,
    "reasons": "Eleven members shaped the plan.",
}


def page(name, record, *more):
    return reverse(name, args=[record.reference, *more])
