"""A chart of bars that lie, one a month. It is drawn in per cent, so that its letters keep their
size on a phone and on a wall.
"""

from dataclasses import dataclass
from decimal import Decimal

from grants.templatetags.words import MONTHS, pounds

ROW, BAR, TOP = 34, 20, 4  # pixels
LONGEST_BAR = Decimal(70)  # per cent; the rest is room for the amount beside it


@dataclass(frozen=True)
class Bar:
    """One month: places and widths in per cent, heights in pixels."""

    label: str
    amount: str
    y: int
    y_of_words: int
    ready: str
    waiting_from: str
    waiting: str
    end: str


@dataclass(frozen=True)
class Chart:
    """height: in pixels. words: all that it shows, in one sentence."""

    bars: list[Bar]
    height: int
    thickness: int
    words_at: int  # how far below the top of a bar its words stand
    words: str


def chart_of(forecast):
    """The bars of a forecast by month."""
    most = max((line.total for line in forecast.lines), default=0)
    bars = [_bar(line, place, most) for place, line in enumerate(forecast.lines)]
    return Chart(bars, ROW * len(bars) + TOP, BAR, BAR - 5, words_for(forecast))


def _bar(line, place, most):
    y = TOP + ROW * place
    ready, waiting = (_width(amount, most) for amount in (line.ready, line.waiting))
    return Bar(
        label=short_month(line.first),
        amount=pounds(line.total),
        y=y,
        y_of_words=y + BAR - 5,
        ready=f"{ready}%",
        waiting_from=f"{ready}%",
        waiting=f"{waiting}%",
        end=f"{ready + waiting}%",
    )


def _width(amount, most):
    return (amount * LONGEST_BAR / most).quantize(Decimal("0.01")) if most else Decimal("0.00")


def short_month(first):
    """Nov 2026; “Later” for what comes after the last month shown."""
    return f"{MONTHS[first.month - 1][:3]} {first.year}" if first else "Later"


def words_for(forecast):
    """What somebody who does not see the chart should know."""
    if not forecast.number:
        return "Nothing is left to pay."
    most = max(forecast.lines, key=lambda line: line.total)
    when = f"in {short_month(most.first)}" if most.first else "after that"
    return (
        f"{pounds(forecast.total)} is left to pay: {pounds(forecast.ready)} is ready, and "
        f"{pounds(forecast.waiting)} waits for something. The most, {pounds(most.total)}, "
        f"is planned {when}. The table below has each month."
    )
