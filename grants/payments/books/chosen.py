"""How the ledger is narrowed. What was chosen lives in the address, and nowhere else."""

from dataclasses import asdict, dataclass, replace
from urllib.parse import urlencode

from django.db.models import Q

from grants.ledger import LedgerKind, days_of_financial_year

MOST_LETTERS = 80
FIRST_YEAR, LAST_YEAR = 1990, 2199
NO_CODE = "none"  # chooses the rows that have no cost code; codes themselves are in capitals


def year_in(text):
    """The year that an address names, or None."""
    if not (len(text) == 4 and text.isascii() and text.isdigit()):
        return None
    return int(text) if FIRST_YEAR <= int(text) <= LAST_YEAR else None


def year_in_words(year):
    """2026 is “April 2026 to March 2027”."""
    return f"April {year} to March {year + 1}"


def _words_in(text):
    return text.replace("\x00", "").strip()[:MOST_LETTERS]


@dataclass(frozen=True)
class Chosen:
    """What an address asks for. What makes no sense there is left out, and never an error."""

    fund: str = ""  # its name
    round: str = ""  # its reference
    code: str = ""
    year: str = ""  # the financial year that begins in it
    kind: str = ""
    words: str = ""  # of the co-op’s name, or the first of a reference

    @classmethod
    def of(cls, query):
        kind, year = query.get("kind", ""), year_in(query.get("year", ""))
        return cls(
            fund=_words_in(query.get("fund", "")),
            round=_words_in(query.get("round", "")),
            code=_words_in(query.get("code", "")),
            year=str(year or ""),
            kind=kind if kind in LedgerKind.values else "",
            words=_words_in(query.get("words", "")),
        )

    @property
    def query(self):
        """The same as part of an address; nothing when nothing is chosen."""
        return urlencode({name: value for name, value in asdict(self).items() if value})

    def but(self, **changes):
        return replace(self, **changes)

    def narrow(self, rows):
        """Those of the ledger's rows that fit."""
        if self.fund:
            rows = rows.filter(application__round__fund__name=self.fund)
        if self.round:
            rows = rows.filter(application__round__reference=self.round)
        if self.code:
            rows = rows.filter(cost_code="" if self.code == NO_CODE else self.code)
        if self.year:
            rows = rows.filter(on__range=days_of_financial_year(int(self.year)))
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if self.words:
            rows = rows.filter(
                Q(application__organisation__name__icontains=self.words)
                | Q(application__reference__istartswith=self.words)
                | Q(payment__run__reference__iexact=self.words)
            )
        return rows
