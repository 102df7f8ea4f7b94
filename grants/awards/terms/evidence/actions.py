"""What can be done with the files of a condition: send one, take it away, say what is missing.

Every one of these takes the lock of the award, so that nothing comes or goes while an officer
ticks the condition off.
"""

import secrets
from contextlib import contextmanager

from django.core.files.storage import default_storage
from django.db.models import Q
from django.utils.timezone import now

from applicants.access import Refused
from applicants.emails import queue_email
from applicants.files.storing import (
    HAS_A_VIRUS,
    HasAVirus,
    Scan,
    asked_of_the_scanner,
    forget_bytes,
    forget_old,
    kept_bytes,
    scan_waiting,
)
from grants import history
from grants.awards.terms.looking_after import looked_after, record_of

from .models import ConditionFile
from .proving import look_at_files
from .queries import MOST_FILES

SETTLED = "We have settled this condition, so its files can’t be changed any more."
IT_PROVES = "We ticked this off because of this file, so it stays with us."


def send_evidence(condition, *, file, name, content_type, sha256, by, instead_of=None):
    """The co-op sends a file for an open condition; the same file twice is one.

    instead_of: the file that it takes the place of.
    """
    facts = {"name": name, "content_type": content_type, "sha256": sha256, "added_by": by}
    facts |= {"size": file.size, **asked_of_the_scanner(file)}
    if facts["scan"] == Scan.INFECTED:
        return _refuse_infected(condition, facts)
    with kept_bytes(file, name) as stored, _open(condition, by=by) as (award, fresh):
        same = _same_or_room(fresh, sha256, instead_of)
        if same is None:
            if instead_of is not None:
                _take_out(instead_of)
            sent = ConditionFile.objects.create(
                condition=fresh, reference=secrets.token_hex(8), file=stored, **facts
            )
            note = "" if sent.is_waiting else sent.name
            if instead_of is None:
                record_of(award, fresh, verb="send_evidence", by=by, note=note)
            else:
                record_of(award, fresh, verb="replace_evidence", by=by, note=note)
    if same is not None:
        default_storage.delete(stored)
        return same
    return sent


@contextmanager
def _open(condition, *, by):
    """The door, for the co-op: only while the condition is neither ticked nor waived."""
    with looked_after(condition, by=by, may="grants.send_evidence") as (award, fresh):
        if fresh.met_at is not None or fresh.waived_at is not None:
            raise Refused(SETTLED)
        yield award, fresh


def _refuse_infected(condition, facts):
    """Keep nothing of the file but that it came."""
    with _open(condition, by=facts["added_by"]) as (award, fresh):
        ConditionFile.objects.create(
            condition=fresh, reference=secrets.token_hex(8), removed_at=now(), **facts
        )
        history.record(
            award.application, verb="refuse_file", by=facts["added_by"], note=facts["name"]
        )
    raise HasAVirus(HAS_A_VIRUS)


def _same_or_room(condition, sha256, instead_of):
    """The file that already is this one, or None if there is room for it."""
    live = ConditionFile.objects.standing().filter(condition=condition)
    if instead_of is not None:
        _refuse_to_take_out(live, instead_of)
    same = live.filter(sha256=sha256).first()
    if same is not None and same.looked_at is not None:
        raise Refused(
            f"You’ve sent us this file before, as “{same.name}”, and we have looked at it. Send "
            "one that shows more, or write to us"
        )
    if same is not None and instead_of is not None and same.pk != instead_of.pk:
        raise Refused(f"You’ve already sent this file, as “{same.name}”.")
    if same is None and instead_of is None and live.count() >= MOST_FILES:
        raise Refused(f"You can send up to {MOST_FILES} files. Take one away to send another.")
    return same


def _refuse_to_take_out(live, old):
    fresh = live.filter(pk=old.pk).first()
    if fresh is None:
        raise Refused("This file was taken away or replaced already. Send the new one by itself.")
    if fresh.proved_at is not None:
        raise Refused(IT_PROVES)


def _take_out(old):
    ConditionFile.objects.filter(pk=old.pk).update(removed_at=now())


def remove_evidence(sent, *, by):
    """The co-op takes a file away while the condition is open; history keeps that it was there."""
    with _open(sent.condition, by=by) as (award, condition):
        fresh = ConditionFile.objects.select_for_update().get(pk=sent.pk)
        if fresh.proved_at is not None:
            raise Refused(IT_PROVES)
        if fresh.removed_at is None:
            _take_out(fresh)
            note = "" if fresh.is_waiting else fresh.name
            record_of(award, condition, verb="remove_evidence", by=by, note=note)
    return fresh


def ask_for_more(condition, *, missing, seen, by):
    """An officer looked at what came, and says what is still missing; the co-op gets an email.

    seen: `what_stands` of the files that the page showed.
    """
    with looked_after(condition, by=by) as (award, fresh):
        if fresh.met_at is not None or fresh.waived_at is not None:
            raise Refused("This condition is settled already. Open it again first.")
        if (fresh.missing, fresh.missing_by_id) == (missing, by.pk) and not fresh.files.filter(
            removed_at=None, looked_at=None
        ):
            return fresh  # a second click
        if not look_at_files(fresh, seen=seen, by=by):
            raise Refused("The co-op has sent no file for this yet. Write it a message instead.")
        fresh.missing, fresh.missing_at, fresh.missing_by = missing, now(), by
        fresh.save(update_fields=["missing", "missing_at", "missing_by"])
        record_of(award, fresh, verb="ask_for_more", by=by, note=missing)
        queue_email(
            "grants/evidence_not_enough",
            award.application.organisation,
            key=f"{award.reference}/{fresh.number}/{fresh.missing_at.isoformat()}",
            about=award.reference,
            application=award.application,
            condition=fresh,
        )
    return fresh


# --- While nobody is looking -----------------------------------------------------------------


def scan_evidence():
    """Ask the scanner about each file that it has not judged; return how many it judged."""
    return scan_waiting(ConditionFile.objects.all(), _judge)


def _judge(stored, verdict):
    """Write down what the scanner found. A verdict that came before stays."""
    with looked_after(stored.condition, by=None) as (award, condition):
        fresh = ConditionFile.objects.select_for_update().get(pk=stored.pk)
        if fresh.scan not in (Scan.WAITING, Scan.NOT_SCANNED):
            return 0
        was_hidden, fresh.scan = fresh.is_waiting, verdict
        if verdict == Scan.INFECTED:
            fresh.removed_at = fresh.removed_at or now()
            _tell_of_virus(award, condition, fresh)
        elif was_hidden:
            history.record(award.application, verb="clear_file", by=None, note=fresh.name)
        fresh.save(update_fields=["scan", "removed_at"])
    if verdict == Scan.INFECTED:
        forget_bytes(fresh)
    return 1


def _tell_of_virus(award, condition, sent):
    history.record(award.application, verb="find_virus", by=None, note=sent.name)
    queue_email(
        "grants/virus_in_evidence",
        award.application.organisation,
        key=sent.reference,
        about=award.reference,
        application=award.application,
        condition=condition,
        sent=sent,
    )


def forget_removed_evidence():
    """Empty what was taken away long enough ago and proved nothing; return how many."""
    return forget_old(ConditionFile.objects.all(), stays=Q(proved_at__isnull=False))
