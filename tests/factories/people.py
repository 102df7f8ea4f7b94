"""People, their co-ops, and a browser that is signed in as one of them."""

import itertools

from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest
from django.test import Client

from applicants.actions import start_organisation
from applicants.models import Membership, User

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
    """A colleague: staff("is_officer")."""
    return person(**dict.fromkeys(roles, True), **facts)


def organisation(*, owner=None, **facts):
    """A co-op with an owner, who is its signatory."""
    facts.setdefault("name", f"Co-op {next(_numbers)}")
    return start_organisation(by=owner or person(), **facts)


def member(of, *, role=Membership.Role.EDITOR, is_signatory=False):
    """One more person who acts for a co-op."""
    user = person()
    Membership.objects.create(organisation=of, user=user, role=role, is_signatory=is_signatory)
    return user


def owner_of(of):
    return of.memberships.get(role=Membership.Role.OWNER).user


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
