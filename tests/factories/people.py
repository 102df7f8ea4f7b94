"""People, their co-ops, and a browser that is signed in as one of them."""

import itertools
import re
from datetime import date

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from django.http import HttpRequest
from django.test import Client

from applicants.actions import invite_member, start_organisation, start_recovery, tell_apart
from applicants.models import Email, LegalForm, Membership, User
from grants.assessment.actions import record_tie

_numbers = itertools.count(1)
PASSWORD = "plain-demo-words-7"


def person(**facts):
    """Somebody with an account and no role."""
    number = next(_numbers)
    facts.setdefault("email", f"person{number}@example.org")
    facts.setdefault("name", f"Person {number}")
    user = User(**facts)
    user.set_password(PASSWORD)
    user.save()
    return user


def staff(*roles, **facts):
    """A colleague: staff("is_officer"); their address says nothing about a co-op."""
    facts.setdefault("email", f"colleague{next(_numbers)}@fund.example")
    return person(**dict.fromkeys(roles, True), **facts)


def colleague(role):
    """The one colleague with this role that the stages share."""
    return User.objects.filter(email=f"{role}@fund.example").first() or staff(
        role, email=f"{role}@fund.example", name=role.removeprefix("is_").replace("_", " ").title()
    )


def organisation(*, owner=None, **facts):
    """A co-op with an owner, who is its signatory; a club, so that it can hold money."""
    facts.setdefault("name", f"Co-op {next(_numbers)}")
    facts.setdefault("legal_form", LegalForm.UNINCORPORATED)
    return start_organisation(by=owner or person(), **facts)


def member(of, *, role=Membership.Role.EDITOR, is_signatory=False):
    """One more person who acts for a co-op."""
    user = person()
    Membership.objects.create(organisation=of, user=user, role=role, is_signatory=is_signatory)
    return user


def invited(of, *, email, role=Membership.Role.EDITOR, is_signatory=False):
    """An invitation by the owner, with the `token` of its link as the email has it."""
    invitation = invite_member(
        of, email=email, role=role, is_signatory=is_signatory, by=owner_of(of)
    )
    mail = Email.objects.get(event="applicants/invitation", key=str(invitation.pk))
    invitation.token = re.search(r"/invitations/([\w-]+)/", mail.body)[1]
    return invitation


def with_address(user):
    """Somebody who has shown that their email address is theirs."""
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


def recovering(of):
    """A member asks for a new owner."""
    asks = member(of)
    return start_recovery(of, new_owner=asks, reason="No answer.", by=asks)


def told_apart(one, other, *, reason="I rang both of them."):
    """An officer found that two records are different co-ops."""
    return tell_apart(one, other, reason=reason, by=staff("is_officer"))


def tie(organisation, *, person, kind="mentor", by=None, **days):
    """A colleague who mentors a co-op, or did."""
    days.setdefault("from_on", date(2020, 1, 1))
    return record_tie(organisation, person=person, kind=kind, by=by or staff("is_officer"), **days)


def owner_of(of):
    return of.memberships.live().filter(role=Membership.Role.OWNER).order_by("pk").first().user


def client_for(user, **extra):
    """A browser signed in as this person; a colleague has passed the second factor."""
    client = Client(**extra)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, user, method="password", email=user.email)
    record_authentication(request, user, method="mfa", type="totp")
    request.session.save()
    return client
