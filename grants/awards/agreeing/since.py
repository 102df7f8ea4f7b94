"""Since when each person may sign an offer, so that an officer sees who was let in after it.

Two accounts of one person could sign as two people, if the second gets the right to sign once the
offer is there. A co-op may let somebody sign late for a good reason, so nothing stops it: somebody
looks.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from applicants.models import Membership, Organisation, User

from .models import Signature

ONE_CLICK = timedelta(minutes=1)  # one row of a member ends, and the next begins


@dataclass(frozen=True)
class Signer:
    """Somebody who may sign for one of those who answer an offer, or who did."""

    person: User
    organisation: Organisation
    since: datetime
    until: datetime | None
    signed_at: datetime | None
    is_late: bool  # they were given the right to sign after the offer was made


def signers_of(award, hosting=None):
    """Who may sign this offer today, and who has signed it: the co-op's people before its host's.

    By two queries.
    """
    sides = [award.application.organisation, *([hosting.host] if hosting else [])]
    signed = {}
    for one in Signature.objects.filter(award=award).order_by("signed_at", "pk"):
        signed[_side_of(one, sides, hosting), one.signed_by_id] = one.signed_at
    members = Membership.objects.filter(organisation__in=sides).select_related("user")
    rows = defaultdict(list)
    for row in members.order_by("user__name", "user", "started_at", "pk"):
        rows[row.organisation_id, row.user_id].append(row)
    return [
        signer
        for side in sides
        for (organisation, person), theirs in rows.items()
        if organisation == side.pk
        for signer in _signer(award, side, theirs, signed.get((side.pk, person)))
    ]


def _side_of(signature, sides, hosting):
    """The key of the organisation for which it was given."""
    is_hosts = hosting is not None and signature.hosting_id == hosting.pk
    return sides[-1].pk if is_hosts else sides[0].pk


def _signer(award, side, rows, signed_at):
    """[what is to know of one person], or [] where they never could, or cannot any more."""
    for since, until in reversed(_times_with_the_right(rows)):
        if signed_at is None:
            counts = until is None and rows[-1].user.is_active
        else:
            counts = since <= signed_at and (until is None or signed_at <= until)
        if counts:
            is_late = since > award.offered_at
            return [Signer(rows[-1].user, side, since, until, signed_at, is_late)]
    return []


def _times_with_the_right(rows):
    """[(since when, until when)] somebody could sign; another role in between changes nothing."""
    times = []
    for row in rows:
        if not row.is_signatory:
            continue
        if times and times[-1][1] is not None and row.started_at - times[-1][1] < ONE_CLICK:
            times[-1] = (times[-1][0], row.ended_at)
        else:
            times.append((row.started_at, row.ended_at))
    return times
