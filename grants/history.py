"""What was done, by whom, and when: append-only, and chained for each application.

Each entry carries a digest of itself and of the entry before it, so that a
changed, missing, moved or slipped-in entry shows. What is personal (who, and
what they wrote) enters the digest through a salted seal: a person can be
forgotten by emptying those fields and the salt, and the chain still verifies.
"""

import hashlib
import json
import secrets
from contextlib import contextmanager
from operator import itemgetter

from django.conf import settings
from django.db import models, transaction
from django.utils.timezone import now

START = "0" * 64
IN_ONE_STATEMENT = 500


class HistoryHead(models.Model):
    """The end of one application's chain. Its row is locked to add an entry.

    Locking the newest entry instead lets two writers read the same one on
    PostgreSQL; one row for each application also keeps applications apart.
    """

    application = models.OneToOneField(
        "grants.Application", on_delete=models.PROTECT, primary_key=True, related_name="head"
    )
    sequence = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, default=START)


class HistoryQuerySet(models.QuerySet):
    def update(self, **changes):
        raise TypeError("History is never changed.")

    def delete(self):
        raise TypeError("History is never deleted.")


class HistoryEntry(models.Model):
    application = models.ForeignKey(
        "grants.Application", on_delete=models.PROTECT, related_name="history"
    )
    sequence = models.PositiveIntegerField()
    at = models.DateTimeField()
    verb = models.CharField(max_length=40)
    subject = models.CharField(max_length=60, blank=True)
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    note = models.TextField(blank=True)
    salt = models.CharField(max_length=32)
    seal = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    objects = HistoryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "history entries"
        constraints = [
            models.UniqueConstraint(
                fields=["application", "sequence"], name="history_has_one_entry_in_each_place"
            )
        ]

    def __str__(self):
        return f"{self.sequence}. {self.verb}"

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise TypeError("History is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("History is never deleted.")

    def compute_seal(self):
        return _sha256(self.salt, self.by_id, self.note)

    def compute_digest(self, previous):
        return _sha256(
            previous,
            self.application_id,
            self.sequence,
            self.at.isoformat(),
            self.verb,
            self.subject,
            self.from_state,
            self.to_state,
            self.seal,
        )


def _sha256(*parts):
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def record(application, *, verb, by, note="", subject="", from_state="", to_state=""):
    """Add one entry to an application's history, in the caller's transaction."""
    head, _ = HistoryHead.objects.select_for_update().get_or_create(application=application)
    facts = {"subject": subject, "from_state": from_state, "to_state": to_state}
    entry = _next_entry(head, verb=verb, by=by, note=note, at=now(), **facts)
    entry.save(force_insert=True)
    HistoryHead.objects.filter(pk=head.pk).update(sequence=entry.sequence, digest=entry.digest)
    return entry


def _next_entry(head, *, verb, by, at, note="", subject="", from_state="", to_state=""):
    """The entry that comes after the end of a chain, sealed, and not kept yet."""
    entry = HistoryEntry(
        application_id=head.pk,
        sequence=head.sequence + 1,
        at=at,
        verb=verb,
        subject=subject,
        from_state=from_state,
        to_state=to_state,
        by_id=by and by.pk,
        note=note,
        salt=secrets.token_hex(16),
    )
    entry.seal = entry.compute_seal()
    entry.digest = entry.compute_digest(head.digest)
    return entry


def record_all(facts, *, by):
    """Add entries to the histories of many applications, in the caller's transaction.

    facts: the `application` of each entry, its `verb`, and its `note` and `subject` if it has
    them. It costs a few statements for each `IN_ONE_STATEMENT` entries, and not for each one.
    """
    _record_by_key([(fact.pop("application").pk, fact) for fact in map(dict, facts)], by)


def record_in_each(applications, *, by, **facts):
    """Add the same entry to the history of each of these applications, named twice or not.

    A query is asked for their keys alone: a payment run may concern ten thousand.
    """
    is_query = isinstance(applications, models.QuerySet)
    keys = applications.values_list("pk", flat=True) if is_query else (a.pk for a in applications)
    _record_by_key([(key, facts) for key in dict.fromkeys(keys)], by)


def _record_by_key(facts, by):
    """facts: pairs of an application’s key and what its entry says."""
    facts = sorted(facts, key=itemgetter(0))
    while facts:
        # The end of a chain moves on by one entry at a time: a second one of a case comes after.
        now_ones, later = {}, []
        for case, fact in facts:
            if case in now_ones:
                later.append((case, fact))
            else:
                now_ones[case] = fact
        chosen = list(now_ones.items())
        for start in range(0, len(chosen), IN_ONE_STATEMENT):
            _record_one_each(dict(chosen[start : start + IN_ONE_STATEMENT]), by)
        facts = later


def _record_one_each(facts, by):
    """facts: what the next entry of each application says, by its key."""
    heads = _hold_heads(facts)
    entries = [_next_entry(head, by=by, at=now(), **facts[head.pk]) for head in heads]
    for head, entry in zip(heads, entries, strict=True):
        head.sequence, head.digest = entry.sequence, entry.digest
    HistoryEntry.objects.bulk_create(entries)
    HistoryHead.objects.bulk_create(
        heads,
        update_conflicts=True,
        unique_fields=["application"],
        update_fields=["sequence", "digest"],
    )


def _hold_heads(cases):
    """Lock the ends of these chains, by key; a chain that has not begun begins here."""
    rows = HistoryHead.objects.select_for_update().filter(pk__in=list(cases)).order_by("pk")
    heads = list(rows)
    if len(heads) < len(cases):
        known = {head.pk for head in heads}
        HistoryHead.objects.bulk_create(
            [HistoryHead(application_id=case) for case in cases if case not in known],
            ignore_conflicts=True,
        )
        heads = list(rows.all())
    return heads


class Door:
    def __init__(self, by):
        self.by = by
        self.moves = []
        self.note = ""


@contextmanager
def moving(subject, *, by, note=""):
    """The one door for states: lock the row, let the caller move it, save, write history.

    by: who moves it; None is the clock. The move itself checks that they may
    and that the state allows it, on the locked row and with fresh facts.
    Every move leaves exactly one entry on each application that it concerns.
    """
    if by is not None:
        by.forget()
    with transaction.atomic():
        locked = type(subject).objects.select_for_update().get(pk=subject.pk)
        before = locked.state
        locked.door = door = Door(by)
        try:
            yield locked
        finally:
            locked.door = None
        locked.save()
        for move in door.moves:
            _record_move(locked, move, before, by=by, note=door.note or note)
            before = move.target


def _record_move(moved, move, before, *, by, note):
    if not hasattr(moved, "history"):  # a part of several cases, which all have had a beginning
        cases = moved.applications_moved()
        record_in_each(cases, verb=move.name, by=by, note=note, subject=str(moved))
        return
    record(moved, verb=move.name, by=by, note=note, from_state=before, to_state=move.target)


def faults_in(application):
    """What is wrong with an application's history, in sentences; nothing when it is whole.

    Walks the chain from its start, replays the states, and compares both with
    what stands today.
    """
    faults = []
    digest, expected, state = START, 0, ""
    for entry in application.history.order_by("sequence"):
        expected += 1
        if entry.sequence != expected:
            faults.append(f"Entry {expected} is missing.")
            expected = entry.sequence
        is_forgotten = not (entry.salt or entry.by_id or entry.note)
        if not is_forgotten and entry.seal != entry.compute_seal():
            faults.append(f"Entry {entry.sequence}: who, or what they wrote, was changed.")
        if entry.digest != entry.compute_digest(digest):
            faults.append(f"Entry {entry.sequence} does not fit the one before it.")
        if entry.to_state:
            if entry.from_state != state:
                faults.append(f"Entry {entry.sequence} starts from another stage.")
            state = entry.to_state
        digest = entry.digest
    head = HistoryHead.objects.filter(application=application).first()
    if (head.sequence, head.digest) != (expected, digest) if head else expected:
        faults.append("The end of the history is not where it should be.")
    if state != application.state:
        faults.append("The stage today is not the one that the history leads to.")
    return faults
