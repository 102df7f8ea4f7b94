"""What can be asked about the files of conditions."""

import hashlib

from django.db.models import Min, Q

from grants.awards.terms.looking_after import LOOKED_AFTER
from grants.awards.terms.models import Condition
from grants.involvement import conflicts_of

from .models import ConditionFile

MOST_FILES = 10


def files_of(condition):
    """What stands for a condition, and what once proved it, in the order in which it came."""
    rows = ConditionFile.objects.filter(condition=condition)
    stands = Q(removed_at=None) | Q(proved_at__isnull=False)
    return list(rows.filter(stands).select_related("added_by", "looked_by").order_by("pk"))


def what_stands(files):
    """What an officer had before them, in short: a page that was opened on less is told so.

    A file that the scanner has not judged was on no page, so it is left out.
    """
    seen = sorted(one.reference for one in files if one.can_open and one.removed_at is None)
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()[:32] if seen else ""


def takes_files(application, condition):
    """Whether the co-op may still send, replace and take away files for it."""
    return (
        application.state in LOOKED_AFTER
        and not condition.is_of_itself
        and condition.met_at is None
        and condition.waived_at is None
    )


def conditions_to_look_at(user):
    """Open conditions for which a file came that nobody has answered about, with `came_at`.

    Those that another colleague looks after are theirs; what a conflict closes is in neither.
    """
    rows = Condition.objects.open().filter(
        Q(owner=None) | Q(owner=user) | Q(owner__is_active=False),
        award__application__state__in=LOOKED_AFTER,
        files__in=ConditionFile.objects.to_look_at(),
    )
    conflicts = conflicts_of(user)
    rows = rows.exclude(award__application__in=conflicts) if conflicts else rows
    return rows.annotate(came_at=Min("files__added_at"))
