"""The rows of the ledger as a page and a file show them, with what is left after each."""

from django.db.models import Max, Min, Q

from grants.funds.models import Fund, Round
from grants.involvement import conflicts_of
from grants.ledger import COMMITTED, PAID, LedgerEntry, LedgerKind, financial_year

from .chosen import NO_CODE, year_in_words

OLDEST_FIRST = ("on", "pk")
NEWEST_FIRST = ("-on", "-pk")


def rows_for(user):
    """The rows that this person may read: all but those of cases that a conflict closes to them."""
    rows = LedgerEntry.objects.annotate(committed=COMMITTED, moved=PAID)
    conflicts = conflicts_of(user)
    return rows.exclude(application__in=conflicts) if conflicts else rows


def with_what_is_left(rows, shown):
    """The rows that are shown, the newest first, each with what was left to pay after it.

    rows: all that fit. One sum says what came before the oldest row shown; the rest is added up.
    """
    if not shown:
        return shown
    oldest = shown[-1]
    before = rows.filter(Q(on__lt=oldest.on) | Q(on=oldest.on, pk__lt=oldest.pk)).balance()
    left = before.unpaid
    for row in reversed(shown):
        left += row.committed - row.moved
        row.left = left
    return shown


def page_of(rows, number, size, reader):
    """One page of rows with what it names, the newest first, in two queries.

    opens: whether this reader may follow the row to the award's own page. Finance sees a case
    from its acceptance on, as everywhere else.
    """
    start = (number - 1) * size
    shown = rows.select_related(
        "application__organisation", "application__round", "application__award", "payment__run"
    ).defer("payment__run__file")
    shown = list(shown.order_by(*NEWEST_FIRST)[start : start + size])
    sees_all = reader.is_officer or reader.is_auditor or reader.is_approver
    for row in shown:
        row.opens = sees_all or row.application.award.accepted_at is not None
    return with_what_is_left(rows, shown)


def choices():
    """What the filters offer: funds, rounds, codes and kinds, in four queries."""
    codes = LedgerEntry.objects.order_by("cost_code").values_list("cost_code", flat=True).distinct()
    return {
        "funds": list(Fund.objects.order_by("name").values_list("name", flat=True)),
        "rounds": list(
            Round.objects.published().order_by("-opens_at").values_list("reference", "name")
        ),
        "codes": [(code or NO_CODE, code or "No cost code") for code in codes],
        "kinds": LedgerKind.choices,
        "years": _years(),
    }


def _years():
    """[(year as an address has it, in words)] from the first row to the last, the newest first."""
    ends = LedgerEntry.objects.aggregate(first=Min("on"), last=Max("on"))
    if ends["first"] is None:
        return []
    years = range(financial_year(ends["first"]), financial_year(ends["last"]) + 1)
    return [(str(year), year_in_words(year)) for year in reversed(years)]
