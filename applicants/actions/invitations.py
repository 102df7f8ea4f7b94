"""Asking somebody by email to act for an organisation, and their answer.

Nobody is added without their yes, and nothing here says whether an address has an account.
"""

import hashlib
import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from applicants.access import Refused
from applicants.emails import queue_email
from applicants.models import Invitation, Organisation, User

from .members import WorksForTheFund, begin_membership, lock_organisation, tell_owners

MOST_OPEN = 20
MOST_IN_A_DAY = 40  # a new link for an old invitation is a message too


def hash_of(token):
    return hashlib.sha256(token.encode()).hexdigest()


def invite_member(organisation, *, email, role, is_signatory, by):
    """An owner asks somebody to act for the organisation; an older link to them stops working."""
    email, at = email.strip().lower(), now()
    with transaction.atomic():
        organisation = lock_organisation(organisation, owner=by)
        if organisation.people().filter(email__iexact=email).exists():
            raise Refused(f"{email} already acts for {organisation}.")
        _refuse_too_many(organisation, email, at)
        older = organisation.invitations.unanswered().filter(email__iexact=email)
        older.update(withdrawn_at=at, withdrawn_by=by)
        token = secrets.token_urlsafe(32)
        invitation = Invitation.objects.create(
            organisation=organisation,
            email=email,
            role=role,
            is_signatory=is_signatory,
            token_hash=hash_of(token),
            invited_at=at,
            invited_by=by,
            expires_at=at + Invitation.LIFE,
        )
        queue_email(
            "applicants/invitation",
            User(email=email),  # a name for the envelope: whoever reads it may have no account
            key=str(invitation.pk),
            is_private=True,  # the link is for one pair of eyes
            invitation=invitation,
            organisation=organisation,
            by=by,
            token=token,
        )
    return invitation


def _refuse_too_many(organisation, email, at):
    others = organisation.invitations.exclude(email__iexact=email)
    if others.open(at).count() >= MOST_OPEN:
        raise Refused(
            f"There are {MOST_OPEN} invitations without an answer. Withdraw one before you "
            "send another."
        )
    today = organisation.invitations.filter(invited_at__gt=at - timedelta(days=1))
    if today.count() >= MOST_IN_A_DAY:
        raise Refused("That is as many invitations as we send in one day. Try again tomorrow.")


def withdraw_invitation(invitation, *, by):
    """An owner takes an invitation back: its link stops working."""
    with transaction.atomic():
        lock_organisation(invitation.organisation, owner=by)
        invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if invitation.accepted_at is not None:
            raise Refused("They have accepted already. You can end their membership instead.")
        if invitation.withdrawn_at is None:
            invitation.withdrawn_at, invitation.withdrawn_by = now(), by
            invitation.save(update_fields=["withdrawn_at", "withdrawn_by"])
    return invitation


class ForSomebodyElse(Refused):
    def __init__(self):
        super().__init__(
            "This invitation was sent to another email address. Sign in with that address, or "
            "ask for a new invitation to the address that you use here."
        )


def problem_with(invitation, person):
    """Why this person cannot take up this invitation, as a refusal, or None."""
    if person.is_fund_staff:
        return WorksForTheFund()
    addresses = EmailAddress.objects.filter(user=person, verified=True)
    if not addresses.filter(email__iexact=invitation.email).exists():
        return ForSomebodyElse()
    if invitation.withdrawn_at is not None:
        return Refused("This invitation was withdrawn. Ask for a new one if you need it.")
    if invitation.accepted_at is not None:
        return Refused("This invitation was used already.")
    if not invitation.is_open:
        return Refused("This invitation has run out. Ask the co-op to send you a new one.")
    return None


def accept_invitation(invitation, *, by):
    """The person says yes, and acts for the organisation from now on. Sent twice, once is done."""
    try:
        with transaction.atomic():
            # Always in this order: organisation, invitation, person.
            Organisation.objects.select_for_update().get(pk=invitation.organisation_id)
            invitation = (
                Invitation.objects.select_for_update(of=("self",))
                .select_related("organisation")
                .get(pk=invitation.pk)
            )
            person = User.objects.select_for_update().get(pk=by.pk)
            if invitation.accepted_by_id == person.pk and not person.is_fund_staff:
                return invitation
            if problem := problem_with(invitation, person):
                raise problem
            membership = begin_membership(
                invitation.organisation,
                user=person,
                role=invitation.role,
                is_signatory=invitation.is_signatory,
                by=invitation.invited_by,
            )
            invitation.accepted_at, invitation.accepted_by = now(), person
            invitation.save(update_fields=["accepted_at", "accepted_by"])
            tell_owners("applicants/member_joined", membership, by=person)
    except IntegrityError as clash:
        raise Refused(f"You act for {invitation.organisation} already.") from clash
    by.forget()
    return invitation
