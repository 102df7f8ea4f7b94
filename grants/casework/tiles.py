"""How much waits: the numbers on the home pages of colleagues, each with where its list is.

Most of an officer’s are counted in what today’s list has read already; the others by one query.
"""

from dataclasses import dataclass

from django.db.models import IntegerField, Subquery

from applicants.models import User
from grants.applications.models import Application
from grants.assessment.conflicts.models import Conflict
from grants.awards.reviews.models import Review
from grants.awards.terms.queries import conditions_due
from grants.lifecycle import RunStage, Stage
from grants.payments.models import PaymentRun
from grants.payments.queries import due_instalments
from grants.written import written_once

from .queries import ENOUGH, decisions_overdue
from .today import others


@dataclass(frozen=True)
class Tile:
    """A number on a home page, what it counts, and where the list is."""

    label: str
    count: int
    url_name: str
    query: str = ""

    @property
    def number(self):
        return f"{ENOUGH} or more" if self.count >= ENOUGH else self.count


class HowMany(Subquery):
    """How many rows a query finds, as one number of another query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def count_each(user, *lists):
    """How many each list holds, by one query, and never counting past what a tile shows."""
    numbers = [HowMany(rows.order_by()[:ENOUGH].values("pk")) for rows in lists]
    return User.objects.filter(pk=user.pk).values_list(*numbers)


@written_once
def numbers_for_officer(user):
    return count_each(
        user,
        decisions_overdue(user),
        Application.objects.visible_to(user).filter(state=Stage.ACCEPTED),
        Conflict.objects.visible_to(user).waiting(),
        Review.objects.visible_to(user).waiting(),
        conditions_due(user),
    )


@written_once
def numbers_for_finance(user):
    return count_each(
        user,
        due_instalments(),
        PaymentRun.objects.filter(state=RunStage.PREPARED),
        PaymentRun.objects.filter(state=RunStage.APPROVED),
    )


def tiles_for_officer(user, found):
    """found: what waits for them `Today`, which reads as many of each as a tile tells apart."""
    [(late, accepted, conflicts, reviews, conditions)] = numbers_for_officer(user)
    return [
        _cases("To check", found.cases_at(Stage.SUBMITTED), Stage.SUBMITTED),
        _cases("In assessment", found.cases_at(Stage.IN_ASSESSMENT), Stage.IN_ASSESSMENT),
        Tile("Decisions that are late", late, "decisions_overdue"),
        _cases("Accepted, not in monitoring yet", accepted, Stage.ACCEPTED),
        Tile("Bank details to check", found.lines_of(others.accounts_to_check), "bank_checks"),
        Tile("Requests for more time", found.lines_of(others.more_time), "more_time_list"),
        Tile("Questions to answer", found.lines_of(others.to_answer), "enquiry_list"),
        Tile("Messages from co-ops", found.lines_of(others.to_read), "message_list"),
        Tile("Conflicts to settle", conflicts, "conflict_list"),
        Tile("Reviews to answer", reviews, "review_list"),
        Tile(
            "Help to enter in the subsidy database",
            found.lines_of(others.subsidies_to_enter),
            "subsidy_list",
        ),
        Tile("Conditions to look after", conditions, "condition_list"),
        Tile("Reports to read", found.lines_of(others.reports), "reports_to_read"),
        Tile(
            "Emails that could not be sent",
            found.lines_of(others.failed_mail),
            "outbox",
            "state=failed",
        ),
    ]


def _cases(label, count, state):
    return Tile(label, count, "application_list", f"state={state}")


def tiles_for_approver(found):
    return [_cases("To decide", found.cases_at(Stage.WITH_PANEL), Stage.WITH_PANEL)]


def tiles_for_finance(user):
    [(due, prepared, approved)] = numbers_for_finance(user)
    return [
        Tile("Payments due", due, "payment_home"),
        Tile("Runs to approve", prepared, "payment_home"),
        Tile("Runs to send", approved, "payment_home"),
    ]
