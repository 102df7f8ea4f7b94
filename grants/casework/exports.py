"""The list of cases as rows for a spreadsheet, in the order of the screen, and safe to open.

One cursor walks the cases, and what belongs to them is fetched for some hundred at a time, so
that memory stays flat however many there are.
"""

from collections import Counter
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from django.utils.timezone import get_current_timezone

from applicants.models import User
from grants.applications.models import Submission
from grants.applications.partners.models import Partner
from grants.applications.shares import WHO, with_names
from grants.assessment.notes.queries import tags_by_case
from grants.assessment.scoring.whole_round import figures_from, marks_on
from grants.funds.bank import questions_by_code
from grants.funds.models import Round
from grants.funds.queries import form_of
from grants.lifecycle import Stage
from grants.sheets.lines import MARK, as_text, line_of, safe
from grants.sheets.reading import one_reading

from .listing import NEWEST_FIRST

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
    "Panel’s figure",
    "Partners",
    "Tags",
)
LABELS = dict(Stage.choices)


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


def headings(questions):
    """The first row."""
    return [*FACTS, *(safe(column.heading) for column in questions)]


def case_lines(cases, questions, untold=()):
    """Yield the export as the text of a CSV file, in chunks."""
    yield MARK + line_of(headings(questions))
    rows = case_rows(cases, questions, untold)
    while chunk := list(islice(rows, ROWS_A_CHUNK)):
        yield "".join([line_of([as_text(cell) for cell in row]) for row in chunk])


def case_rows(cases, questions, untold=()):
    """Yield a row of cells for each case, newest first: text, days, numbers, or None.

    cases: the applications that the person may see, narrowed as they chose.
    questions: the `Column`s of the answers to write, in order.
    untold: the cases whose scores are not theirs to see.
    """
    asked = by_round(questions)
    facts = cases.order_by(*NEWEST_FIRST).values_list(
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
    people = people_who_said_yes()
    with one_reading():
        rows = facts.iterator(ROWS_A_CHUNK)
        while chunk := list(islice(rows, ROWS_A_CHUNK)):
            yield from _with_what_belongs(chunk, asked, len(questions), people, untold)


def _with_what_belongs(chunk, asked, width, people, untold):
    """The same cases with their scores, partners and answers."""
    keys = [pk for pk, *_rest in chunk]
    sent = {  # whichever was sent last stays
        pk: rest
        for pk, *rest in Submission.objects.filter(application__in=keys)
        .order_by("number")
        .values_list("application_id", "answers", "files", "partners", "organisation_name")
    }
    figures = figures_from(marks_on([pk for pk in keys if pk not in untold]))
    tags = {}
    for pk, name in tags_by_case(keys):
        tags.setdefault(pk, []).append(name)
    zone = get_current_timezone()
    for pk, round_id, *row in chunk:
        answers, files, partners, lead = sent.get(pk, ({}, (), (), ""))
        answers |= files_in_words(files)
        figure, number = figures.get(pk, (None, 0))
        cells = [""] * width
        for place, key, column in asked.get(round_id, ()):
            answer, names = answers.get(key), column.cells
            if partners and column.is_budget and answer:  # each line says whose it is
                answer, names = with_names(answer, lead), [*names, WHO]
            cells[place] = safe(flat(answer, names))
        joint = safe(partners_in_words(partners, people, zone)) if partners else ""
        tagged = safe("\n".join(tags.get(pk, ())))
        yield [*_readable(row, zone), number, figure, joint, tagged, *cells]


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
        sent_at.astimezone(zone).date() if sent_at else None,
        *amounts,
    ]
