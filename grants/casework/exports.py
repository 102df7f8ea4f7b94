"""The list of cases as a spreadsheet file, streamed, and safe to open.

Four cursors walk the same cases in the same order, so that memory stays flat
and the number of queries is the same for ten rows and for a hundred thousand.
"""

import re
from collections import Counter
from contextlib import nullcontext
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Avg, Count
from django.utils.timezone import get_current_timezone

from applicants.models import User
from grants.applications.models import Submission
from grants.applications.partners.models import Partner
from grants.applications.shares import WHO, with_names
from grants.assessment.notes.queries import tags_by_case
from grants.assessment.scoring.models import Assessment
from grants.funds.bank import questions_by_code
from grants.funds.models import Round
from grants.funds.queries import form_of
from grants.lifecycle import Stage

ROWS_A_CHUNK = 250
FACTS = (
    "Reference",
    "Organisation",
    "Legal form",
    "Round",
    "Ward",
    "Stage",
    "Sent on",
    "Amount requested",
    "Days requested",
    "Amount awarded",
    "Days awarded",
    "Assessments",
    "Mean score",
    "Partners",
    "Tags",
)
LABELS = dict(Stage.choices)
looks_like_a_formula = re.compile(r"\s*[=+\-@]").match


def safe(text):
    """Text that no spreadsheet will run: a formula is shown as words, with a quote before it.

    White space before it does not hide a formula, and neither does a new line inside the cell.
    """
    return f"'{text}" if looks_like_a_formula(text) else text


def flat(answer, columns=()):
    """An answer as one cell: the lines of a table one under the other.

    columns: the order of the cells of a line, since a database keeps them in its own.
    """
    if answer.__class__ is str:
        return answer
    if isinstance(answer, dict):  # a date, as it was typed
        return " ".join(filter(None, map(answer.get, ("day", "month", "year"))))
    if not isinstance(answer, list):
        return "" if answer is None else str(answer)
    return "\n".join(
        [
            " | ".join([str(line[name]) for name in columns if name in line])
            if isinstance(line, dict)
            else str(line)
            for line in answer
        ]
    )


def line_of(cells):
    """One line of the file. With every cell in quotes it takes a fifth of the csv module's time."""
    return ",".join(['"' + cell.replace('"', '""') + '"' for cell in cells]) + "\r\n"


class Column(NamedTuple):
    """The answers to one question, wherever it was asked."""

    heading: str
    cells: list  # the names of its table's columns, in order
    keys: dict  # {round id: the key of its answers there}
    is_budget: bool = False


def questions_for(round_reference):
    """The columns of the answers: one round's in its own order, or those of all rounds.

    Across rounds a question is known by its code: its number may differ from round to round.
    """
    known = questions_by_code()
    round = Round.objects.published().filter(reference=round_reference).first()
    if round is None:
        columns = [(each.text, each) for each in known.values()]
    else:
        asked = [question for section in form_of(round) for question in section.asked]
        columns = [(f"{each.number}. {each.text}", known[each.code]) for each in asked]
    seen = Counter()
    headings = [_told_apart(heading, seen) for heading, _known in columns]
    return [
        Column(heading, known.columns, known.key_by_round, known.is_budget)
        for heading, (_text, known) in zip(headings, columns, strict=True)
    ]


def _told_apart(heading, seen):
    """Two questions that say the same are two columns: “What for?” and “What for? (2)”."""
    seen[heading] += 1
    return heading if seen[heading] == 1 else f"{heading} ({seen[heading]})"


def by_round(questions):
    """{round id: [(place in the line, key, column)]}, so that a line looks up only what it asks."""
    found = {}
    for place, column in enumerate(questions):
        for round_id, key in column.keys.items():
            found.setdefault(round_id, []).append((place, key, column))
    return found


def case_rows(cases, questions, untold=()):
    """Yield the lines of the export, as text, in chunks.

    cases: the applications that the person may see, narrowed as they chose.
    questions: the `Column`s of the answers to write, in order.
    untold: the cases whose scores are not theirs to see.
    """
    yield "\ufeff" + line_of([*FACTS, *(safe(column.heading) for column in questions)])
    chunk = []
    # On PostgreSQL a cursor outside a transaction would first be copied whole; on SQLite a
    # transaction would keep everybody else from writing.
    whole = transaction.atomic() if connection.vendor == "postgresql" else nullcontext()
    with whole:
        for row in _merged(cases, questions, untold):
            chunk.append(line_of(row))
            if len(chunk) == ROWS_A_CHUNK:
                yield "".join(chunk)
                chunk = []
    yield "".join(chunk)


def _merged(cases, questions, untold):
    asked = by_round(questions)
    ids = cases.order_by().values("pk")
    facts = cases.order_by("pk").values_list(
        "pk",
        "round_id",
        "reference",
        "organisation__name",
        "organisation__legal_form",
        "round__name",
        "ward",
        "state",
        "submitted_at",
        "amount_requested",
        "days_requested",
        "award__amount",
        "award__days",
    )
    sent = _Follower(
        Submission.objects.filter(application__in=ids)
        .order_by("application_id", "number")
        .values_list("application_id", "answers", "files", "partners", "organisation_name")
    )
    scores = _Follower(
        Assessment.objects.counting()
        .filter(application__in=ids.exclude(pk__in=untold) if untold else ids)
        .order_by("application_id")
        .values_list("application_id")
        .annotate(number=Count("pk"), average=Avg("total"))
    )
    tags = _Follower(tags_by_case(ids))
    zone, people = get_current_timezone(), people_who_said_yes()
    for pk, round_id, *row in facts.iterator(ROWS_A_CHUNK):
        _pk, answers, files, partners, lead = sent.last_for(pk) or (pk, {}, (), (), "")
        answers |= files_in_words(files)
        _pk, number, average = scores.last_for(pk) or (pk, 0, None)
        cells = [""] * len(questions)
        for place, key, column in asked.get(round_id, ()):
            answer, names = answers.get(key), column.cells
            if partners and column.is_budget and answer:  # each line says whose it is
                answer, names = with_names(answer, lead), [*names, WHO]
            cells[place] = safe(flat(answer, names))
        joint = safe(partners_in_words(partners, people, zone)) if partners else ""
        tagged = safe("\n".join(name for _pk, name in tags.all_for(pk)))
        yield [*_readable(row, zone), str(number), _hundredths(average), joint, tagged, *cells]


def people_who_said_yes():
    """{key: the name as it is today} of those who ever said yes for a partner."""
    keys = Partner.objects.exclude(confirmed_by=None).values("confirmed_by")
    return {person.pk: str(person) for person in User.objects.filter(pk__in=keys)}


def partners_in_words(partners, people, zone):
    """One partner under the other: what it is called, who said yes for whom, and when."""
    return "\n".join(
        f"{one['name']} | {people[one['confirmed_by']]} said yes for {one['organisation']} | "
        f"{datetime.fromisoformat(one['confirmed_at']).astimezone(zone).date()}"
        for one in partners
    )


def files_in_words(files):
    """{question’s key: how many files answer it}; their names would tell nothing by themselves."""
    counted = Counter(each["question"] for each in files)
    return {key: f"{n} file{'s' if n > 1 else ''}" for key, n in counted.items()}


def _readable(row, zone):
    reference, name, legal_form, round_name, ward, state, sent_at, *amounts = row
    return [
        reference,
        safe(name),
        legal_form,
        safe(round_name),
        safe(ward),
        LABELS[state],
        sent_at.astimezone(zone).date().isoformat() if sent_at else "",
        *("" if amount is None else str(amount) for amount in amounts),
    ]


def _hundredths(average):
    return "" if average is None else str(Decimal(average).quantize(Decimal("0.01")))


class _Follower:
    """Walks rows that start with an application's key, in step with the applications."""

    def __init__(self, rows):
        self.rows = rows.iterator(ROWS_A_CHUNK)
        self.ahead = next(self.rows, None)

    def all_for(self, pk):
        """The rows of this application, in order; earlier applications are passed over."""
        while self.ahead is not None and self.ahead[0] <= pk:
            if self.ahead[0] == pk:
                yield self.ahead
            self.ahead = next(self.rows, None)

    def last_for(self, pk):
        """The last row of this application, or None."""
        found = None
        for row in self.all_for(pk):
            found = row
        return found
