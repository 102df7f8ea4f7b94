"""Accounts and roles of colleagues."""

import uuid

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.timezone import now

from applicants.access import Refused
from applicants.emails import queue_email
from applicants.models import COUNTS_FROM, RoleChange, StaffRole, User


def add_person(*, email, name, by):
    """An administrator makes an account for a colleague, who then signs in by an emailed code."""
    email = email.lower()
    try:
        with transaction.atomic():
            person = User.objects.create_user(email, name=name)
            # Signing in by the code then also proves that the address is theirs.
            EmailAddress.objects.create(user=person, email=email, primary=True)
            queue_email("applicants/person_added", person, key=str(person.pk), by=by)
    except IntegrityError as clash:
        raise Refused("There is an account with this email address. Search for it.") from clash
    return person


def change_roles(user, *, roles, by):
    """An administrator gives and takes staff roles; each leaves a row, and colleagues hear of it.

    roles: the StaffRole values that the person holds from now on.
    """
    wanted = set(roles)
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        if wanted and user.memberships.live().exists():
            raise Refused(f"{user} acts for a co-op, so they can’t have a staff role.")
        held = {role.value for role in user.roles}
        if by is not None and by.pk == user.pk and held != wanted:
            raise Refused("You can’t change your own roles. Ask another administrator.")
        for role in held ^ wanted:
            setattr(user, role, role in wanted)
            if role in COUNTS_FROM:
                counts_from = _counts_from(user, role, by) if role in wanted else None
                setattr(user, COUNTS_FROM[role], counts_from)
        try:
            with transaction.atomic():
                user.save()
        except IntegrityError as clash:
            raise Refused("These roles don’t go together for one person.") from clash
        RoleChange.objects.bulk_create(
            RoleChange(
                user=user,
                role=role,
                is_given=role in wanted,
                email=user.email,
                changed_by=by,
                changed_at=now(),
            )
            for role in sorted(held ^ wanted)
        )
        if held != wanted:
            _tell_who_watches(user, given=wanted - held, taken=held - wanted, by=by)
    return user


def _counts_from(user, role, by):
    """From when a role with money counts that somebody gives now; None is at once.

    The first of its kind counts at once, since a new fund has no money to send away yet and nobody
    to hear of it; and what is given on the server.
    """
    before = RoleChange.objects.filter(role=role, is_given=True).exclude(user=user)
    if by is None or not before.exists():
        return None
    return now() + settings.MONEY_ROLE_WAIT


def _tell_who_watches(user, *, given, taken, by):
    """Every other administrator and every auditor hears at once of a role, given or taken.

    Whoever gives roles alone could put people of their own into each part of a payment. So a role
    with money waits, and its person hears until when.
    """
    watching = User.objects.filter(Q(is_administrator=True) | Q(is_auditor=True), is_active=True)
    not_these = {user.pk, by.pk if by else None}
    queue_email(
        "applicants/roles_changed",
        [person for person in watching.order_by("pk") if person.pk not in not_these],
        key=f"{user.pk}/{uuid.uuid4().hex}",
        who=user,
        by=by,
        given=_said(user, given),
        taken=[StaffRole(role).label for role in sorted(taken)],
    )
    waiting = [each for each in _said(user, given) if each["counts_from"]]
    if waiting:
        queue_email(
            "applicants/role_waits", user, key=f"{user.pk}/{uuid.uuid4().hex}", waiting=waiting
        )


def _said(user, roles):
    roles = [StaffRole(role) for role in sorted(roles)]
    return [{"label": role.label, "counts_from": user.waits_for(role)} for role in roles]
