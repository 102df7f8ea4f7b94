"""When the owner cannot be reached: two members and an officer give the co-op an owner again.

A member asks, a second member agrees, an officer approves. Everybody hears of it when it
starts, and an owner who is there after all stops it.
"""

from datetime import timedelta

from django.db import transaction
from django.utils.timezone import now

from applicants.access import Refused
from applicants.emails import queue_email
from applicants.models import Membership, Recovery

from .members import OWNER, begin_membership, end_row, lock_organisation

WAIT = timedelta(days=7)  # so long an owner has to say “I am here”


def start_recovery(organisation, *, new_owner, reason, by):
    """A member says that no owner can be reached, and who should own it."""
    with transaction.atomic():
        organisation = lock_organisation(organisation)
        _member(organisation, by)
        if organisation.recoveries.open().exists():
            raise Refused("Somebody has asked for this already. See the page of the co-op.")
        _member(organisation, new_owner, "Choose somebody who acts for it and does not own it.")
        recovery = Recovery.objects.create(
            organisation=organisation, new_owner=new_owner, reason=reason, started_by=by
        )
        _tell("applicants/recovery_started", recovery)
    return recovery


def agree_to_recovery(recovery, *, by):
    """A second member says the same."""
    with transaction.atomic():
        recovery = _open(recovery)
        _member(recovery.organisation, by)
        if by.pk == recovery.started_by_id:
            raise Refused("You asked for this, so another member must agree.")
        if recovery.agreed_by_id is None:
            recovery.agreed_by, recovery.agreed_at = by, now()
            recovery.save(update_fields=["agreed_by", "agreed_at"])
    return recovery


def stop_recovery(recovery, *, by):
    """An owner is here after all; or whoever asked takes it back."""
    with transaction.atomic():
        recovery = _open(recovery)
        owns = recovery.organisation.memberships.live().filter(user=by, role=OWNER).exists()
        if not owns and by.pk != recovery.started_by_id:
            raise Refused("Only an owner, or the member who asked, can stop this.")
        recovery.stopped_by, recovery.stopped_at = by, now()
        recovery.save(update_fields=["stopped_by", "stopped_at"])
        _tell("applicants/recovery_stopped", recovery, by=by)
    return recovery


def approve_recovery(recovery, *, note, by):
    """An officer has made sure of it: the named member owns the co-op from now on."""
    with transaction.atomic():
        recovery = _open(recovery)
        organisation = recovery.organisation
        if recovery.agreed_by_id is None:
            raise Refused("A second member must agree first.")
        if now() < recovery.started_at + WAIT:
            raise Refused("Its owners have 7 days to answer. You can approve it after that.")
        if by.pk in (recovery.started_by_id, recovery.agreed_by_id):
            raise Refused("Somebody who has no part in this must approve it.")
        gone = "They no longer act for it as they did. Say no, and ask them to begin again."
        for person in (recovery.started_by, recovery.agreed_by):
            _member(organisation, person, gone)
        row = _member(organisation, recovery.new_owner, gone)
        end_row(row, by=by)
        begin_membership(
            organisation,
            user=recovery.new_owner,
            role=OWNER,
            is_signatory=row.is_signatory,  # money is another question
            by=by,
        )
        _decide(recovery, by, note, is_approved=True)
        _tell("applicants/recovery_approved", recovery, by=by)
    recovery.new_owner.forget()
    return recovery


def refuse_recovery(recovery, *, note, by):
    """An officer is not convinced."""
    with transaction.atomic():
        recovery = _open(recovery)
        if by.pk in (recovery.started_by_id, recovery.agreed_by_id):
            raise Refused("Somebody who has no part in this must answer it.")
        _decide(recovery, by, note, is_approved=False)
        _tell("applicants/recovery_refused", recovery, by=by)
    return recovery


def _decide(recovery, by, note, *, is_approved):
    recovery.decided_by, recovery.decided_at = by, now()
    recovery.is_approved, recovery.note = is_approved, note
    recovery.save(update_fields=["decided_by", "decided_at", "is_approved", "note"])


def _open(recovery):
    """The request under the lock of its organisation, if it still waits."""
    lock_organisation(recovery.organisation)
    found = Recovery.objects.open().filter(pk=recovery.pk)
    people = ("organisation", "started_by", "agreed_by", "new_owner")
    recovery = found.select_related(*people).first()
    if recovery is None:
        raise Refused("This has an answer already. See the page of the co-op.")
    return recovery


def _member(organisation, person, otherwise="Only members who do not own the co-op can do this."):
    """The live row of somebody who acts for it, can sign in, and is no owner."""
    rows = organisation.memberships.live().exclude(role=Membership.Role.OWNER)
    row = rows.filter(user=person, user__is_active=True).first()
    if row is None:
        raise Refused(otherwise)
    return row


def _tell(event, recovery, **facts):
    """Every member hears of it: owners, and all others."""
    queue_email(
        event,
        recovery.organisation,
        key=str(recovery.pk),
        organisation=recovery.organisation,
        recovery=recovery,
        **facts,
    )
