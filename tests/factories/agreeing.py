"""How an offer comes to be answered: by those who may sign, one after the other."""

from datetime import timedelta

from django.utils.timezone import localtime

from applicants.models import Membership
from grants.awards.agreeing.actions import extend_offer, sign_offer
from grants.awards.agreeing.queries import letter_in_force, standing_of
from grants.awards.hosting.actions import name_host
from grants.awards.hosting.queries import hosting_of
from grants.models import Application

from .people import member, organisation, owner_of, staff

CONFIRMED = "I have read the letter, may sign, and we accept."


def signed(application, *, by, name="", capacity="other", hosting=None, letter_hash=None):
    """One signatory signs the letter that is in force."""
    letter = letter_in_force(application)
    return sign_offer(
        application,
        name=name or by.name,
        capacity=capacity,
        letter_hash=letter.sha256 if letter_hash is None else letter_hash,
        confirmations=CONFIRMED,
        hosting=hosting,
        by=by,
    )


def all_sign(application):
    """Everybody who must sign does, its owner first; people who may are added where too few are."""
    add_signatories(application)
    hosting = hosting_of(application)
    for side in standing_of(application, letter_in_force(application), hosting).sides:
        people = sorted(side.waiting, key=lambda person: person.pk != application.started_by_id)
        for person in people[: side.left]:
            application = signed(application, by=person, hosting=hosting if side.is_host else None)
    return application


def add_signatories(application):
    """As many people as must sign may sign, for the co-op and for its host."""
    application = Application.objects.get(pk=application.pk)
    standing = standing_of(application, letter_in_force(application), hosting_of(application))
    return [
        member(side.organisation, role=Membership.Role.READER, is_signatory=True)
        for side in standing.sides
        for _person in range(side.lacks)
    ]


def hosted(application, *, host=None, by=None):
    """A registered body with two signatories is named to hold the money of a group."""
    if host is None:
        host = organisation(legal_form="coop_society", registration_number="91877R")
        member(host, is_signatory=True)
    return name_host(application, host=host, by=by or owner_of(application.organisation))


def extended(application, *, days=7, reason="Their treasurer is ill.", by=None):
    """An officer gave more time to answer."""
    until = localtime(application.award.respond_by).date() + timedelta(days)
    return extend_offer(application, until=until, reason=reason, by=by or staff("is_officer"))
