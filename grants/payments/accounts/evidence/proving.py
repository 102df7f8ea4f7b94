"""What becomes of the file when its account is checked, or another account takes its place.

Whoever calls these holds the lock of the organisation, which every change of its accounts and
of their files takes too.
"""

from django.utils.timezone import now

from applicants.access import Refused

from .models import AccountFile
from .queries import has_opened, what_comes_first, what_is_missing


def prove_by_file(details, *, by):
    """An officer says that the account is theirs: what they looked at stays as the proof of it.

    Raises Refused while the fund wants to see a file and this person has not seen one; and where
    it wants none, before they looked at the numbers.
    """
    file = AccountFile.objects.standing().filter(details=details).select_for_update().first()
    if missing := what_is_missing(details, file):
        raise Refused(missing)
    if first := what_comes_first(details, file, by):
        raise Refused(first)
    if has_opened(file, by) and not file.not_enough:
        file.proved_at = now()
        file.save(update_fields=["proved_at"])


def let_go_of_files(organisation):
    """Another account takes the place of this one: what proved nothing is not kept for long."""
    rows = AccountFile.objects.standing().filter(
        details__organisation=organisation, details__replaced_at=None, proved_at=None
    )
    rows.update(removed_at=now())
