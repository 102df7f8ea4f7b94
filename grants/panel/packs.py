"""The pack of a panel: what one reader takes to the meeting, in as many queries for any agenda.

A pack is made for its reader. Whoever leaves the room for a case has a pack without it; whoever
still owes their own scores sees nobody else's. Reading changes nothing, so it leaves no line in
the history of a case, just as opening the case itself leaves none.
"""

from dataclasses import dataclass
from decimal import Decimal

from applicants.models import User
from grants.applications.models import Submission
from grants.applications.queries import files_for_staff, form_sent, last_submissions
from grants.applications.sheet import sheet_of
from grants.assessment.recommending.models import Recommendation
from grants.assessment.recommending.queries import advice_on
from grants.assessment.scoring.arithmetic import difference
from grants.assessment.scoring.queries import ScoreTable, score_tables
from grants.involvement import assigned_to, left_by

from . import queries
from .combining import Sums, add_up, balance, line_for
from .models import AgendaItem, Panel, PanelMember, Verdict
from .ranking import by_disagreement, ranked


@dataclass(frozen=True)
class PackCase:
    """One application as it stands in a pack."""

    item: AgendaItem
    advice: Recommendation | None
    table: ScoreTable | None  # none for a reader who owes their own scores
    submission: Submission | None
    sheet: list  # the answers; empty for a reader who may not read them

    @property
    def furthest(self):
        """The criterion on which the assessors differ the most; None when they all agree."""
        lines = self.table.lines if self.table else []
        furthest = max(lines, key=lambda line: difference(line.marks), default=None)
        return furthest if furthest and difference(furthest.marks) else None

    @property
    def apart(self):
        """By how many marks they differ on it."""
        return difference(self.furthest.marks) if self.furthest else 0


@dataclass(frozen=True)
class Pack:
    """All that one reader may read before a panel meets."""

    panel: Panel
    reader: User
    members: list[PanelMember]
    cases: list[PackCase]
    left_out: int  # how many cases they leave the room for
    budget: queries.Left
    sums: Sums  # if the panel follows the advice
    balance: dict

    @property
    def ranking(self):
        """By the panel's figure, the best first; those without a figure last."""
        last = len(self.cases) + 1
        return sorted(
            self.cases, key=lambda case: (case.item.place or last) if case.table else last
        )

    @property
    def disputed(self):
        """What assessors should still talk about, the furthest apart first."""
        return by_disagreement([case.item for case in self.cases if case.table])


def pack_for(reader, panel):
    """The pack of this panel, as this reader may have it."""
    members = queries.members_of(panel)
    agenda = queries.agenda_of(panel, members=members)
    items = ranked([item for item in agenda if not _leaves(reader, item)])
    applications = [item.application for item in items]
    advice, owed = advice_on(applications), _owed_by(reader, applications)
    tables = score_tables(panel.round, [one for one in applications if one.pk not in owed])
    sent = last_submissions(
        [one for one in applications if reader.has_perm("grants.see_answers", one)]
    )
    files, left = files_for_staff(sent.values()), queries.left_before(panel, items)
    lines = {item.application_id: _as_advised(item) for item in items}
    return Pack(
        panel=panel,
        reader=reader,
        members=members,
        cases=[
            PackCase(
                item=item,
                advice=advice.get(item.application_id),
                table=tables.get(item.application_id),
                submission=(submission := sent.get(item.application_id)),
                sheet=_sheet(submission, files.get(item.application_id, ())),
            )
            for item in items
        ],
        left_out=len(agenda) - len(items),
        budget=left,
        sums=add_up(lines.values(), left),
        balance=balance(lines, queries.facts_for_balance(items, reader)),
    )


def _leaves(reader, item):
    """Whether this reader is kept from the talk about it, or goes out when it comes up."""
    goes_out = any(member.user_id == reader.pk for member in item.leaving)
    return goes_out or item.application_id in left_by(reader)


def _owed_by(reader, applications):
    """The cases that this reader is asked to score and has not filed yet."""
    filed = reader.assessments.filter(application__in=applications).exclude(filed_at=None)
    return assigned_to(reader) - set(filed.values_list("application_id", flat=True))


def _sheet(submission, files):
    if submission is None:
        return []
    return sheet_of(form_sent(submission), submission.answers, files=files)


def _as_advised(item):
    """What stands for one application; where nothing does, what the officer advised."""
    if item.resolution is not None:
        return item.line
    pounds, days = item.advised_amount or Decimal(0), item.advised_days or Decimal(0)
    return line_for(item.application, Verdict.PART if pounds or days else "", pounds, days)
