"""How close somebody is to those who apply: the links that our own records show.

Some links close a case by themselves. The others are a question: until an officer has answered
it, that person neither scores the application nor decides about it.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import FilteredRelation, Q
from django.utils.timezone import localdate

from applicants.models import Organisation

A_TIE_LASTS = timedelta(days=730)  # 24 months after it ended
# So many people have an address there that sharing it says nothing.
EVERYBODYS_DOMAINS = frozenset(
    (
        "aol.com bt.com btinternet.com fastmail.com gmail.com gmx.com googlemail.com hotmail.co.uk "
        "hotmail.com icloud.com live.co.uk live.com mac.com me.com msn.com ntlworld.com "
        "outlook.com pm.me proton.me protonmail.com sky.com talktalk.net virginmedia.com "
        "yahoo.co.uk yahoo.com ymail.com zoho.com"
    ).split()
)


class Outcome(models.TextChoices):
    """What a link to a co-op means for that person’s work on its case, the mildest first."""

    NONE = "none", "No conflict"
    NOTE_ONLY = "note_only", "Note only"
    NO_SCORE = "no_score", "Doesn’t score or decide"
    LEAVES = "leaves", "Leaves the discussion"
    NO_ACCESS = "no_access", "No access"


class TieKind(models.TextChoices):
    """How a colleague is joined to a co-op, as an officer noted it."""

    MENTOR = "mentor", "Mentor"
    ADVISER = "adviser", "Adviser"
    OTHER = "other", "Other contact"


KEPT_FROM_JUDGING = frozenset((Outcome.NO_SCORE, Outcome.LEAVES, Outcome.NO_ACCESS))
KEPT_FROM_TALK = frozenset((Outcome.LEAVES, Outcome.NO_ACCESS))


@dataclass(frozen=True)
class Link:
    """One thing that joins a person to a co-op; `closes` says that it closes the case for good."""

    kind: str
    words: str
    closes: bool = False


def links_between(people, applications):
    """{(person id, application id): [Link]}, found with two queries at most, however many."""
    people, applications = list(people), list(applications)
    sides = organisations_of(applications)
    known = _what_we_know_of({pk for pks in sides.values() for pk in pks}, people)
    found = {}
    for application in applications:
        for person in people:
            links = [link for pk in sides[application.pk] for link in _links(person, known[pk])]
            if links:
                found[person.pk, application.pk] = links
    return found


def organisations_of(applications):
    """{application id: the ids of those who apply, the lead first}."""
    sides = {application.pk: [application.organisation_id] for application in applications}
    if any(application.is_joint for application in applications):
        joined = apps.get_model("grants.Partner").objects.joined().order_by("pk")
        joined = joined.filter(application__in=list(sides))
        for application_id, pk in joined.values_list("application_id", "organisation_id"):
            sides[application_id].append(pk)
    return sides


@dataclass
class Known:
    """What we know of one organisation that could join somebody to it."""

    name: str
    members: set = field(default_factory=set)
    domains: set = field(default_factory=set)
    postcodes: set = field(default_factory=set)
    ties: set = field(default_factory=set)  # (person id, kind)


def _what_we_know_of(organisations, people):
    """{organisation id: Known}, with the ties of these people."""
    going_on = Q(ties__until_on=None) | Q(ties__until_on__gte=localdate() - A_TIE_LASTS)
    theirs = Q(ties__person__in=[person.pk for person in people]) & going_on
    rows = Organisation.objects.annotate(tie=FilteredRelation("ties", condition=theirs))
    known = {}
    for pk, name, postcode, user, email, home, tied, kind in rows.filter(
        pk__in=organisations
    ).values_list(
        "pk",
        "name",
        "postcode",
        "memberships__user",
        "memberships__user__email",
        "memberships__user__home_postcode",
        "tie__person",
        "tie__kind",
    ):
        each = known.setdefault(pk, Known(name))
        each.postcodes |= {postcode, home} - {"", None}
        if user is not None:
            each.members.add(user)
            each.domains.add(domain_of(email))
        if tied is not None:
            each.ties.add((tied, kind))
    return known


def _links(person, known):
    if person.pk in known.members:
        return [Link("member", f"Acts for {known.name}, or used to", closes=True)]
    links = [
        Link("tie", f"{TieKind(kind).label} of {known.name}")
        for tied, kind in sorted(known.ties)
        if tied == person.pk
    ]
    domain = domain_of(person.email)
    if says_something(domain) and domain in known.domains:
        links.append(Link("domain", f"Same email ending as somebody at {known.name}"))
    if person.home_postcode in known.postcodes:
        links.append(Link("home", f"Same postcode as {known.name} or somebody there"))
    return links


def domain_of(email):
    """What stands after the @ of an address, in small letters."""
    return email.rpartition("@")[2].lower()


def says_something(domain):
    """Whether few people share this ending: not those of the large providers, nor our own."""
    return domain not in EVERYBODYS_DOMAINS and domain not in settings.OWN_EMAIL_DOMAINS
