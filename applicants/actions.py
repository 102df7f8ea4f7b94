"""What can be done with organisations, their members and staff roles."""

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.timezone import now

from .access import Refused
from .emails import queue_email
from .models import Membership, Organisation, RoleChange, User

EASY_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike


def start_organisation(*, by, **facts):
    """Somebody adds their co-op or group, and becomes its owner and first signatory.

    Sent twice, it is added once.
    """
    with transaction.atomic():
        # The person's row is locked, so that a doubled click or a new staff role waits.
        if User.objects.select_for_update().get(pk=by.pk).is_fund_staff:
            raise Refused("People who work for the fund can’t add a co-op here.")
        owned = by.memberships.live().filter(
            role=Membership.Role.OWNER, organisation__name=facts["name"]
        )
        if (first := owned.select_related("organisation").first()) is not None:
            return first.organisation
        organisation = _create_organisation(by, facts)
        Membership.objects.create(
            organisation=organisation, user=by, role=Membership.Role.OWNER, is_signatory=True
        )
    by.forget()
    return organisation


def _create_organisation(by, facts):
    reference = slugify(facts["name"])[:60] or "group"
    if reference != "start":  # /organisations/start/ is a page of its own
        try:
            with transaction.atomic():
                return Organisation.objects.create(reference=reference, started_by=by, **facts)
        except IntegrityError:
            pass  # another group has this name: ours gets some letters more
    reference = f"{reference}-{get_random_string(6, EASY_LETTERS)}"
    return Organisation.objects.create(reference=reference, started_by=by, **facts)


def change_organisation(organisation, *, by, **facts):
    """An owner corrects what we know about the organisation."""
    with transaction.atomic():
        organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
        for name, value in facts.items():
            setattr(organisation, name, value)
        organisation.save(update_fields=list(facts))
    return organisation


class WorksForTheFund(Refused):
    def __init__(self):
        super().__init__("This person works for the fund, so they can’t act for a co-op here.")


def add_member(organisation, *, user, role, is_signatory, by):
    """An owner lets somebody with an account act for the organisation."""
    try:
        with transaction.atomic():
            user = User.objects.select_for_update().get(pk=user.pk)
            if user.is_fund_staff:
                raise WorksForTheFund
            membership = Membership.objects.create(
                organisation=organisation, user=user, role=role, is_signatory=is_signatory
            )
            queue_email(
                "applicants/member_added",
                user,
                key=str(membership.pk),
                organisation=organisation,
                by=by,
            )
    except IntegrityError as clash:
        raise Refused(f"{user} already acts for {organisation}.") from clash
    return membership


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
    """An administrator gives and takes staff roles; each change leaves a row.

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
        try:
            with transaction.atomic():
                user.save()
        except IntegrityError as clash:
            raise Refused("These roles don’t go together for one person.") from clash
        RoleChange.objects.bulk_create(
            RoleChange(
                user=user, role=role, is_given=role in wanted, changed_by=by, changed_at=now()
            )
            for role in sorted(held ^ wanted)
        )
    return user
