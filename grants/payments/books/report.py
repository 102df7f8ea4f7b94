"""How much there was to give, what was promised and paid, and what is left: one line a group.

A budget belongs to the financial year in which its round is decided. For one year, a line begins
with what stood there as the year began, so that two sums can be done again by hand:

    budget - promised = left to award          owed before + promised - paid = left to pay

By year, the two that are left are as at the end of each year, and only the others add up.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import reduce
from urllib.parse import urlencode

from django.db.models import Sum, TextChoices
from django.utils.timezone import localdate

from grants.funds.models import Round
from grants.ledger import COMMITTED, PAID, LedgerEntry, by_financial_year, financial_year
from grants.money import to_the_penny

from .chosen import NO_CODE, Chosen, year_in, year_in_words
from .forecast import planned_days, unpaid_instalments

NOTHING = Decimal("0.00")


class Grouping(TextChoices):
    """By what the report is grouped."""

    FUND = "fund", "Fund"
    ROUND = "round", "Round"
    CODE = "code", "Cost code"
    YEAR = "year", "Financial year"


@dataclass(frozen=True)
class Sums:
    """Pounds. What is left follows from the others."""

    budget: Decimal = NOTHING
    owed_before: Decimal = NOTHING
    promised: Decimal = NOTHING
    paid: Decimal = NOTHING
    forecast: Decimal = NOTHING

    def __add__(self, other):
        return Sums(*(mine + its for mine, its in zip(self.all, other.all, strict=True)))

    def __bool__(self):
        return any(self.all)

    @property
    def all(self):
        return (self.budget, self.owed_before, self.promised, self.paid, self.forecast)

    @property
    def left_to_award(self):
        return self.budget - self.promised

    @property
    def left_to_pay(self):
        return self.owed_before + self.promised - self.paid


@dataclass(frozen=True)
class Line:
    """One line of the report. query: the same money in the ledger, as part of an address."""

    label: str
    sums: Sums
    query: str = ""
    left_to_award: Decimal = NOTHING
    left_to_pay: Decimal = NOTHING


@dataclass(frozen=True)
class Asked:
    """Which report an address asks for. What makes no sense there is left out."""

    by: str = Grouping.FUND
    year: int | None = None  # that in which it begins; None: all years together

    @classmethod
    def of(cls, query):
        by = query.get("by", "")
        return cls(by if by in Grouping.values else Grouping.FUND, year_in(query.get("year", "")))

    @property
    def query(self):
        return urlencode({"by": self.by} | ({"year": self.year} if self.year else {}))

    def but(self, **changes):
        return replace(self, **changes)


@dataclass(frozen=True)
class Report:
    """The lines in order, their total, and the years that there is something to say about."""

    asked: Asked
    lines: list[Line]
    total: Line
    years: list[int]

    @property
    def group(self):
        return Grouping(self.asked.by).label

    @property
    def words(self):
        """Which report it is, above its table."""
        when = year_in_words(self.asked.year) if self.asked.year else "All years together"
        return f"{when}, by {self.group.lower()}"


@dataclass(frozen=True)
class Fact:
    """An amount of one kind, and where it belongs."""

    kind: str  # the name of one of the Sums
    round_id: int
    code: str
    year: int
    amount: Decimal


def report_of(asked, *, today=None):
    """The report, with four queries however much there is."""
    today = today or localdate()
    rounds = {row.pk: row for row in Round.objects.select_related("fund")}
    facts = [*_budgets(rounds), *_entered(), *_planned(rounds, today)]
    years = {fact.year for fact in facts} | {financial_year(today)}
    groups = defaultdict(list)
    for fact in facts:
        groups[_group_of(fact, asked, rounds)].append(fact)
    lines = [
        _line(asked, group, groups[group], rounds)
        for group in sorted(groups, key=lambda group: _place_of(group, asked, rounds))
    ]
    if asked.by == Grouping.YEAR:
        lines = _running(lines)
    lines = [line for line in lines if line.sums or line.left_to_pay or line.left_to_award]
    return Report(asked, lines, _total(asked, lines), sorted(years))


def _budgets(rounds):
    """What each published round had to give."""
    for row in rounds.values():
        if row.published_at is not None:
            yield Fact(
                "budget", row.pk, row.books_under, financial_year(row.decision_on), row.budget
            )


def _entered():
    """What was promised and paid, from the ledger, under the codes that its rows have."""
    sums = (
        by_financial_year(LedgerEntry.objects.order_by())
        .values_list("application__round", "cost_code", "year")
        .annotate(promised=Sum(COMMITTED), paid=Sum(PAID))
    )
    for round_id, code, year, promised, paid in sums:
        yield Fact("promised", round_id, code, year, to_the_penny(promised))
        yield Fact("paid", round_id, code, year, to_the_penny(paid))


def _planned(rounds, today):
    """What is still to be paid, in the year in which it is due; what is overdue is due today."""
    for round_id, due_on, _is_ready, amount, _number in planned_days(unpaid_instalments()):
        year = financial_year(max(due_on, today))
        yield Fact("forecast", round_id, rounds[round_id].books_under, year, to_the_penny(amount))


def _in_year(fact, year):
    """The sums that one fact adds, seen from one year, or from all years together."""
    if year is None or fact.year == year:
        return Sums(**{fact.kind: fact.amount})
    if fact.year > year or fact.kind == "forecast":
        return Sums()
    if fact.kind == "budget":
        return Sums(budget=fact.amount)
    if fact.kind == "promised":
        return Sums(budget=-fact.amount, owed_before=fact.amount)
    return Sums(owed_before=-fact.amount)


def _group_of(fact, asked, rounds):
    if asked.by == Grouping.CODE:
        return fact.code
    if asked.by == Grouping.YEAR:
        return asked.year or fact.year
    return fact.round_id if asked.by == Grouping.ROUND else rounds[fact.round_id].fund.name


def _place_of(group, asked, rounds):
    """Where a group stands: by name, rounds by fund and opening, and what has no code last."""
    if asked.by == Grouping.ROUND:
        return (rounds[group].fund.name, rounds[group].opens_at, group)
    return (group == "", group)


def _line(asked, group, facts, rounds):
    sums = reduce(Sums.__add__, (_in_year(fact, asked.year) for fact in facts), Sums())
    chosen, label = Chosen(year=str(asked.year or "")), group
    if asked.by == Grouping.ROUND:
        label, chosen = rounds[group].name, chosen.but(round=rounds[group].reference)
    elif asked.by == Grouping.FUND:
        chosen = chosen.but(fund=label)
    elif asked.by == Grouping.CODE:
        label, chosen = group or "No cost code", chosen.but(code=group or NO_CODE)
    else:
        label, chosen = year_in_words(group), Chosen(year=str(group))
    return Line(label, sums, chosen.query, sums.left_to_award, sums.left_to_pay)


def _running(lines):
    """By year, what is left is what all years up to that one leave."""
    award = pay = NOTHING
    found = []
    for line in lines:
        award, pay = award + line.left_to_award, pay + line.left_to_pay
        found.append(replace(line, left_to_award=award, left_to_pay=pay))
    return found


def _total(asked, lines):
    sums = reduce(Sums.__add__, (line.sums for line in lines), Sums())
    query = Chosen(year=str(asked.year or "")).query
    return Line("Total", sums, query, sums.left_to_award, sums.left_to_pay)
