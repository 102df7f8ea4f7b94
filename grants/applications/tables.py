"""What a question’s data means: its choices, the columns of its table, and what was typed there.

Nothing here asks the database, so that the form, the sums and the pages that show
answers all read a table in one way.
"""

from decimal import Decimal
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError

from applicants.files.uploads import MEGABYTE
from grants.fields import DaysFormField, PoundsFormField, in_days
from grants.funds.models import Question
from grants.money import in_pounds

Kind = Question.Kind
KINDS_OF_NUMBER = ("money", "number")


class Option(NamedTuple):
    value: str
    label: str


SHORT = 9  # letters of an answer that fits in a narrow column


class Column(NamedTuple):
    name: str
    label: str
    kind: str = "text"
    options: tuple = ()
    is_required: bool = True

    @property
    def asks(self):
        """The label in the middle of a sentence: “what it is for”."""
        return self.label[:1].lower() + self.label[1:]

    @property
    def is_narrow(self):
        """Whether every answer to choose from is a word or two, such as Yes and No."""
        return self.kind == "choice" and all(len(each.label) <= SHORT for each in self.options)


class Request(NamedTuple):
    """What a budget adds up to: money, and days of advice."""

    pounds: Decimal
    days: Decimal

    @property
    def words(self):
        """£4,000 and 3 advice days."""
        if not self.days:
            return in_pounds(self.pounds)
        days = days_in_words(self.days, "advice day")
        return f"{in_pounds(self.pounds)} and {days}" if self.pounds else days


def options_of(listed):
    """The choices of a question or a column, each a value and the words for it."""
    return tuple(Option(str(each["value"]), str(each["label"])) for each in listed)


YES_OR_NO = (Option("yes", "Yes"), Option("no", "No"))


def choices_of(question):
    """What can be chosen as the answer to a question."""
    return YES_OR_NO if question.kind == Kind.YES_NO else options_of(question.options)


def kinds_of_file(question):
    """{ending: words} of the files that a question takes; nothing when it takes every kind."""
    return {option.value: option.label for option in options_of(question.options)}


def most_bytes_of(question):
    """How large each file may be at a question that asks for files; `most` says it in MB."""
    most = settings.UPLOAD_MAX_BYTES
    return min(question.most * MEGABYTE, most) if question.most else most


def columns_of(question):
    return tuple(
        Column(
            name=column["name"],
            label=column["label"],
            kind=column.get("kind", "text"),
            options=options_of(column.get("choices", ())),
            is_required=not column.get("is_optional", False),
        )
        for column in question.options
    )


def filled(lines):
    """The lines of a table that say anything, each with the number that it has on the page."""
    numbered = enumerate(lines or [], start=1)
    return [(number, line) for number, line in numbered if any(map(str.strip, line.values()))]


def added_up(lines):
    """What the lines of a budget ask for."""
    sums = {"money": Decimal(0), "days": Decimal(0)}
    for line in lines or []:
        kind = line.get("kind")
        if kind in sums:
            sums[kind] += as_decimal(line.get("amount"), kind)
    return Request(sums["money"], sums["days"])


class Sum(NamedTuple):
    """One line under a table: `name` is what the page's script knows it by."""

    name: str
    label: str
    words: str


WITH_SUMS = (Kind.BUDGET, Kind.FIGURES)


def sums_of(question, lines):
    """What a budget, or income and costs, come to; no words where there is nothing."""
    if question.kind == Kind.BUDGET:
        return _sums_of_budget(question, lines or [])
    return _sums_of_figures(lines or []) if question.kind == Kind.FIGURES else []


def _sums_of_budget(question, lines):
    money = added_up(lines).pounds
    near = added_up([line for line in lines if line.get("local") == "yes"]).pounds
    space = sum(as_decimal(line.get("amount"), "days") for line in lines if is_of(line, "space"))
    local = next((c.label for c in columns_of(question) if c.name == "local"), "Spent locally")
    return [
        Sum("local", local.rstrip("?"), f"{in_pounds(near)} of {in_pounds(money)}" * bool(money)),
        Sum("space", "Desk space", days_in_words(space) if space else ""),
    ]


def _sums_of_figures(lines):
    income = sum((as_decimal(line.get("amount")) for line in lines if is_of(line, "income")), NIL)
    cost = sum((as_decimal(line.get("amount")) for line in lines if is_of(line, "cost")), NIL)
    any_at_all, rest = bool(income or cost), income - cost
    return [
        Sum("income", "Comes in", in_pounds(income) if any_at_all else ""),
        Sum("cost", "Goes out", in_pounds(cost) if any_at_all else ""),
        Sum("over", "Left over", in_pounds(rest) if any_at_all and rest >= 0 else ""),
        Sum("short", "Short by", in_pounds(-rest) if rest < 0 else ""),
    ]


def is_of(line, kind):
    return line.get("kind") == kind


NIL = Decimal(0)
UNIT_OF_HELP = {"money": "money", "days": "days", "space": "days"}  # advice and desks in days
UNITS = {"money": PoundsFormField(required=False), "days": DaysFormField(required=False)}


def cell_kind(column, line, *, is_budget):
    """What belongs into a cell. A budget’s line says itself whether it asks for money or days."""
    if is_budget and column.name == "amount":
        return UNIT_OF_HELP.get(line.get("kind"), "number")
    return column.kind


def shown_cell(column, line, *, is_budget):
    """What was typed in one cell, as people read it: £1,200 for “1 200”."""
    typed = line.get(column.name, "")
    kind = cell_kind(column, line, is_budget=is_budget)
    if kind not in UNITS:
        return dict(column.options).get(typed, typed)
    amount = as_decimal(typed, kind)
    if not amount:
        return typed
    return in_pounds(amount) if kind == "money" else days_in_words(amount)


def days_in_words(days, what="day"):
    """1 day, 2.5 days."""
    return f"{in_days(days)} {what}{'' if days == 1 else 's'}"


def as_decimal(typed, kind="money"):
    """A typed amount of money or days, or 0 for one that is not finished yet."""
    try:
        return UNITS[kind].clean(typed) or Decimal(0)
    except ValidationError:
        return Decimal(0)
