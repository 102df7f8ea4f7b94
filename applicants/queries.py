"""What can be asked about people and organisations."""

from django.db.models import Q

from .models import StaffRole, User


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
