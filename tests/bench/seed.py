"""A database of any size in a minute: the demo's cases, copied by the database itself.

The demo is built by the actions, so that each kind of case is whole: answers,
checks, scores, decisions, payments, reports, history. The copies are rows only;
the seals in their history are those of the original.
"""

import random
from contextlib import contextmanager
from importlib import import_module

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Q
from django.utils.timezone import now

from applicants.models import Email, Membership, Organisation, User
from grants import models as all_of
from grants.lifecycle import RunStage, Stage
from grants.management.demo.building import build
from grants.models import Application, Assessment, Assignment, Letter, Score

APART = 100_000  # the keys of one copy lie this far from those of the next
POOL = 1_000  # so many applications share the same few assessors, as over some years
RUN = 50  # so many are paid in the same payment run
SHARES = {  # of a hundred; most cases of a fund are over
    Stage.DRAFT: 3,
    Stage.SUBMITTED: 3,
    Stage.IN_ASSESSMENT: 3,
    Stage.WITH_PANEL: 2,
    Stage.OFFERED: 2,
    Stage.ACCEPTED: 3,
    Stage.IN_MONITORING: 6,
    Stage.CLOSED: 30,
    Stage.WITHDRAWN: 6,
    Stage.INELIGIBLE: 8,
    Stage.DECLINED: 30,
    Stage.LAPSED: 2,
    Stage.TERMINATED: 2,
}
# Each table that grows with the applications, and the way from its row to them.
WAYS = {
    User: "memberships__organisation__applications",
    Organisation: "applications",
    Membership: "organisation__applications",
    all_of.BankDetails: "organisation__applications",
    Application: "pk",
    all_of.SectionAnswers: "application",
    all_of.Submission: "application",
    all_of.EligibilityCheck: "application",
    all_of.RiskNote: "application",
    all_of.DiligenceCheck: "application",
    Assignment: "application",
    all_of.Declaration: "application",
    Assessment: "application",
    Score: "assessment__application",
    all_of.Recommendation: "application",
    all_of.Decision: "application",
    all_of.DecisionReceipt: "decision__application",
    all_of.Award: "application",
    all_of.AwardLine: "award__application",
    all_of.Signature: "award__application",
    all_of.Condition: "award__application",
    all_of.Instalment: "award__application",
    all_of.SubsidyAssessment: "application",
    all_of.SubsidyNotice: "award__application",
    all_of.LimitConfirmation: "award__application",
    all_of.DeclaredAward: "confirmation__award__application",
    all_of.SubsidyStatement: "award__application",
    all_of.Payment: "instalment__award__application",
    all_of.LedgerEntry: "application",
    all_of.Report: "award__application",
    Letter: "application",
    all_of.HistoryHead: "application",
    all_of.HistoryEntry: "application",
}
SHARED = {
    "Assignment.assessor": POOL,
    "Assessment.assessor": POOL,
    "Declaration.user": POOL,
    "Payment.run": RUN,
}
LETTER = b"%PDF-1.7 in place of thirty kilobytes"


def seed(size):
    """Fill an empty database with so many applications."""
    build()
    add_third_opinions()
    with fast_writing(), connection.cursor() as cursor:
        number_of_copies(cursor, size)
        assessors = User.objects.filter(is_assessor=True)
        copy_once_for_each(cursor, POOL, assessors)
        copy_once_for_each(cursor, RUN, all_of.PaymentRun.objects.filter(state=RunStage.SETTLED))
        for model, way in WAYS.items():
            copy(cursor, model, origins_of(model, way))
        copy_messages(cursor)
    tidy()


def add_third_opinions():
    """The demo asks two assessors about each case; three are asked here."""
    assessors = set(User.objects.filter(is_assessor=True).values_list("pk", flat=True))
    scored = Application.objects.filter(assessments__filed_at__isnull=False).distinct()
    for application in scored:
        opinion = application.assessments.exclude(filed_at=None).first()
        asked = application.assignments.filter(assessor=opinion.assessor_id).latest("pk")
        scores = list(opinion.scores.all())
        taken = set(application.assignments.values_list("assessor", flat=True))
        for other in sorted(assessors - taken)[:1]:
            asked.pk = opinion.pk = None
            asked.assessor_id = opinion.assessor_id = other
            asked.save(force_insert=True)
            opinion.save(force_insert=True)
            for score in scores:
                score.pk, score.assessment = None, opinion
            Score.objects.bulk_create(scores)


# The guards compare each award with all others of its round, which no round of a real size minds;
# PostgreSQL leaves them out itself.
guards = import_module("grants.migrations._guards")
FAST = {
    "sqlite": ("foreign_keys = OFF", "synchronous = OFF", "journal_mode = OFF"),
    "postgresql": ("session_replication_role = replica", "synchronous_commit = off"),
}


@contextmanager
def fast_writing():
    """What is written here refers to rows that come later, and nobody waits for the disk."""
    verb = "PRAGMA" if connection.vendor == "sqlite" else "SET"
    with connection.cursor() as cursor:
        for setting in FAST[connection.vendor]:
            cursor.execute(f"{verb} {setting}")
    with transaction.atomic():
        if connection.vendor == "sqlite":
            guards.remove(connection.schema_editor())
        yield
        if connection.vendor == "sqlite":
            guards.install(connection.schema_editor())
    connection.close()  # the next connection is an ordinary one


def number_of_copies(cursor, size):
    """Write down which application is copied under which numbers, in a mixed order."""
    originals = {}
    for pk, state in Application.objects.order_by("pk").values_list("pk", "state"):
        originals.setdefault(state, []).append(pk)
    wanted = size - sum(map(len, originals.values()))
    turns = [state for state, share in SHARES.items() for _ in range(share)]
    rows = []
    for number in range(wanted):
        of_state = originals[turns[number % len(turns)]]
        rows.append(of_state[number // len(turns) % len(of_state)])
    random.Random(1).shuffle(rows)
    cursor.execute("CREATE TEMPORARY TABLE copies (number integer PRIMARY KEY, application bigint)")
    numbered = list(enumerate(rows, start=1))
    for start in range(0, len(numbered), 5_000):
        values = ", ".join(f"({number}, {pk})" for number, pk in numbered[start : start + 5_000])
        cursor.execute(f"INSERT INTO copies VALUES {values}")
    cursor.execute("ANALYZE copies")


def origins_of(model, way):
    """[(key of a row, key of the application to which it belongs)] in the demo."""
    rows = model.objects.order_by("pk").values_list("pk", way).distinct()
    if model is all_of.Payment:
        rows = rows.paid()
    if model is all_of.LedgerEntry:
        rows = rows.filter(Q(payment=None) | Q(payment__in=all_of.Payment.objects.paid()))
    return [row for row in rows if row[1] is not None]


def copy(cursor, model, origins, numbers="copies"):
    """Copy rows once for each copy of their application."""
    fields = model._meta.concrete_fields
    values = [value_of(model, field) for field in fields]
    listed = ", ".join(f"({pk}, {application})" for pk, application in origins)
    letter = [LETTER] if model is Letter else []
    cursor.execute(
        f"INSERT INTO {model._meta.db_table} ({', '.join(map(column_of, fields))}) "
        f"SELECT {', '.join(values)} FROM (VALUES {listed}) AS origin "
        f"JOIN {numbers} AS c ON c.application = origin.column2 "
        f"JOIN {model._meta.db_table} AS b ON b.{model._meta.pk.column} = origin.column1 "
        "ORDER BY c.number",
        letter or None,
    )


def column_of(field):
    return f'"{field.column}"'


def value_of(model, field):
    """The SQL of one column of a copy: a key moves along, a name stays one of a kind."""
    column, label = f"b.{column_of(field)}", f"{model.__name__}.{field.name}"
    if label in SHARED:
        return f"{column} + (c.number / {SHARED[label]}) * CAST({APART} AS bigint)"
    if field.is_relation:
        is_copied = field.related_model in WAYS and field.related_model is not User
        moves = is_copied or label == "Membership.user"
        return f"{column} + CAST(c.number AS bigint) * {APART}" if moves else column
    if field.primary_key:
        return f"{column} + CAST(c.number AS bigint) * {APART}"
    if label == "Letter.pdf":
        return f"CASE WHEN {column} IS NULL THEN NULL ELSE %s END"
    if label == "User.email":
        return f"'no-' || c.number || '-' || {column}"
    if label == "Organisation.name":
        return f"{column} || ' ' || c.number"
    if label == "Application.submitted_at":
        return earlier(column)
    if label == "LedgerEntry.key":
        return f"{column} || '-' || c.number"
    if label == "Payment.reference":
        return "'P' || c.number"
    return f"{column} || '-' || c.number" if field.name == "reference" else column


def earlier(column):
    """So many minutes before, as each copy has a moment of its own."""
    if connection.vendor == "sqlite":
        return f"strftime('%Y-%m-%d %H:%M:%f', {column}, '-' || c.number || ' minutes')"
    return f"{column} - c.number * interval '1 minute'"


def copy_once_for_each(cursor, many, rows):
    """Copy what so many applications share."""
    cursor.execute(
        f"CREATE TEMPORARY TABLE each_{many} AS SELECT DISTINCT number / {many} AS number, "
        f"0 AS application FROM copies WHERE number >= {many}"
    )
    copy(cursor, rows.model, [(pk, 0) for pk in rows.values_list("pk", flat=True)], f"each_{many}")


def copy_messages(cursor):
    """Two sent messages for each application; what waits in the demo is sent too."""
    Email.objects.update(state=Email.State.SENT, sent_at=now())
    kept = {}
    for pk, about in Email.objects.order_by("pk").values_list("pk", "about"):
        kept.setdefault(about, []).append(pk)
    by_reference = dict(Application.objects.values_list("reference", "pk"))
    origins = [
        (pk, by_reference[about])
        for about in kept
        if about in by_reference
        for pk in kept[about][:2]
    ]
    fields = Email._meta.concrete_fields
    is_sqlite = connection.vendor == "sqlite"
    changed = {
        "id": f"b.id + CAST(c.number AS bigint) * {APART}",
        "uuid": "lower(hex(randomblob(16)))" if is_sqlite else "gen_random_uuid()",
        "key": "b.key || '-' || c.number",
        "about": "b.about || '-' || c.number",
        "created_at": earlier("b.created_at"),
    }
    values = [changed.get(field.column, f"b.{column_of(field)}") for field in fields]
    listed = ", ".join(f"({pk}, {application})" for pk, application in origins)
    cursor.execute(
        f"INSERT INTO applicants_email ({', '.join(map(column_of, fields))}) "
        f"SELECT {', '.join(values)} FROM (VALUES {listed}) AS origin "
        "JOIN copies AS c ON c.application = origin.column2 "
        "JOIN applicants_email AS b ON b.id = origin.column1"
    )


def tidy():
    """Let the database know what it holds now, as its own housekeeping does in time."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [*WAYS, Email]):
            cursor.execute(statement)
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
