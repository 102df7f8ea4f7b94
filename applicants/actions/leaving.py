"""Closing an account, and forgetting the person whose it was.

Closing ends what a person may do; what they did stays, with their name. Forgetting takes the
name and the address away, where no rule says that they must be kept. No row is lost by either.

A model may name a function of its own room: `WHY_A_NAME_STAYS` gives the sentence that stands
against forgetting somebody, `WHEN_FORGOTTEN` clears what the room knows of them by itself, and
`WHEN_CLOSED` gives them another way to what they still have when they can’t sign in any more.
"""

import re
import secrets
from typing import NamedTuple

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import transaction
from django.db.models import Q
from django.utils.module_loading import import_string
from django.utils.timezone import now

from applicants.access import Refused
from applicants.emails import queue_email
from applicants.models import FORGOTTEN, NOWHERE, Email, Invitation, Membership, Organisation, User
from applicants.packing import reworded

from .members import end_row, tell_owners

GONE = "The account was closed."
HAS_ACCOUNT = (
    "There is an account with this address. Close it under “People”, and forget the person there."
)


class Nobody(NamedTuple):
    """Who stands where somebody without an account stood: one for all that was theirs, so that
    counts of people stay right."""

    email: str
    name: str = FORGOTTEN
    pk: None = None


def close_account(user, *, by):
    """An administrator closes an account on request. What its person wrote stays with the co-op."""
    theirs = user.memberships.live().values("organisation")
    with transaction.atomic():
        # Co-ops before people, each in one order, as everywhere.
        list(Organisation.objects.select_for_update().filter(pk__in=theirs).order_by("pk"))
        user = User.objects.select_for_update().get(pk=user.pk)
        if user.closed_at is not None:
            return user
        if by.pk == user.pk:
            raise Refused("You can’t close your own account. Ask another administrator.")
        if user.is_fund_staff:
            raise Refused("They work for the fund. Take away their roles first.")
        queue_email("applicants/account_closed", user, key=str(user.pk))
        for row in user.memberships.live().select_related("organisation", "user").order_by("pk"):
            end_row(row, by=by)
            sent = row.organisation.invitations.unanswered().filter(invited_by=user)
            sent.update(withdrawn_at=now(), withdrawn_by=by)
            tell_owners("applicants/member_ended", row, by=by)
        got = Invitation.objects.unanswered().filter(email__iexact=user.email)
        got.update(withdrawn_at=now(), withdrawn_by=by)
        user.is_active, user.closed_at, user.closed_by = False, now(), by
        user.set_unusable_password()  # and with it every session ends
        user.save()
        for hand_over in functions_named("WHEN_CLOSED"):
            hand_over(user)
    return user


def why_the_name_stays(user):
    """The sentences that stand against forgetting this person; none when nothing does."""
    return [why for ask in functions_named("WHY_A_NAME_STAYS") if (why := ask(user))]


def forget_person(user, *, by):
    """An administrator takes the name and the address of a closed account away, for good."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        if user.forgotten_at is not None:
            return user
        if user.closed_at is None:
            raise Refused("Close the account first.")
        if reasons := why_the_name_stays(user):
            raise Refused(" ".join(reasons))
        name, address = user.name, user.email
        nobody = _nobodys_address()
        user.name, user.email, user.forgotten_at = FORGOTTEN, nobody, now()
        user.home_postcode = ""
        user.save()
        EmailAddress.objects.filter(user=user).delete()
        Authenticator.objects.filter(user=user).delete()
        _empty_messages(address, nobody)
        _take_out_of_messages(name, address)
        Invitation.objects.filter(email__iexact=address).update(email=nobody)
        user.role_changes.update(email="")
        _take_away_addresses(user)
        for clear in functions_named("WHEN_FORGOTTEN"):
            clear(user, address=address)
    return user


def forget_address(address, *, names=(), about=()):
    """What we know of somebody who never had an account goes, for good.

    names: under which they were known; they are taken out of the messages about these references
    only, since anybody may type any word as a name.
    Returns who stands in their place.
    """
    with transaction.atomic():
        if User.objects.filter(email__iexact=address).exists():
            raise Refused(HAS_ACCOUNT)
        nobody = Nobody(_nobodys_address())
        _empty_messages(address, nobody.email)
        _take_out_of_messages(address)
        _take_out_of_messages(*names, about=about)
        Invitation.objects.filter(email__iexact=address).update(email=nobody.email)
        for clear in functions_named("WHEN_FORGOTTEN"):
            clear(nobody, address=address)
    return nobody


def _nobodys_address():
    return f"{secrets.token_hex(8)}{NOWHERE}"


def _take_away_addresses(user):
    """Where nobody acts for a co-op any more, its address may be their home: it goes with them."""
    acting = Membership.objects.filter(ended_at=None, user__is_active=True)
    theirs = Organisation.objects.filter(memberships__user=user)
    theirs = theirs.exclude(pk__in=acting.values("organisation"))
    keys = list(theirs.values_list("pk", flat=True))
    Organisation.objects.filter(pk__in=keys).update(street="", street_more="", town="")


def _empty_messages(address, nobody):
    """That we wrote to them, and when, stays; what we wrote and to which address goes."""
    theirs = Email.objects.filter(to__iexact=address)
    waiting = theirs.filter(state__in=[Email.State.WAITING, Email.State.SENDING])
    waiting.update(state=Email.State.FAILED, problem=GONE)
    theirs.update(to=nobody, body="", calendar="", context=None, subject=FORGOTTEN)


def _take_out_of_messages(*words, about=None):
    """Messages to others stay, without the name and the address.

    about: the references of those to look at; not said, all.
    """
    words = [word for word in words if word and word != FORGOTTEN]
    if not words:
        return
    named = Q()
    for word in words:
        named |= Q(body__icontains=word) | Q(subject__icontains=word)
    whole = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in words), re.I)
    emails = Email.objects.all() if about is None else Email.objects.filter(about__in=about)
    for email in emails.filter(context__isnull=False):  # what has no words yet is to have none
        context = reworded(email.context, lambda text: whole.sub(FORGOTTEN, text))
        emails.filter(pk=email.pk, context__isnull=False).update(context=context)
    for email in emails.filter(named).iterator(500):
        email.subject = whole.sub(FORGOTTEN, email.subject)[:200]
        email.body = whole.sub(FORGOTTEN, email.body)
        email.save(update_fields=["subject", "body"])


def functions_named(attribute):
    """The functions that models name for an occasion, each once, in a fixed order."""
    named = {getattr(model, attribute, None) for model in apps.get_models()} - {None}
    return [import_string(path) for path in sorted(named)]
