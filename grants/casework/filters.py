"""How a list of cases is narrowed. What was chosen lives in the address, and nowhere else."""

from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils.timezone import now

from applicants.models import LegalForm
from grants.assessment.assigning.models import Assignment
from grants.assessment.notes.queries import with_marks
from grants.funds.queries import WAITING
from grants.lifecycle import Stage

NOBODY = "nobody"  # for cases that nobody was asked to assess
MOST_LETTERS = 80
MOST_DAYS = 3650
MOST_POUNDS = Decimal(999_999_999)


def words_in(text):
    """What somebody typed to look for, as it can be looked for."""
    return text.replace("\x00", "").strip()[:MOST_LETTERS]


@dataclass(frozen=True)
class Filters:
    """What an address asks for. What makes no sense there is left out, and never an error."""

    state: str = ""
    round: str = ""
    words: str = ""
    waiting: str = ""  # for a decision, for more than so many days
    assessor: str = ""  # the key of one, or NOBODY
    legal_form: str = ""
    flagged: str = ""  # "yes": those with a flag that nobody has resolved
    tag: str = ""
    least: str = ""  # asked for, in whole pounds or with pence
    most: str = ""

    @classmethod
    def of(cls, query):
        """From an address: what stands after its question mark, as text or already read."""
        asked = QueryDict(query) if isinstance(query, str) else query
        state, form = asked.get("state", ""), asked.get("legal_form", "")
        facts = {
            "state": state if state in Stage.values else "",
            "round": words_in(asked.get("round", "")),
            "words": words_in(asked.get("words", "")),
            "waiting": _whole(asked.get("waiting", ""), MOST_DAYS),
            "assessor": _assessor(asked.get("assessor", "")),
            "legal_form": form if form in LegalForm.values else "",
            "flagged": "yes" if asked.get("flagged") == "yes" else "",
            "tag": words_in(asked.get("tag", "")),
            "least": _pounds(asked.get("least", "")),
            "most": _pounds(asked.get("most", "")),
        }
        return cls(**facts)

    @property
    def query(self):
        """The same as part of an address; nothing when nothing is chosen."""
        return urlencode({name: value for name, value in asdict(self).items() if value})

    @property
    def more(self):
        """Whether one of those is chosen that are seldom needed."""
        return any((self.waiting, self.assessor, self.legal_form, self.tag, self.least, self.most))

    def but(self, **changes):
        return replace(self, **changes)

    def narrow(self, cases):
        """Those of the cases that fit."""
        if self.state:
            cases = cases.filter(state=self.state)
        if self.round:
            cases = cases.filter(round__reference=self.round)
        if self.words:
            cases = cases.filter(
                Q(organisation__name__icontains=self.words) | Q(reference__istartswith=self.words)
            )
        cases = with_marks(cases, is_flagged=bool(self.flagged), tag=self.tag)
        return self._narrow_more(cases) if self.more else cases

    def _narrow_more(self, cases):
        if self.waiting:
            before = now() - timedelta(days=int(self.waiting))
            cases = cases.filter(state__in=WAITING, submitted_at__lt=before)
        if self.assessor:
            asked = Assignment.objects.filter(application=OuterRef("pk"), ended_at=None)
            if self.assessor == NOBODY:
                cases = cases.exclude(Exists(asked))
            else:
                cases = cases.filter(Exists(asked.filter(assessor=self.assessor)))
        if self.legal_form:
            cases = cases.filter(organisation__legal_form=self.legal_form)
        if self.least:
            cases = cases.filter(amount_requested__gte=self.least)
        if self.most:
            cases = cases.filter(amount_requested__lte=self.most)
        return cases


def _whole(text, most):
    text = text.strip()
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        return ""
    return str(int(text)) if 0 < int(text) <= most else ""


def _assessor(text):
    return NOBODY if text == NOBODY else _whole(text, 2**31 - 1)


def _pounds(text):
    """An amount as people type it, with £ or commas; nothing when it is none."""
    try:
        amount = Decimal(text.strip()[:20].lstrip("£").replace(",", "").replace("_", "x"))
    except InvalidOperation:
        return ""
    if not amount.is_finite() or not 0 <= amount <= MOST_POUNDS:
        return ""
    amount = amount.quantize(Decimal("0.01"))
    return str(int(amount)) if amount == amount.to_integral() else str(amount)
