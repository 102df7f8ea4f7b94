"""What can be asked about people and organisations."""

import hashlib
import itertools
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from .models import (
    Distinction,
    Invitation,
    Membership,
    Organisation,
    OrganisationDetails,
    Recovery,
    StaffRole,
    User,
)


def staff_members():
    """Everybody who holds a staff role, by name."""
    holds_a_role = Q()
    for role in StaffRole:
        holds_a_role |= Q(**{role.value: True})
    return User.objects.filter(holds_a_role).order_by("name", "email")


def person_with_email(email):
    """The person who signs in with this address, or None."""
    return User.objects.filter(email__iexact=email).first()


def role_changes_of(person):
    """Who gave or took this person's roles, the newest first."""
    return person.role_changes.select_related("changed_by").order_by("-changed_at", "-pk")


def members_of(organisation):
    """Those who act for an organisation today, its owners first."""
    return (
        organisation.memberships.live()
        .select_related("user")
        .order_by("-is_signatory", "started_at", "pk")
    )


def memberships_of(person):
    """For which co-ops a person acts today, by name."""
    rows = person.memberships.live().select_related("organisation")
    return rows.order_by("organisation__name", "pk")


def open_invitations_of(organisation):
    """Who was asked and has not answered, the newest first."""
    return organisation.invitations.open().select_related("invited_by").order_by("-invited_at")


def invitation_with(token):
    """The invitation that a link leads to, or None. Only a hash of the token is kept."""
    hashed = hashlib.sha256(token.encode()).hexdigest()
    found = Invitation.objects.filter(token_hash=hashed)
    return found.select_related("organisation", "invited_by").first()


def membership_of(person, organisation):
    return organisation.memberships.live().select_related("organisation", "user").get(user=person)


@dataclass(frozen=True)
class Earlier:
    """What an organisation was called, and was in law, until a day."""

    details: OrganisationDetails
    until: date


def earlier_details_of(organisation):
    """What it was before, the newest first; nothing for one that never changed."""
    rows = list(organisation.details.order_by("pk"))
    pairs = itertools.pairwise(rows)
    return [Earlier(row, after.from_on) for row, after in reversed(list(pairs))]


MOST_FOUND = 50


def find_organisations(words):
    """Co-ops by name or number, without those that were joined into another."""
    found = Organisation.objects.filter(merged_into=None)
    if words:
        number = "".join(words.split())
        found = found.filter(
            Q(name__icontains=words)
            | Q(registration_number__istartswith=number)
            | Q(charity_number__istartswith=number)
        )
    return found.order_by("name", "pk")[:MOST_FOUND]


def told_apart():
    """Pairs that look alike and were found to be different co-ops, the newest first."""
    return distinctions()[:MOST_FOUND]


def told_apart_before(one, other):
    """What colleagues found of these two, the newest first."""
    pair = {"first": min(one.pk, other.pk), "second": max(one.pk, other.pk)}
    return distinctions().filter(**pair)


def distinctions():
    rows = Distinction.objects.select_related("first", "second", "found_by")
    return rows.order_by("-found_at", "-pk")


def open_recoveries():
    """Where members ask for a new owner, the oldest first."""
    return Recovery.objects.open().select_related("organisation").order_by("started_at")


def open_recovery_of(organisation):
    people = ("organisation", "started_by", "agreed_by", "new_owner")
    return organisation.recoveries.open().select_related(*people).first()


def members_who_could_own(organisation):
    """Those who act for it, can sign in, and do not own it yet."""
    rows = organisation.memberships.live().exclude(role=Membership.Role.OWNER)
    return rows.filter(user__is_active=True).select_related("user").order_by("user__name", "pk")
