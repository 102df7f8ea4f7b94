"""Adding an organisation and correcting what we know about it."""

from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string
from django.utils.text import slugify

from applicants.access import Refused
from applicants.models import Membership, Organisation, User

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
