"""The days to answer an offer count from its letter, however long that took to make."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils.timezone import get_current_timezone, localdate

from grants import history
from grants.applications.models import Application
from grants.awards.models import Award
from grants.lifecycle import Stage
from grants.templatetags.words import day, moment

from .models import Kind

END_OF_DAY = time(17, 0)


def close_of_business(day):
    return datetime.combine(day, END_OF_DAY, tzinfo=get_current_timezone())


def date_anew(letter):
    """An offer whose letter is made on a later day than it was queued has its whole time again.

    The letter carries the day on which it is made, and the co-op’s days to answer count from it.
    """
    if letter.kind != Kind.OFFER or letter.dated_on >= localdate():
        return
    with transaction.atomic():
        rows = Application.objects.select_for_update(of=("self",)).select_related("round")
        application = rows.get(pk=letter.application_id)
        award = Award.objects.select_for_update().get(application=application)
        if application.state != Stage.OFFERED:
            return
        until = close_of_business(localdate() + timedelta(application.round.respond_days))
        if until > award.respond_by:
            award.respond_by = until
            award.save(update_fields=["respond_by"])
            history.record(application, verb="date_offer_anew", by=None, subject=day(until))
        letter.dated_on = localdate()
        letter.words = {**letter.words, "respond_by": moment(award.respond_by)}
        letter.save(update_fields=["dated_on", "words"])
