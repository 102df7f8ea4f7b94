"""What can be asked about reports."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.text import Truncator

from grants.applications.drafts import budget_questions
from grants.applications.queries import form_sent, last_submission
from grants.applications.shares import WHO, with_names
from grants.history import HistoryEntry

from .answers import pounds_in


@dataclass(frozen=True)
class PlannedLine:
    """A line of money in the budget that was sent in; of a joint one, also whose it is."""

    number: int
    what: str
    amount: Decimal
    whose: str = ""

    @property
    def words(self):
        """Two of those who apply together may have a line for the same thing."""
        what = Truncator(self.what).chars(40)
        return f"{what} ({self.whose})" if self.whose else what


def planned_lines(application):
    """What the money was asked for, line by line, as the application was sent."""
    submission = last_submission(application)
    if submission is None:
        return []
    lines = [
        line
        for question in budget_questions(form_sent(submission))
        for line in with_names(
            submission.answers.get(question.key) or [], submission.organisation_name
        )
        if line.get("kind") == "money"
    ]
    return [
        PlannedLine(number, line.get("what", ""), pounds_in(line.get("amount")), line.get(WHO, ""))
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
