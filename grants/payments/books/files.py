"""The books as rows for a spreadsheet and for the accounts: days are days, amounts are numbers.

Amounts are signed: what was promised or paid is above nothing, what was given back is below it.
"""

from itertools import islice

from django.utils.timezone import localdate

from grants.ledger import NOTHING, LedgerKind
from grants.money import PENNY
from grants.sheets.lines import MARK, as_text, line_of, safe
from grants.sheets.reading import one_reading

from .chosen import year_in_words
from .report import Grouping
from .rows import OLDEST_FIRST

ROWS_A_CHUNK = 500
LEDGER = (
    "Day",
    "What happened",
    "Grant",
    "Organisation",
    "Fund",
    "Round",
    "Cost code",
    "Amount",
    "Promised",
    "Paid",
    "Left to pay",
    "Instalment",
    "Payment reference",
    "Payment run",
    "Reason",
    "Entered on",
    "Entered by",
)
KINDS = dict(LedgerKind.choices)


def ledger_rows(rows):
    """Yield a row of cells for each row of the ledger, the oldest first."""
    facts = rows.order_by(*OLDEST_FIRST).values_list(
        "on",
        "kind",
        "application__reference",
        "application__organisation__name",
        "application__round__fund__name",
        "application__round__name",
        "cost_code",
        "amount",
        "committed",
        "moved",
        "payment__instalment__number",
        "payment__reference",
        "payment__run__reference",
        "because",
        "at",
        "by__name",
    )
    left = NOTHING
    with one_reading():
        for row in facts.iterator(ROWS_A_CHUNK):
            day, kind, case, name, fund, round, code, amount, promised, paid, *rest = row
            part, reference, run, because, at, by = rest
            left += promised - paid
            yield [
                day,
                KINDS[kind],
                case,
                safe(name),
                safe(fund),
                safe(round),
                safe(code),
                *map(_in_pence, (amount, promised, paid, left)),
                part,
                reference or "",
                run or "",
                safe(because),
                localdate(at),
                safe(by or ""),
            ]


def report_headings(asked):
    """The first row: the columns of the page."""
    at_end = " at the end of the year" if asked.by == Grouping.YEAR else ""
    before = ["Owed before"] if asked.year else []
    return [
        Grouping(asked.by).label,
        "Budget",
        *before,
        "Promised",
        "Paid",
        f"Left to pay{at_end}",
        f"Left to award{at_end}",
        "Forecast",
    ]


def report_rows(report):
    """The lines of a report and their total, as the page shows them."""
    for line in [*report.lines, report.total]:
        sums = line.sums
        before = [sums.owed_before] if report.asked.year else []
        yield [
            safe(line.label),
            *map(
                _in_pence,
                (
                    sums.budget,
                    *before,
                    sums.promised,
                    sums.paid,
                    line.left_to_pay,
                    line.left_to_award,
                    sums.forecast,
                ),
            ),
        ]


def _in_pence(amount):
    """With its two decimals, also where a database has worked it out without them."""
    return amount.quantize(PENNY)


def csv_lines(headings, rows):
    """Yield the text of a CSV file, in chunks."""
    yield MARK + line_of(headings)
    rows = iter(rows)
    while chunk := list(islice(rows, ROWS_A_CHUNK)):
        yield "".join([line_of([as_text(cell) for cell in row]) for row in chunk])


def file_name(what, year, ending):
    """“ledger, April 2026 to March 2027” as the name of a file; or up to which day it goes."""
    period = year_in_words(int(year)) if year else f"up to {localdate()}"
    return f"{what} {period}.{ending}".lower().replace(" ", "-")
