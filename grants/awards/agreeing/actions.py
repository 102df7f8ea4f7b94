"""What can be done to answer an offer, or when nobody answers it."""

from contextlib import contextmanager
from datetime import datetime, time, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import get_current_timezone, localdate

from applicants.access import Refused
from applicants.emails import queue_email
from applicants.models import Organisation
from grants import history
from grants.applications.models import Application
from grants.applications.partners.actions import tell_partners
from grants.awards.hosting.queries import hosting_of
from grants.awards.models import Award
from grants.awards.reviews.queries import officers_to_tell
from grants.awards.subsidy.actions import state_if_due
from grants.awards.subsidy.queries import standing_of as public_money_of
from grants.awards.terms.freeing import free_what_is_ready
from grants.history import moving
from grants.ledger import give_back
from grants.lifecycle import Stage
from grants.templatetags.words import day

from .models import OfferExtension, Signature
from .queries import database_now, letter_in_force, overdue_offers, standing_of

END_OF_DAY = time(17, 0)
MOST_MORE_TIME = timedelta(days=90)  # beyond the date that the letter gives
ANSWERED = {
    Stage.WITHDRAWN: "Somebody at the co-op has said no thank you to this offer.",
    Stage.LAPSED: "The date to answer has passed, and the offer has ended. Please talk to us.",
}


class AnotherLetter(Refused):
    """The letter that they read is not the one that is in force."""

    def __init__(self):
        super().__init__("We have sent another letter since you opened this page. Read it first.")


class SameName(Refused):
    """Two people sign, and two names stand under the letter."""

    def __init__(self, name):
        super().__init__(
            f"{name} has signed already, and somebody else must sign too. If you have the same "
            "name, add a middle name or a number."
        )


def sign_offer(application, *, name, capacity, letter_hash, confirmations, hosting=None, by):
    """A signatory signs the offer as its letter states it; the last one needed accepts it.

    letter_hash: of the letter that they read. confirmations: what they ticked, word for word.
    hosting: where they sign for the body that holds the money.
    """
    at = database_now()  # when it had arrived, by one clock for all, not when its lock was won
    note = f"Signed as {name}. They confirmed: {confirmations}"
    with _signing(application, by=by, note=note) as (application, award, named):
        may = "grants.sign_offer" if hosting is None else "grants.sign_as_host"
        if not by.has_perm(may, application) or hosting not in (None, named):
            raise PermissionDenied
        letter = letter_in_force(application)
        if letter is None:
            raise Refused("Your offer letter is still being made. Try again in a minute.")
        standing = standing_of(application, letter, named)
        if standing.side_of(hosting).has_signed(by):
            return application  # sent twice
        _refuse_unless_open(application, award, standing, at)
        if letter.sha256 != letter_hash:
            raise AnotherLetter
        _refuse_twice(award, letter, standing, name, by)
        signature = Signature.objects.create(
            award=award,
            signed_by=by,
            hosting=hosting,
            name=name,
            capacity=capacity,
            signed_at=at,
            letter_hash=letter.sha256,
            confirmations=confirmations,
        )
        standing = standing_of(application, letter, named)
        if standing.is_complete:
            _accept(application, award, signature, standing)
        else:
            history.record(application, verb="sign_offer", by=by, subject=name[:60], note=note)
            _tell_who_has_signed(application, award, standing, by)
    return application


@contextmanager
def _signing(application, *, by, note):
    """Lock who may sign, then the application, its award and its host, in this order.

    So whoever loses the right to sign at this moment has lost it before or loses it after.
    """
    with transaction.atomic():
        found = hosting_of(application)
        organisations = {application.organisation_id, *([found.host_id] if found else [])}
        rows = Organisation.objects.select_for_update(no_key=True).filter(pk__in=organisations)
        list(rows.order_by("pk"))
        with moving(application, by=by, note=note) as application:
            hosting = hosting_of(application)
            if (hosting and hosting.pk) != (found and found.pk):
                raise Refused("Who holds the money has just been changed. Look at the page again.")
            award = Award.objects.select_for_update().get(application=application)
            yield application, award, hosting
        award.application = application
        state_if_due(award)  # where the co-op confirmed the limit before the last one signed


def _refuse_unless_open(application, award, standing, at):
    if application.state in ANSWERED:
        raise Refused(ANSWERED[application.state])
    if application.state != Stage.OFFERED:
        raise Refused("This offer is accepted already.")
    if at > award.respond_by:
        raise Refused("The date to accept this offer has passed. Please talk to us.")
    if not standing.has_way:
        raise Refused(
            "Your group is not registered yet. Register it, or name a body that holds the money "
            "for you. Then you can sign."
        )


def _refuse_twice(award, letter, standing, name, by):
    """One person signs once, and one name stands once, whoever may have typed it."""
    if any(one.signed_by_id == by.pk for one in standing.signed):
        raise Refused("You have signed this letter already. Somebody else must sign too.")
    others = Signature.objects.filter(award=award, letter_hash=letter.sha256).exclude(signed_by=by)
    typed = others.values_list("name", flat=True)
    if any(another.casefold() == name.casefold() for another in typed):
        raise SameName(name)


def _accept(application, award, last, standing):
    """The last signature that was needed: the offer is accepted."""
    application.accept()
    award.accepted_at, award.accepted_by = last.signed_at, last.signed_by
    award.accepted_name, award.accepted_letter_hash = last.name, last.letter_hash
    award.payee = (standing.host or standing.own).organisation
    award.save()
    free_what_is_ready(award)
    facts = {"key": application.reference, "about": application.reference}
    facts |= {"application": application, "award": award, "signatures": standing.signed}
    facts["host"] = standing.host.organisation if standing.host else None
    facts["is_to_confirm"] = public_money_of(award).is_to_confirm
    queue_email("grants/offer_accepted", application.organisation, **facts)
    if standing.host:
        facts["hosting"] = hosting_of(application)
        queue_email("grants/hosting_begins", standing.host.organisation, **facts)


def _tell_who_has_signed(application, award, standing, by):
    """Those who signed and those who still can read who has and who is needed."""
    for side in standing.sides:
        people = {one.signed_by_id: one.signed_by for one in side.signed}
        people |= {person.pk: person for person in side.waiting}
        people |= {person.pk: person for person in owners_of(side.organisation)}
        people.pop(by.pk, None)
        queue_email(
            "grants/offer_signed",
            people.values(),
            key=f"{application.reference}/{standing.signed[-1].pk}",
            about=application.reference,
            application=application,
            award=award,
            standing=standing,
            last=standing.signed[-1],
            hosting=hosting_of(application) if side.is_host else None,
        )


def owners_of(organisation):
    """Those who can give somebody the right to sign."""
    return organisation.people().filter(
        memberships__organisation=organisation,
        memberships__ended_at=None,
        memberships__role="owner",
    )


def turn_down_award(application, *, reason, by):
    """A signatory says no thank you; the money can be given to somebody else."""
    with moving(application, by=by, note=reason) as application:
        application.turn_down()
        give_back(application, by=by, because="The co-op said no thank you.")
        facts = {"key": application.reference, "about": application.reference}
        facts |= {"application": application, "reason": reason, "by": by}
        queue_email("grants/offer_turned_down", application.organisation, **facts)
        queue_email("grants/offer_turned_down_to_us", officers_to_tell(application), **facts)
        tell_partners("joint_application_withdrawn", application, key=application.reference)
    return application


def extend_offer(application, *, until, reason, by):
    """An officer gives a co-op until another day to answer. The letter stays as it is."""
    by.forget()
    with transaction.atomic():
        application = Application.objects.locked().get(pk=application.pk)
        if not by.has_perm("grants.extend_offer", application):
            raise PermissionDenied
        if application.state != Stage.OFFERED:
            raise Refused("This offer is not open any more, so its date can’t be moved.")
        award = Award.objects.select_for_update().get(application=application)
        respond_by = datetime.combine(until, END_OF_DAY, tzinfo=get_current_timezone())
        if _is_said_already(award, respond_by, reason):
            return application
        _refuse_this_day(award, until, respond_by)
        OfferExtension.objects.create(
            award=award, was=award.respond_by, respond_by=respond_by, reason=reason, by=by
        )
        award.respond_by = respond_by
        award.save(update_fields=["respond_by"])
        history.record(application, verb="extend_offer", by=by, subject=day(until), note=reason)
        queue_email(
            "grants/offer_extended",
            application.organisation,
            key=f"{application.reference}/{until}",
            about=application.reference,
            application=application,
            award=award,
            reason=reason,
        )
    return application, award


class WrongDay(Refused):
    """The day itself is what is wrong with it."""


def _is_said_already(award, respond_by, reason):
    same = award.extensions.filter(respond_by=respond_by, reason=reason)
    return award.respond_by == respond_by and same.exists()


def _refuse_this_day(award, until, respond_by):
    if until <= localdate():
        raise WrongDay("The new date must be after today.")
    if respond_by <= award.respond_by:
        raise WrongDay(f"The new date must be after {day(award.respond_by)}, the one they have.")
    latest = latest_day(award)
    if until > latest:
        raise WrongDay(f"The new date must be {day(latest)} or earlier.")


def latest_day(award):
    """An offer holds money that others wait for, so it cannot be held for ever."""
    first = award.extensions.order_by("pk").first()
    in_letter = first.was if first else award.respond_by
    return (in_letter + MOST_MORE_TIME).astimezone(get_current_timezone()).date()


def lapse_offers():
    """The clock: offers that nobody answered in time end. Returns how many."""
    lapsed = 0
    for award in overdue_offers().select_related("application"):
        with moving(award.application, by=None) as application:
            award = Award.objects.select_for_update().get(pk=award.pk)
            if application.state != Stage.OFFERED or award.respond_by >= database_now():
                continue  # answered, or given more time, while we looked
            application.lapse()
            give_back(application, by=None, because="Nobody answered the offer in time.")
            queue_email(
                "grants/offer_lapsed",
                application.organisation,
                key=application.reference,
                about=application.reference,
                application=application,
            )
            lapsed += 1
    return lapsed
