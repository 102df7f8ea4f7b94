"""What holds a payment back: the one place that says when an instalment may be released.

What is on record is asked through the tables’ own names, so that this room need not know the
rooms behind it: the co-op’s accounts, the runs that an instalment is in, the reports accepted.
"""

from dataclasses import dataclass, field
from datetime import date

from django.utils.timezone import localdate

from grants.awards.subsidy.queries import standing_of
from grants.templatetags.words import day

from .models import Condition
from .schedule import PAYING_TAKES

Kind = Condition.Kind
ACCOUNT = "The bank details have to be checked"
PUBLIC_MONEY = "The co-op has to confirm that it stays within the limit for public money"


@dataclass(frozen=True)
class Facts:
    """What is true of an award without anybody’s tick."""

    is_signed: bool
    has_checked_account: bool
    is_cleared: bool
    reports: frozenset = field(default_factory=frozenset)  # the names of those accepted
    today: date = field(default_factory=localdate)

    def tells(self, kind):
        """Whether a condition that ticks itself is met."""
        return {
            Kind.SIGNED: self.is_signed,
            Kind.BANK: self.has_checked_account,
            Kind.SUBSIDY: self.is_cleared,
        }[kind]


def facts_of(award):
    """What is on record for an award, asked now."""
    return Facts(
        is_signed=award.accepted_at is not None,
        has_checked_account=checked_accounts(award).exists(),
        is_cleared=standing_of(award).is_cleared,
        reports=frozenset(award.reports.exclude(accepted_at=None).values_list("name", flat=True)),
    )


def checked_accounts(award):
    """The account in use of whoever is paid, if somebody checked it."""
    payee = award.payee or award.application.organisation
    accounts = payee.bank_details.filter(replaced_at=None)
    return accounts.exclude(checked_at=None)


def is_settled(condition, facts):
    """Whether a condition is met or waived."""
    if condition.is_of_itself:
        return facts.tells(condition.kind)
    return condition.met_at is not None or condition.waived_at is not None


def holds_back(instalment, conditions, facts):
    """Sentences about what has to come before an instalment; none when it may be released.

    conditions: those of its award. A payment that waits for nothing of its own waits for its
    date: it can be made in the 30 days before.
    """
    if not facts.is_signed:
        return ["The co-op has not accepted the offer"]
    held = [
        _sentence(one)
        for one in conditions
        if one.before and one.before <= instalment.number and not is_settled(one, facts)
    ]
    report = instalment.after_report
    if report and report not in facts.reports:
        held.append(f"The {report} has to be accepted")
    first_day = instalment.due_on - PAYING_TAKES
    if not waits_for_its_own(instalment, conditions) and facts.today < first_day:
        held.append(
            f"It is planned for {day(instalment.due_on)}, and can be paid from {day(first_day)}"
        )
    return held


def waits_for_its_own(instalment, conditions):
    """Whether a report or a condition of its own says when it comes, rather than its date."""
    return bool(instalment.after_report) or any(
        one.before == instalment.number and not one.is_of_itself for one in conditions
    )


@dataclass(frozen=True)
class Wait:
    """One thing that is still to come, and the payments that are held back until then."""

    what: str
    numbers: frozenset
    and_all_from: int | None = None

    def holds(self, number):
        is_later = self.and_all_from is not None and number >= self.and_all_from
        return is_later or number in self.numbers


def waits_of(instalments, conditions, facts):
    """What the payments of an award wait for, apart from what ticks itself and their dates.

    instalments: all of its own, in order. One that is added waits for the report that the last
    one waits for.
    """
    for one in conditions:
        if not one.is_of_itself and not is_settled(one, facts):
            yield Wait(one.text.rstrip("."), frozenset(), one.before)
    last = instalments[-1] if instalments else None
    for report in dict.fromkeys(one.after_report for one in instalments):
        if report and report not in facts.reports:
            numbers = frozenset(one.number for one in instalments if one.after_report == report)
            and_later = last.number + 1 if last.after_report == report else None
            yield Wait(report, numbers, and_later)


def _sentence(condition):
    return {
        Kind.SIGNED: "The co-op has not accepted the offer",
        Kind.BANK: ACCOUNT,
        Kind.SUBSIDY: PUBLIC_MONEY,
    }.get(condition.kind, f"Still to be met: {condition.text.rstrip('.')}")
