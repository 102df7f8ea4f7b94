"""What becomes of the files when an officer answers about a condition.

Whoever calls these holds the lock of the award, which every change of its files takes too.
"""

from django.utils.timezone import now

from applicants.access import Refused

from .models import ConditionFile
from .queries import what_stands

CAME_MEANWHILE = (
    "The co-op’s files are not those that this page showed. Open it again, and look at them first."
)


def look_at_files(condition, *, seen, by, proves=False):
    """An officer answers about what they saw; return how many files that was.

    seen: `what_stands` of the files that the page showed; None if it showed none, as when an
    officer ticks what they saw elsewhere. proves: the tick rests on them, so they stay.
    """
    standing = ConditionFile.objects.standing().filter(condition=condition)
    files = [one for one in standing.select_for_update() if one.can_open]
    if seen is not None and seen != what_stands(files):
        raise Refused(CAME_MEANWHILE)
    for one in files:
        if one.looked_at is None:
            one.looked_at, one.looked_by = now(), by
        if proves and one.proved_at is None:
            one.proved_at = now()
        one.save(update_fields=["looked_at", "looked_by", "proved_at"])
    return len(files)
