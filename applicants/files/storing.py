"""How the files of every table are kept, scanned and forgotten.

The bytes go first and outside any lock: a row never stands without its file.
"""

import logging
from contextlib import contextmanager, suppress
from datetime import timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Q
from django.utils.timezone import now

from applicants.access import Refused

from . import scanning
from .stored import StoredFile, attachment_path

Scan = StoredFile.Scan
SECONDS_WHILE_SOMEBODY_WAITS = 3
SECONDS_IN_THE_BACKGROUND = 60
ASK_AGAIN_AFTER = timedelta(seconds=90)  # also the lease of a worker that is asking
NOT_NOW = "We could not keep the file just now. Try again in a few minutes."
OUT_OF_REACH = "We can’t reach this file just now. Try again in a few minutes."
HAS_A_VIRUS = (
    "We found a virus in this file, so we did not keep it. "
    "Check your computer for viruses, then send us a clean copy"
)

log = logging.getLogger(__name__)


class HasAVirus(Refused):
    """The scanner found a virus while the person waited: nothing of the file was kept."""


def asked_of_the_scanner(file):
    """What the scanner says while the person waits; a slow or silent one is asked again later."""
    if not scanning.has_scanner():
        return {"scan": Scan.NOT_SCANNED}
    try:
        virus = scanning.virus_in(file, seconds=SECONDS_WHILE_SOMEBODY_WAITS)
    except scanning.NoVerdict:
        return {"scan": Scan.WAITING, "scan_asked_at": now()}
    return {"scan": Scan.INFECTED if virus else Scan.CLEAN, "scan_asked_at": now()}


def store(file, name):
    """Keep a file’s bytes under a random name; a full disk leaves nothing half written."""
    path = attachment_path(None, name)
    try:
        return default_storage.save(path, file)
    except Exception as fault:  # each kind of storage has faults of its own
        log.error("A file could not be stored: %s", type(fault).__name__)
        with suppress(Exception):
            default_storage.delete(path)
        raise Refused(NOT_NOW) from fault


@contextmanager
def kept_bytes(file, name):
    """The stored name of a file’s bytes, which go again when what follows is refused."""
    stored = store(file, name)
    try:
        yield stored
    except BaseException:
        default_storage.delete(stored)
        raise


def refuse_what_is_out_of_reach(stored):
    """Raise Refused when the bytes of a file are not there, or their store does not answer."""
    try:
        is_there = default_storage.exists(stored.file.name)
    except Exception as fault:  # each kind of storage has faults of its own
        raise Refused(OUT_OF_REACH) from fault
    if not is_there:
        raise Refused(OUT_OF_REACH)


# --- While nobody is looking -----------------------------------------------------------------


def scan_waiting(rows, judge):
    """Ask the scanner about each of these files that it has not judged; return how many it did.

    judge: writes a verdict down, and returns 1, or 0 when there was one before. Safe to run in
    many workers at once. One odd file holds up no other; when the scanner is away, the others
    would only wait for it too.
    """
    judged = 0
    while scanning.has_scanner() and (stored := _claim_for_scan(rows)):
        try:
            with stored.opened() as file:
                virus = scanning.virus_in(file, seconds=SECONDS_IN_THE_BACKGROUND)
        except scanning.ScannerAway:
            log.error("The virus scanner does not answer.")
            break
        except Exception as fault:  # any fault of one file must not stop the others
            said = type(fault).__name__
            log.error("File %s could not be scanned: %s", stored.reference, said)
            continue
        judged += judge(stored, Scan.INFECTED if virus else Scan.CLEAN)
    return judged


def _claim_for_scan(rows):
    """Take one file that nobody asked about lately, so that no other worker asks too."""
    due = Q(scan_asked_at=None) | Q(scan_asked_at__lt=now() - ASK_AGAIN_AFTER)
    rows = rows.filter(due, scan__in=[Scan.WAITING, Scan.NOT_SCANNED], removed_at=None)
    with transaction.atomic():
        rows = rows.order_by(F("scan_asked_at").asc(nulls_first=True), "pk")
        stored = rows.select_for_update(skip_locked=True).first()
        if stored is not None:
            stored.scan_asked_at = now()
            stored.save(update_fields=["scan_asked_at"])
    return stored


def forget_old(rows, *, stays):
    """Empty those of these files that were removed long enough ago; return how many.

    The row keeps the name and the hash. stays: the condition of those that keep their bytes
    for good, unless a virus was found in them.
    """
    removed_before = now() - timedelta(days=settings.KEEP_REMOVED_FILES_DAYS)
    old = Q(removed_at__lt=removed_before) & ~stays
    rows = rows.exclude(file="").filter(old | Q(scan=Scan.INFECTED))
    return sum(forget_bytes(stored) for stored in rows.order_by("pk").iterator(500))


def forget_bytes(stored):
    """The bytes first: a fault in between leaves a row that is swept again."""
    try:
        default_storage.delete(stored.file.name)
    except Exception as fault:  # one file that cannot be deleted must not keep the others
        said = type(fault).__name__
        log.error("File %s could not be deleted: %s", stored.reference, said)
        return 0
    return type(stored).objects.filter(pk=stored.pk).update(file="")
