"""What can be asked before a release: what is held, who may release it, whom it reaches."""

import json
from dataclasses import dataclass, field
from hashlib import sha256

from django.db.models import Exists, OuterRef

from applicants.models import User
from grants.assessment.conflicts.queries import kept_from_judging
from grants.assessment.scoring.models import Assessment
from grants.awards.letters.models import Kind
from grants.awards.letters.wordings.models import LetterWording
from grants.awards.subsidy.queries import assessed_among
from grants.involvement import conflicts_of
from grants.lifecycle import Stage
from grants.money import in_pounds
from grants.panel.models import Resolution, Verdict
from grants.panel.queries import left_in
from grants.templatetags.words import days

from .looking_over import gaps_in, hard_to_read, not_on_paper
from .models import ReleaseDraft
from .words import words_from

SHOWN = (
    *("application__organisation", "application__round", "application__submitted_by"),
    *("item__panel__opened_by", "resolved_by"),
)
MOST_AT_ONCE = 200
DRAFT = ("draft__edited_by", "draft__read_by")


@dataclass
class Line:
    """One held resolution, with its words, what was found in them, and who it reaches."""

    resolution: Resolution
    draft: ReleaseDraft
    addresses: set = field(default_factory=set)
    may_release: bool = False
    may_prepare: bool = False
    route: str = ""  # by which an officer said that the help may be given; nothing when nobody did
    wording: int = 0  # the version of what its letter says

    @property
    def application(self):
        return self.resolution.application

    @property
    def in_short(self):
        """Who hears what, and how many people that is."""
        application, said, people = self.application, self.resolution, len(self.addresses)
        parts = [
            said.get_verdict_display(),
            said.amount and in_pounds(said.amount),
            days(said.days),
        ]
        decided = ", ".join(filter(None, parts))
        heard = f"{people} {'person' if people == 1 else 'people'}"
        return f"{application.organisation}, {application.reference}: {decided} ({heard})"

    @property
    def gaps(self):
        """What stops a release: words that are not whole, or that no letter can show."""
        said, coop = self.resolution, self.application.organisation
        gaps = gaps_in(self.draft.words)
        if not said.is_funding and said.verdict not in (Verdict.DECLINE, Verdict.SUPPORT):
            return gaps  # an email tells of it, which shows every letter
        ask = "Ask them to spell it in letters from A to Z,"
        terms = json.dumps(self.draft.terms or said.conditions, ensure_ascii=False)
        address = " ".join([*coop.address, coop.postcode])
        return gaps + not_on_paper(
            (
                ("the name of the co-op", coop.name, f"{ask} on the page of their co-op."),
                ("the address of the co-op", address, f"{ask} on the page of their co-op."),
                (
                    "the name of the person who applied",
                    self.application.submitted_by.name,
                    f"{ask} in their account.",
                ),
                ("these words", self.draft.words, "Change the words."),
                ("the terms", terms, "Change the conditions."),
            )
        )

    @property
    def hard(self):
        return hard_to_read(self.draft.words)

    @property
    def conditions_with_gaps(self):
        """Conditions stand as the panel agreed them, so a gap in one is pointed out only."""
        return [line for line in self.resolution.conditions if gaps_in(line)]

    @property
    def fingerprint(self):
        """What binds a release to what the page showed: the words, the terms, and the letter."""
        said, draft = self.resolution, self.draft
        facts = [said.verdict, said.amount, said.days, said.conditions, self.route, self.wording]
        facts += [draft.words, draft.instalments, draft.terms]
        return sha256(json.dumps(facts, default=str, sort_keys=True).encode()).hexdigest()[:32]

    @property
    def is_ready(self):
        return self.draft.read_at is not None and not self.gaps


def signed_and_standing():
    """Resolutions of panels whose minutes are signed, with what pages show of them."""
    standing = Resolution.objects.standing().filter(item__panel__signed_at__isnull=False)
    return standing.select_related(*SHOWN, *DRAFT)


def held_and_signed():
    """What waits to be released."""
    return signed_and_standing().held().filter(application__state=Stage.WITH_PANEL)


def draft_of(resolution):
    """Its words as they stand; composed, and not kept yet, when nobody has touched them."""
    kept = getattr(resolution, "draft", None)
    if kept is not None:
        return kept
    because = sorted(resolution.because.all(), key=lambda reason: reason.criterion.number)
    return ReleaseDraft(
        resolution=resolution,
        words=words_from(resolution, because),
        edited_by=resolution.resolved_by,
        edited_at=resolution.resolved_at,
    )


def lines_of(round, reader):
    """Every held resolution of a round that this person may know of, by the agenda’s order.

    The same few queries however many there are.
    """
    held = (
        held_and_signed()
        .filter(application__round=round)
        .exclude(application__in=conflicts_of(reader))
        .prefetch_related("because__criterion")
        .order_by("item__panel__signed_at", "item__number", "pk")
    )
    lines = [Line(resolution, draft_of(resolution)) for resolution in held]
    applications = [line.application for line in lines]
    addresses = addresses_of(applications)
    kept = kept_from_judging([reader], applications)
    scored = set(
        Assessment.objects.filter(assessor=reader, application__in=applications).values_list(
            "application_id", flat=True
        )
    )
    routes, wordings = assessed_among(applications), wordings_now()
    for line in lines:
        pk = line.application.pk
        line.wording = wordings[line.resolution.is_funding]
        line.route = routes[pk].label if pk in routes else ""
        line.addresses = addresses.get(line.application.organisation_id, set())
        is_free = (reader.pk, pk) not in kept
        line.may_prepare = is_free and (reader.is_officer or reader.is_approver)
        line.may_release = is_free and reader.is_approver and pk not in scored
    return lines


def wordings_now():
    """{whether something is offered: the version of what such a letter says now}"""
    kinds = {True: Kind.OFFER, False: Kind.DECLINE}
    rows = {key: LetterWording.objects.in_use(kind) for key, kind in kinds.items()}
    return {key: row.version if row else 0 for key, row in rows.items()}


def as_it_stands(resolution, draft):
    """One resolution as it would be released now, to compare with what was looked at."""
    route = assessed_among([resolution.application]).get(resolution.application_id)
    wording = wordings_now()[resolution.is_funding]
    return Line(resolution, draft, route=route.label if route else "", wording=wording)


def line_about(application):
    """The held resolution about one application with its words, or None."""
    resolution = held_and_signed().filter(application=application).first()
    if resolution is None:
        return None
    return Line(resolution, draft_of(resolution), addresses_about(application))


def addresses_of(applications):
    """{organisation id: the addresses that what we send about these goes to}."""
    organisations = {application.organisation_id for application in applications}
    people = User.objects.filter(
        memberships__organisation__in=organisations,
        memberships__ended_at=None,
        is_active=True,
    )
    addresses = {}
    for organisation, email in people.values_list("memberships__organisation", "email"):
        addresses.setdefault(organisation, set()).add(email)
    return addresses


def addresses_about(application):
    """The addresses that what we send about one application goes to."""
    return addresses_of([application]).get(application.organisation_id, set())


def all_addresses(lines):
    """Everybody whom these reach, each counted once."""
    return set().union(*(line.addresses for line in lines))


def on_reserve(round):
    """Who waits on the reserve list of a round and knows it, in order."""
    later = Resolution.objects.standing().filter(
        application=OuterRef("application"), pk__gt=OuterRef("pk")
    )
    told = signed_and_standing().filter(
        ~Exists(later),  # a later panel may have thought about it again; then that counts
        application__round=round,
        application__state=Stage.WITH_PANEL,
        verdict=Verdict.RESERVE,
        released_at__isnull=False,
    )
    return list(told.prefetch_related("because__criterion").order_by("reserve_place", "pk"))


def next_on_reserve(round, waiting=None):
    """(what is free, the first on the reserve list who fits into it or None)."""
    left = left_in(round)
    waiting = on_reserve(round) if waiting is None else waiting
    fits = (r for r in waiting if r.amount <= left.pounds and r.days <= left.days)
    return left, next(fits, None)


def reserve_of(application):
    """The place on the reserve list that one co-op waits on, or None."""
    return next((r for r in on_reserve(application.round) if r.application == application), None)


def seen_by(reader, resolutions):
    """Those of them that no conflict closes to this person."""
    closed = conflicts_of(reader)
    return [each for each in resolutions if each.application_id not in closed]


def named(round, reader, references):
    """What counts about these applications of a round, in the order of the agenda.

    Also what was released or withdrawn meanwhile, so that whoever asked hears about each.
    """
    newest = Resolution.objects.standing().filter(application=OuterRef("application"))
    asked = [reference for reference in references[:MOST_AT_ONCE] if reference.isprintable()]
    about = signed_and_standing().filter(
        ~Exists(newest.filter(pk__gt=OuterRef("pk"))),
        application__round=round,
        application__reference__in=asked,
    )
    about = about.exclude(application__in=conflicts_of(reader))
    return list(about.order_by("item__panel__signed_at", "item__number", "pk"))
