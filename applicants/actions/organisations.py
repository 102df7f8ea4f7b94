"""Adding an organisation and correcting what we know about it."""

from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.timezone import localdate, now

from applicants.access import Refused
from applicants.emails import queue_email
from applicants.models import DETAILS, Membership, Organisation, OrganisationDetails, User

from .leaving import functions_named
from .members import end_row, lock_organisation

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


RESERVED = {"start"}  # pages of their own below /organisations/


def _create_organisation(by, facts):
    reference = slugify(facts["name"])[:60] or "group"
    if reference not in RESERVED:
        try:
            with transaction.atomic():
                return _add(by, reference, facts)
        except IntegrityError:
            pass  # another group has this name: ours gets some letters more
    return _add(by, f"{reference}-{get_random_string(6, EASY_LETTERS)}", facts)


def _add(by, reference, facts):
    organisation = Organisation.objects.create(reference=reference, started_by=by, **facts)
    _write_details(organisation, from_on=localdate(), by=by)
    return organisation


def _write_details(organisation, *, from_on, by):
    facts = {name: getattr(organisation, name) for name in DETAILS}
    return OrganisationDetails.objects.create(
        organisation=organisation, from_on=from_on, recorded_by=by, **facts
    )


def change_organisation(organisation, *, by, from_on=None, **facts):
    """An owner corrects what we know about the organisation; what it was stays on record.

    Who it is, and what it is in law, decides who signs for it and who is paid: so everybody who
    acts for it hears of that.
    """
    with transaction.atomic():
        organisation = lock_organisation(organisation, owner=by)
        was = organisation.details.order_by("-pk").first()
        is_now = _change(organisation, facts, from_on=from_on or localdate(), by=by)
        if is_now is not None:
            queue_email(
                "applicants/organisation_changed",
                organisation,
                key=f"{is_now.pk}",
                was=was,
                is_now=is_now,
                by=by,
            )
    return organisation


def _change(organisation, facts, *, from_on, by):
    """The new row of details, or None where no detail is another one now."""
    is_other = any(getattr(organisation, name) != facts[name] for name in DETAILS if name in facts)
    for name, value in facts.items():
        setattr(organisation, name, value)
    organisation.save(update_fields=list(facts))
    if not is_other:
        return None
    was = organisation.details.order_by("-pk").first()
    is_now = _write_details(organisation, from_on=from_on, by=by)
    # A model may name a function of its own room for it.
    for tell in functions_named("WHEN_DETAILS_CHANGE"):
        tell(was, is_now)
    return is_now


def register_organisation(organisation, *, registered_on, carrying_on, by, **facts):
    """“We’ve registered!” The same record goes on under its new name, with those who carry on.

    carrying_on: the memberships that go on; the others end today.
    """
    with transaction.atomic():
        organisation = lock_organisation(organisation, owner=by)
        old_name = organisation.name
        kept = {membership.pk for membership in carrying_on}
        rows = list(organisation.memberships.live().select_related("user", "organisation"))
        stay = [row for row in rows if row.pk in kept]
        if not any(row.role == row.Role.OWNER and row.user.is_active for row in stay):
            raise Refused("Somebody who is an owner must carry on. Tick an owner.")
        if all(getattr(organisation, name) == facts.get(name, "") for name in DETAILS):
            return organisation  # sent twice
        _change(organisation, facts, from_on=registered_on, by=by)
        for row in rows:
            if row.pk not in kept:
                end_row(row, by=by)
                organisation.invitations.unanswered().filter(invited_by=row.user).update(
                    withdrawn_at=now(), withdrawn_by=by
                )
        queue_email(
            "applicants/organisation_registered",
            [row.user for row in rows if row.user.is_active],
            key=f"{organisation.pk} {registered_on} {organisation.registration_number}",
            organisation=organisation,
            old_name=old_name,
            by=by,
        )
    by.forget()
    return organisation
