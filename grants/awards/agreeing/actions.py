"""What can be done to answer an offer, or when nobody answers it."""

from django.utils.timezone import now

from applicants.access import Refused
from applicants.emails import queue_email
from grants.awards.letters.models import Letter
from grants.awards.models import Award
from grants.awards.terms.freeing import free_what_is_ready
from grants.history import moving
from grants.lifecycle import Stage


def accept_award(application, *, name, by, confirms_limit=False):
    """A signatory accepts the offer as its letter states it.

    confirms_limit: they say in writing that they stay within the limit for public money.
    """
    note = f"Signed as {name}"
    if confirms_limit:
        note += ", who confirmed that they stay within the limit for public money"
    with moving(application, by=by, note=note) as application:
        application.accept()
        award = Award.objects.select_for_update().get(application=application)
        letter = application.letters.issued().filter(kind=Letter.Kind.OFFER).first()
        if letter is None:
            raise Refused("Your offer letter is still being made. Try again in a minute.")
        if now() > award.respond_by:
            raise Refused("The date to accept this offer has passed. Please talk to us.")
        award.accepted_at, award.accepted_by = now(), by
        award.accepted_name, award.accepted_letter_hash = name, letter.sha256
        award.save()
        free_what_is_ready(award)
        queue_email(
            "grants/offer_accepted",
            application.organisation,
            key=application.reference,
            about=application.reference,
            application=application,
            award=award,
            confirms_limit=confirms_limit,
        )
    return application


def lapse_offers():
    """The clock: offers that nobody answered in time end. Returns how many."""
    overdue = Award.objects.filter(
        application__state=Stage.OFFERED, respond_by__lt=now()
    ).select_related("application")
    lapsed = 0
    for award in overdue:
        with moving(award.application, by=None) as application:
            if application.state != Stage.OFFERED:
                continue  # answered while we looked
            application.lapse()
            queue_email(
                "grants/offer_lapsed",
                application.organisation,
                key=application.reference,
                about=application.reference,
                application=application,
            )
            lapsed += 1
    return lapsed
