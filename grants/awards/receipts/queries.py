"""What can be asked about decision receipts."""

from typing import NamedTuple

from django.db.models import Count, Q

from grants.applications.models import Application
from grants.funds.models import Round
from grants.funds.queries import WAITING
from grants.lifecycle import Stage

from .models import DecisionReceipt


class Numbers(NamedTuple):
    """How many co-ops applied to a round, and how many of them were offered a grant."""

    applied: int
    offered: int


def receipt_of(application):
    """The receipt of its final decision, with the `review` asked for; None while there is none."""
    found = DecisionReceipt.objects.filter(decision__application=application)
    receipt = found.select_related("decision__review").first()
    if receipt is not None:
        receipt.review = getattr(receipt.decision, "review", None)
    return receipt


def as_read(receipt):
    """What a receipt says, with each mark beside the reader who gave it.

    A reason that the words to the co-op give already is not given twice.
    """
    told = receipt.content
    told["because"] = [one for one in told["because"] if one["sentence"] not in told["reasons"]]
    for criterion in told["criteria"]:
        criterion["scored"] = [
            {"reader": reader, "mark": mark}
            for reader, mark in zip(told["readers"], criterion["marks"], strict=True)
        ]
    return told


def numbers_of(round):
    """How many applied and were offered a grant; None until every one of them knows."""
    if round.phase() != Round.Phase.CLOSED:
        return None
    came_back = Q(state=Stage.DRAFT)  # it was sent once, and its co-op changes something
    found = Application.objects.filter(round=round, submitted_at__isnull=False).aggregate(
        applied=Count("pk"),
        offered=Count("award"),
        waiting=Count("pk", filter=Q(state__in=WAITING) | came_back),
    )
    return None if found["waiting"] else Numbers(found["applied"], found["offered"])
