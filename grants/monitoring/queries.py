"""What can be asked about reports."""

from dataclasses import dataclass
from decimal import Decimal

from grants.applications.drafts import budget_questions
from grants.applications.queries import form_for, submitted_answers
from grants.history import HistoryEntry

from .answers import pounds_in


@dataclass(frozen=True)
class PlannedLine:
    """A line of money in the budget that the co-op sent in."""

    number: int
    what: str
    amount: Decimal


def planned_lines(application):
    """What the money was asked for, line by line, as the application was sent."""
    answers = submitted_answers(application) or {}
    lines = [
        line
        for question in budget_questions(form_for(application))
        for line in answers.get(question.key) or []
        if line.get("kind") == "money"
    ]
    return [
        PlannedLine(number, line.get("what", ""), pounds_in(line.get("amount")))
        for number, line in enumerate(lines, 1)
    ]


def asked_changes(report):
    """The officer's last words to the co-op about this report, if it was sent back."""
    return (
        HistoryEntry.objects.filter(
            application=report.award.application, verb="return_report", subject=report.reference
        )
        .order_by("-sequence")
        .first()
    )
