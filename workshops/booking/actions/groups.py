"""A group that is only a nickname so far becomes a record, on which everything later hangs."""

from django.db import transaction

from applicants.actions import start_organisation
from applicants.models import LegalForm
from workshops.booking.models import Booking, made_by


def start_group(booking, *, by):
    """The group that somebody named when they booked starts, with them as its owner. All that
    they booked for it is for it now. Staff start none; twice is once."""
    if not booking.group:
        return booking.organisation
    with transaction.atomic():
        booking = Booking.objects.select_for_update().get(pk=booking.pk)
        if booking.organisation_id or by.is_fund_staff:
            return booking.organisation
        organisation = start_organisation(
            by=by, name=booking.group, legal_form=LegalForm.NOT_FORMED
        )
        same = Booking.objects.filter(made_by(by), organisation=None, group=booking.group)
        same.update(organisation=organisation, booked_by=by)
        booking.refresh_from_db()
    return organisation
