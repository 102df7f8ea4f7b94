"""What happens to accounts when two records of one co-op are joined.

Whoever gets two records joined must not get money to another account more easily than by a
change of the account: no account goes on that takes the place of one that we had checked.
"""

from django.utils.timezone import now

from applicants.models import Merge
from grants import history
from grants.awards.terms.freeing import free_all, lock_awards_of
from grants.history import HistoryEntry

from .evidence.proving import let_go_of_files
from .models import BankDetails
from .queries import current_bank_details


def let_go_of_accounts(merged, kept, *, by):
    """The joined record’s account is used no more, and the rows stay with it.

    Nor is the kept one’s where it would be paid instead of another that was checked, or would get
    the money of a signed grant that came along: the co-op gives its account again, which is told,
    waits, and is confirmed by a call. The two records are locked, and the awards are with the kept
    one by now: their tables come before this one.
    """
    awards = lock_awards_of(kept)
    now_held = current_bank_details(kept)
    _let_go(merged)
    had_another = now_held is not None and _takes_the_place_of_another(now_held, merged)
    if had_another or (now_held is not None and _came_along(awards, merged, kept)):
        _let_go(kept)
        why = "had another account" if had_another else "had a grant"
        for award in awards:
            history.record(
                award.application,
                verb="let_go_of_account",
                by=by,
                subject=f"ending {now_held.last_four}",
                note=f"{merged.name} {why} when it was joined.",
            )
    free_all(awards)  # money waits until an account is checked for the record that is kept
    return 0


def _let_go(organisation):
    let_go_of_files(organisation)
    organisation.bank_details.current().update(replaced_at=now())


def _takes_the_place_of_another(details, merged):
    """Whether another account was ever checked for that record, or for one joined into it."""
    checked = BankDetails.objects.filter(
        organisation__in=_joined_into(merged), checked_at__isnull=False
    )
    ours = (details.account_name, details.sort_code, details.account_number, details.roll_number)
    return any(not each.is_same_account(*ours) for each in checked)


def _came_along(awards, merged, kept):
    """Whether one of these was the joined record’s: the history of its case says so by now."""
    said = HistoryEntry.objects.filter(
        application__award__in=awards,
        verb__in=("join_organisations", "join_host"),
        note=f"{merged.name} is now {kept.name}.",
    )
    return said.exists()


def _joined_into(organisation):
    """Its key, and those of all that were ever joined into it, by whatever way.

    By the merges: in the middle of one more, `merged_into` of those may be moved on already.
    """
    found, new = set(), {organisation.pk}
    while new:
        found |= new
        new = set(Merge.objects.filter(kept__in=new).values_list("merged", flat=True)) - found
    return found
