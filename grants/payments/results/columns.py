"""Which column of a bank's file is what. Every bank has names of its own for the same five."""

from django.conf import settings

NEEDED = ("reference", "amount", "date")
WHAT = (*NEEDED, "status", "reason")
# The names that we know, the surest first.
NAMES = {
    "reference": (
        "payment reference",
        "reference",
        "payee reference",
        "beneficiary reference",
        "end to end id",
        "endtoendid",
        "your reference",
        "customer reference",
        "invoice reference",
        "ref",
        "narrative",
    ),
    "amount": (
        "amount",
        "payment amount",
        "amount (gbp)",
        "amount gbp",
        "amount (£)",
        "amount paid",
        "paid out",
        "money out",
        "debit amount",
        "debit",
    ),
    "date": (
        "date",
        "payment date",
        "date paid",
        "paid on",
        "value date",
        "processing date",
        "posting date",
        "posted date",
        "transaction date",
    ),
    "status": ("status", "payment status", "result", "outcome"),
    "reason": (
        "reason",
        "status reason",
        "return reason",
        "reject reason",
        "failure reason",
        "reason for failure",
    ),
}


def recognise(heads):
    """{what: which column}, for the heads of a file that we know by name.

    The fund's own names (RESULT_COLUMNS) go before those that many banks use.
    """
    places = {}
    for place, head in reversed(list(enumerate(heads))):
        places[" ".join(head.split()).casefold()] = place
    own = {what: head for head, what in settings.RESULT_COLUMNS.items() if head in places}
    found = {}
    for what in WHAT:
        head = own.get(what) or next((name for name in NAMES[what] if name in places), None)
        if head is not None:
            found[what] = places[head]
    return found


def is_enough(columns):
    return all(what in columns for what in NEEDED)
