"""Who acts for an organisation: another role, leaving, ending.

Every change locks the organisation first, so that two owners who act at once see each other.
"""

from django.db import transaction
from django.utils.timezone import now

from applicants.access import Refused
from applicants.emails import queue_email
from applicants.models import Membership, Organisation

OWNER = Membership.Role.OWNER


class WorksForTheFund(Refused):
    def __init__(self):
        super().__init__("People who work for the fund can’t act for a co-op here.")


class LastOwner(Refused):
    def __init__(self):
        super().__init__("A co-op needs an owner. Make somebody else an owner first.")


def lock_organisation(organisation, *, owner=None):
    """The organisation, locked; `owner` must own it at this moment."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if owner is not None:
        held = organisation.memberships.live().filter(user=owner, role=OWNER)
        if not held.exists():
            raise Refused(f"Only an owner of {organisation} can do this.")
    return organisation


def begin_membership(organisation, *, user, role, is_signatory, by):
    return Membership.objects.create(
        organisation=organisation, user=user, role=role, is_signatory=is_signatory, started_by=by
    )


def end_row(membership, *, by):
    membership.ended_at, membership.ended_by = now(), by
    membership.save(update_fields=["ended_at", "ended_by"])


def change_member(membership, *, role, is_signatory, by):
    """An owner gives a member another role, or lets them sign; the old row stays as it was."""
    with transaction.atomic():
        organisation = lock_organisation(membership.organisation, owner=by)
        membership = _live(membership)
        if (membership.role, membership.is_signatory) == (role, is_signatory):
            return membership
        if role != OWNER:
            _refuse_last_owner(membership)
        end_row(membership, by=by)
        changed = begin_membership(
            organisation, user=membership.user, role=role, is_signatory=is_signatory, by=by
        )
        if role != OWNER:
            _withdraw_their_invitations(membership, by)
        tell_owners("applicants/member_changed", changed, by=by, also=[changed.user])
    membership.user.forget()
    return changed


def end_membership(membership, *, by):
    """An owner ends somebody’s part; what they wrote stays with the organisation."""
    return _end(membership, by=by, owner=by)


def leave_organisation(membership, *, by):
    """A member goes; what they wrote stays with the organisation."""
    if membership.user_id != by.pk:
        raise Refused("You can only leave for yourself.")
    return _end(membership, by=by, owner=None)


def _end(membership, *, by, owner):
    with transaction.atomic():
        lock_organisation(membership.organisation, owner=owner)
        membership = Membership.objects.select_related("user", "organisation").get(pk=membership.pk)
        if membership.ended_at is not None:
            return membership
        _refuse_last_owner(membership)
        end_row(membership, by=by)
        _withdraw_their_invitations(membership, by)
        tell_owners("applicants/member_ended", membership, by=by, also=[membership.user])
    membership.user.forget()
    by.forget()
    return membership


def _live(membership):
    found = (
        Membership.objects.live()
        .select_related("user", "organisation")
        .filter(pk=membership.pk)
        .first()
    )
    if found is None:
        raise Refused("This has just been changed. Look at the list again.")
    return found


def _refuse_last_owner(membership):
    """While others remain, somebody among them must own it: an owner who can still sign in."""
    others = membership.organisation.memberships.live().exclude(pk=membership.pk)
    if membership.role != OWNER or not others.exists():
        return
    if not others.filter(role=OWNER, user__is_active=True).exists():
        raise LastOwner


def _withdraw_their_invitations(membership, by):
    """Whoever is no owner any more has nobody’s place to give away."""
    theirs = membership.organisation.invitations.unanswered().filter(invited_by=membership.user)
    theirs.update(withdrawn_at=now(), withdrawn_by=by)


def tell_owners(event, membership, *, by, also=()):
    """Write to every owner, and to the person whom it is about."""
    organisation = membership.organisation
    owners = organisation.people().filter(
        memberships__organisation=organisation,
        memberships__ended_at=None,
        memberships__role=OWNER,
    )
    people = {person.pk: person for person in (*owners, *also) if person.pk != by.pk}
    people |= {person.pk: person for person in also}
    queue_email(
        event,
        people.values(),
        key=str(membership.pk),
        organisation=organisation,
        membership=membership,
        who=membership.user,
        by=by,
    )
