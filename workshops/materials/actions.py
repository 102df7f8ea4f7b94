"""What can be done with materials: add one or a new version, take one away."""

import secrets

from django.core.files.storage import default_storage
from django.db.models import Q
from django.utils.timezone import now

from applicants.access import Refused
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
from workshops.booking.actions import locked

from .models import Material

MOST = 20
TOO_MANY = f"A session can have up to {MOST} of these. Take one away first."


def add_link(session, *, link, by, **facts):
    """A colleague adds a link; under the same title it is the next version. Twice is once."""
    with locked(session) as session:
        before = _before(session, facts)
        if before is not None and _is_same(before, {**facts, "link": link}):
            return before
        return _put(session, before, by=by, link=link, scan=Scan.CLEAN, size=0, **facts)


def add_file(session, *, file, by, **facts):
    """A colleague adds a file; under the same title it is the next version. Twice is once.

    Nothing is kept of a file with a virus.
    """
    facts |= {"size": file.size, **asked_of_the_scanner(file)}
    if facts["scan"] == Scan.INFECTED:
        raise HasAVirus(HAS_A_VIRUS)
    with kept_bytes(file, facts["name"]) as stored, locked(session) as fresh:
        before = _before(fresh, facts)
        is_same = before is not None and _is_same(
            before, {key: facts[key] for key in ("sha256", "audience", "is_for_after")}
        )
        added = before if is_same else _put(fresh, before, by=by, file=stored, **facts)
    if is_same:
        default_storage.delete(stored)
    return added


def _before(session, facts):
    standing = session.materials.filter(removed_at=None)
    named = {name: facts[name] for name in ("title", "accessible_as")}
    before = standing.filter(**named).first()
    if before is None and standing.count() >= MOST:
        raise Refused(TOO_MANY)
    return before


def _is_same(before, facts):
    return all(getattr(before, name) == value for name, value in facts.items())


def _put(session, before, *, by, **facts):
    if before is not None:
        _take_away(before, by)
    return Material.objects.create(
        session=session,
        reference=secrets.token_hex(8),
        version=before.version + 1 if before is not None else 1,
        added_by=by,
        **facts,
    )


def withdraw_material(material, *, by):
    """It is there for nobody any more. Twice is once."""
    with locked(material.session):
        _take_away(material, by)


def _take_away(material, by):
    rows = Material.objects.filter(pk=material.pk, removed_at=None)
    rows.update(removed_at=now(), removed_by=by)


# --- While nobody is looking -----------------------------------------------------------------


def scan_materials():
    """Ask the scanner about each file that it has not judged; return how many it judged."""
    return scan_waiting(Material.objects.filter(link=""), _judge)


def _judge(stored, verdict):
    with locked(stored.session):
        rows = Material.objects.filter(pk=stored.pk, scan__in=[Scan.WAITING, Scan.NOT_SCANNED])
        gone = {"removed_at": stored.removed_at or now()} if verdict == Scan.INFECTED else {}
        judged = rows.update(scan=verdict, **gone)
    if judged and verdict == Scan.INFECTED:
        forget_bytes(stored)
    return judged


def forget_removed_materials():
    """Empty what was taken away long enough ago; return how many."""
    return forget_old(Material.objects.filter(link=""), stays=Q(pk__in=[]))
