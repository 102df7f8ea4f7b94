"""How far the scoring of a round is: by case, and by assessor."""

from dataclasses import dataclass, field

from django.utils.timezone import localdate

from applicants.models import User
from grants.applications.models import Application
from grants.assessment.assigning.models import Assignment
from grants.assessment.assigning.queries import with_filed_at
from grants.assessment.conflicts.queries import kept_from_judging
from grants.lifecycle import Stage


@dataclass
class Row:
    """One case, and everybody who is asked to score it."""

    application: Application
    asked: list = field(default_factory=list)
    handed_back: list = field(default_factory=list)  # that nobody has taken over since

    @property
    def needs_somebody(self):
        nobody_counts = all(one.set_aside_at for one in self.asked)
        return nobody_counts or bool(self.handed_back) or any(one.is_gone for one in self.asked)


@dataclass
class Reader:
    """One assessor, and how far they are with the cases of the round."""

    assessor: User
    filed: int = 0
    drafting: int = 0
    not_begun: int = 0
    is_gone: bool = False

    @property
    def to_score(self):
        return self.drafting + self.not_begun


@dataclass(frozen=True)
class Board:
    rows: list
    readers: list
    waiting_for: list  # those who have not filed and can be reminded
    is_late: bool

    @property
    def needing(self):
        return [row for row in self.rows if row.needs_somebody]


def board_of(round, user):
    """All of a round that this person may see, in the same few queries however many there are."""
    cases = Application.objects.visible_to(user).filter(round=round, state=Stage.IN_ASSESSMENT)
    rows = {
        case.pk: Row(case) for case in cases.select_related("organisation").order_by("reference")
    }
    readers = {}
    for one in _assignments(round):
        row = rows.get(one.application_id)
        if row is None:
            continue
        if one.ended_at is None:
            row.asked.append(one)
            _count(readers, one)
        elif one.handed_back:
            row.handed_back.append(one)
    for row in rows.values():
        newest = max((one.assigned_at for one in row.asked), default=None)
        row.handed_back = [
            one for one in row.handed_back if newest is None or one.ended_at > newest
        ]
    readers = sorted(readers.values(), key=lambda one: (str(one.assessor), one.assessor.pk))
    due = round.scores_due_on
    return Board(
        rows=list(rows.values()),
        readers=readers,
        waiting_for=[one.assessor for one in readers if one.to_score and not one.is_gone],
        is_late=due is not None and due < localdate(),
    )


def _assignments(round):
    rows = Assignment.objects.filter(
        application__round=round, application__state=Stage.IN_ASSESSMENT
    )
    rows = with_filed_at(rows).select_related("assessor", "application")
    rows = list(rows.order_by("assessor__name", "pk"))
    closed = kept_from_judging({one.assessor for one in rows}, {one.application for one in rows})
    for one in rows:
        can = one.assessor.is_assessor and one.assessor.is_active
        can = can and (one.assessor_id, one.application_id) not in closed
        one.is_gone = not can and one.filed_at is None
    return rows


def _count(readers, one):
    reader = readers.setdefault(one.assessor_id, Reader(one.assessor))
    if one.filed_at:
        reader.filed += 1
    elif one.began:
        reader.drafting += 1
    else:
        reader.not_begun += 1
    reader.is_gone = reader.is_gone or one.is_gone


def owing(round):
    """{assessor: assignments} of everybody who can file for a round and has not."""
    owed = {}
    for one in _assignments(round):
        if not (one.ended_at or one.filed_at or one.is_gone):
            owed.setdefault(one.assessor, []).append(one)
    return owed
