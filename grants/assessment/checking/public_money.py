"""The limit on public money: what a co-op says that it had, and what it asks for now.

It is told and decides nothing: what counts towards the limit is for an officer to judge.
"""

from decimal import Decimal
from typing import NamedTuple

from django.conf import settings

from grants.applications.queries import form_sent, last_submission
from grants.applications.tables import as_decimal
from grants.funds.models import Question
from grants.money import total


class PublicMoney(NamedTuple):
    """What other public bodies gave, and what is asked for now."""

    other: Decimal
    requested: Decimal
    limit: Decimal  # over this financial year and the two before

    @property
    def total(self):
        return self.other + self.requested

    @property
    def is_over(self):
        return self.total > self.limit


def public_money_of(application):
    """What was sent says; None where the form asks for no other public money."""
    submission = last_submission(application)
    if submission is None:
        return None
    asked = questions_about_it(submission)
    if not asked:
        return None
    other = total(as_decimal(line.get("amount")) for line in lines_of(submission, asked))
    requested = application.amount_requested or Decimal(0)
    return PublicMoney(other, requested, settings.SUBSIDY_LIMIT)


def public_money_named(application):
    """The lines about other public money as the co-op sent them: giver, amount, year."""
    submission = last_submission(application)
    return lines_of(submission, questions_about_it(submission)) if submission else []


def questions_about_it(submission):
    return [
        question
        for section in form_sent(submission)
        for question in section.asked
        if question.kind == Question.Kind.FUNDING
    ]


def lines_of(submission, asked):
    return [line for each in asked for line in submission.answers.get(each.key) or ()]
