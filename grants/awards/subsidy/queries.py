"""What can be asked about public money: routes, sums, what holds payments back, what is due."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db.models import Case, Exists, F, FilteredRelation, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from applicants.models import Organisation, User
from grants.applications.models import Application
from grants.awards.models import Award
from grants.involvement import conflicts_of, not_decided_by
from grants.lifecycle import ApplicationLifecycle, Stage

from .models import (
    DONE_BY_HAND,
    FREEING,
    EnterpriseLink,
    KindOfHelp,
    LimitConfirmation,
    Route,
    RouteProposal,
    SubsidyAssessment,
    SubsidyNotice,
    SubsidyStatement,
)
from .window import Assistance, months_after, sums_of

CAN_CONFIRM = (Stage.OFFERED, *ApplicationLifecycle.SIGNED)
ASSESSED = "award__application__subsidy_assessments"
CONFIRMED = "award__limit_confirmations"
NOT_CONFIRMED = "confirmation"
NOT_FINISHED = "route"
HELD_BY = {
    NOT_CONFIRMED: "The co-op has not confirmed that it stays within the limit for public money",
    NOT_FINISHED: "A second person has to finish the subsidy assessment",
}


def gross_value_of(award):
    """What an award is worth before tax: its money, its adviser days and its space."""
    return award.gross_value


# Routes


def route_in_query(way):
    """The route of the application that `way` leads to; minimal assistance while nobody said."""
    assessed = SubsidyAssessment.objects.current().filter(application=OuterRef(way))
    return Coalesce(Subquery(assessed.values("route")[:1]), Value(Route.MINIMAL.value))


def assessments_of(application):
    """What officers found, the newest first; the first holds."""
    rows = SubsidyAssessment.objects.filter(application=application)
    people = ("assessed_by", "done_by", "proposal__agreed_by")
    return list(rows.select_related(*people).order_by("-pk"))


def assessment_of(application):
    """The answer that holds, or None."""
    return SubsidyAssessment.objects.current().filter(application=application).first()


def route_of(application):
    held = assessment_of(application)
    return Route(held.route) if held else Route.MINIMAL


def freed_by(application):
    """Who alone took this case out of the limit of the law, or None: they do not offer it too."""
    held = assessment_of(application)
    return held.assessed_by if held and held.route in FREEING and held.proposal is None else None


def takes_two(application, route):
    """Whether this answer takes the offer out of the limit of the law, so that two decide it.

    Before an offer nothing is promised, and whoever releases it reads the answer. Minimal
    assistance asks for most before money leaves, so one officer may always go back to it.
    """
    return route in FREEING and application.state in CAN_CONFIRM


def proposals_of(application):
    """What was ever proposed, the newest first; the first may wait."""
    rows = RouteProposal.objects.filter(application=application)
    return list(rows.select_related("proposed_by", "agreed_by", "dropped_by").order_by("-pk"))


def routes_to_answer(user):
    """What waits for an approver who did not propose it, of cases about which they decide."""
    rows = RouteProposal.objects.waiting().filter(application__state__in=CAN_CONFIRM)
    hidden = not_decided_by(user)
    rows = rows.exclude(application__in=hidden) if hidden else rows
    return rows.exclude(proposed_by=user)


def approvers_to_ask(proposal):
    """Those who may agree to it today."""
    people = User.objects.filter(is_active=True, is_approver=True).order_by("pk")
    people = people.exclude(pk=proposal.proposed_by_id)
    return [person for person in people if person.has_perm("grants.agree_route", proposal)]


def assessed_among(applications):
    """{application id: Route} of those that an officer has assessed, by one query."""
    rows = SubsidyAssessment.objects.current().filter(application__in=applications)
    return {pk: Route(route) for pk, route in rows.values_list("application", "route")}


# What holds payments back


def with_clearance(instalments):
    """Each instalment with `held_by`: what keeps it from being paid, or nothing.

    Part of the query that asks for the instalments, so that a list costs the same.
    """
    current = {f"{ASSESSED}__replaced_at": None}, {f"{CONFIRMED}__replaced_at": None}
    return instalments.annotate(
        assessed=FilteredRelation(ASSESSED, condition=Q(**current[0])),
        confirmed=FilteredRelation(CONFIRMED, condition=Q(**current[1])),
        held_by=Case(
            When(
                assessed__route__in=DONE_BY_HAND,
                assessed__done_at=None,
                then=Value(NOT_FINISHED),
            ),
            When(
                Q(assessed__route=None) | Q(assessed__route=Route.MINIMAL),
                confirmed__award=None,
                then=Value(NOT_CONFIRMED),
            ),
            default=Value(""),
        ),
    )


# The enterprise, and what it had from us


def group_of(organisation):
    """The keys of all organisations that are one enterprise with this one, itself among them."""
    found, newest = {organisation.pk}, {organisation.pk}
    while newest:
        links = EnterpriseLink.objects.live()
        links = links.filter(Q(first__in=newest) | Q(second__in=newest))
        pairs = links.values_list("first", "second")
        newest = {pk for pair in pairs for pk in pair} - found
        found |= newest
    return found


def links_of(organisation):
    rows = EnterpriseLink.objects.filter(Q(first=organisation) | Q(second=organisation))
    links = list(rows.select_related("first", "second", "linked_by", "ended_by").order_by("pk"))
    for link in links:
        link.other = link.other_than(organisation)
    return links


def organisation_called(words):
    """The one organisation with this name, number or reference, or None."""
    rows = Organisation.objects.filter(merged_into=None).filter(
        Q(name__iexact=words) | Q(reference=words) | Q(registration_number=words.upper())
    )
    found = list(rows[:2])
    return found[0] if len(found) == 1 else None


def assistance_of(declared):
    """What a declared award counts as."""
    return Assistance(declared.amount, declared.given_on, declared.counts)


def assistance_in(line):
    """The same of a line that is not kept yet: body, amount, given_on and kind."""
    return Assistance(line["amount"], line["given_on"], line["kind"] != KindOfHelp.OTHER)


@dataclass
class OwnHelp:
    """An earlier award of ours to the enterprise, as it counts towards the limit."""

    award: Award
    value: Decimal
    given_on: date
    is_hidden: bool = False  # from a reader to whom a conflict closes that case

    @property
    def assistance(self):
        return Assistance(self.value, self.given_on)


def own_before(award):
    """What we gave the enterprise before this award, and what was confirmed before it.

    An award counts from when the co-op confirmed it or signed it, whichever came first, so that
    of two at once the second has to count the first.
    """
    rows = (
        Award.objects.filter(application__organisation__in=group_of(award.application.organisation))
        .exclude(pk=award.pk)
        .annotate(
            route=route_in_query("application"),
            is_confirmed=Exists(LimitConfirmation.objects.current().filter(award=OuterRef("pk"))),
            stated_value=Subquery(_newest_statement().values("gross_value")[:1]),
            stated_on=Subquery(_newest_statement().values("given_on")[:1]),
        )
        .filter(route=Route.MINIMAL)
        .select_related("application__organisation", "application__round")
        .order_by("pk")
    )
    counted = (_as_it_counts(row, award) for row in rows)
    return [one for one in counted if one]


def given_before(award):
    """Of `own_before`, what was signed earlier: what came later did not count when this did."""
    own = own_before(award)
    if award.accepted_at is None:
        return own
    return [
        one for one in own if one.award.accepted_at and one.award.accepted_at < award.accepted_at
    ]


def is_over_by_now(award, *, counting=given_before):
    """Whether it has to pay still, was confirmed, and is over the limit with what we know today.

    counting: which other awards stand before it.
    """
    confirmation = confirmation_of(award)
    if confirmation is None or not has_to_pay(award):
        return False
    declared = [assistance_of(line) for line in confirmation.declared_awards.all()]
    return sums_for(award, declared, counting(award)).is_over


def has_to_pay(award):
    """Whether some of its money did not leave yet."""
    return award.application.ledger.all().balance().unpaid > 0


def _as_it_counts(row, award):
    if row.stated_on:
        return OwnHelp(row, row.stated_value, row.stated_on)
    is_live = row.application.state in ApplicationLifecycle.LIVE_AWARD
    is_first = row.accepted_at and not (award.accepted_at and award.accepted_at < row.accepted_at)
    if is_live and (row.is_confirmed or is_first):
        on = localdate(row.accepted_at) if row.accepted_at else localdate()
        return OwnHelp(row, gross_value_of(row), on)
    return None


def _newest_statement():
    return SubsidyStatement.objects.filter(award=OuterRef("pk")).order_by("-pk")


def sums_for(award, declared, own=None):
    """The sums as they are today. declared: Assistances that the co-op names; own: `own_before`."""
    own = own_before(award) if own is None else own
    notice = notice_of(award)
    return sums_of(
        [*declared, *(one.assistance for one in own)],
        notice.gross_value if notice else gross_value_of(award),
        localdate(),
        settings.SUBSIDY_LIMIT,
    )


# The three steps of one award


def notice_of(award):
    """The newest notice, with its letter."""
    rows = SubsidyNotice.objects.filter(award=award).select_related("letter")
    return rows.defer("letter__pdf", "letter__html", "letter__words").order_by("-pk").first()


def confirmations_of(award):
    """What the co-op confirmed, the newest first, each with what it declared."""
    rows = LimitConfirmation.objects.filter(award=award).select_related("confirmed_by")
    return list(rows.prefetch_related("declared_awards").order_by("-pk"))


def confirmation_of(award):
    """What the co-op confirmed and what holds, or None."""
    rows = LimitConfirmation.objects.current().filter(award=award)
    return rows.select_related("confirmed_by").prefetch_related("declared_awards").first()


def statement_of(award):
    rows = SubsidyStatement.objects.filter(award=award)
    return rows.select_related("signed_by").order_by("-pk").first()


@dataclass(frozen=True)
class Standing:
    """How far an award is: its route, and whether the co-op has confirmed."""

    route: Route
    assessment: SubsidyAssessment | None
    confirmation: LimitConfirmation | None
    state: str

    @property
    def is_to_confirm(self):
        """A signatory has to confirm before we can pay."""
        is_open = self.state in CAN_CONFIRM
        return self.route == Route.MINIMAL and self.confirmation is None and is_open

    @property
    def is_to_finish(self):
        return self.assessment is not None and self.assessment.needs_doing

    @property
    def is_cleared(self):
        """Whether it holds no payment back: no subsidy, or confirmed, or assessed."""
        return not (self.is_to_confirm or self.is_to_finish)


def with_public_money(cases):
    """Cases, each read with what `standing_in` says of it: in the query that asks for the case."""
    assessed, confirmed = "subsidy_assessments", "award__limit_confirmations"
    return cases.annotate(
        assessed=FilteredRelation(assessed, condition=Q(**{f"{assessed}__replaced_at": None})),
        confirmed=FilteredRelation(confirmed, condition=Q(**{f"{confirmed}__replaced_at": None})),
        route=Coalesce("assessed__route", Value(Route.MINIMAL.value)),
    ).select_related("assessed", "confirmed")


def standing_in(case):
    """How far the award of a case is, which was read `with_public_money`."""
    assessed, confirmed = getattr(case, "assessed", None), getattr(case, "confirmed", None)
    return Standing(Route(case.route), assessed, confirmed, case.state)


def standing_of(award):
    return standing_in(with_public_money(Application.objects.filter(award=award)).get())


# The public database


def database_due_on(decided_on):
    return months_after(decided_on, settings.SUBSIDY_DATABASE_MONTHS)


def assistance_given():
    """Every award that was given, with its route and when it was decided.

    Minimal assistance is given once we have said so in writing; anything else on signing.
    """
    assessed, entered = "application__subsidy_assessments", "database_entries"
    return (
        Award.objects.annotate(
            assessed=FilteredRelation(assessed, condition=Q(**{f"{assessed}__replaced_at": None})),
            listed=FilteredRelation(entered, condition=Q(**{f"{entered}__replaced_at": None})),
            route=Coalesce(F("assessed__route"), Value(Route.MINIMAL.value)),
            stated_at=Subquery(_newest_statement().values("stated_at")[:1]),
            stated_value=Subquery(_newest_statement().values("gross_value")[:1]),
            entry=F("listed__entry"),
            entered_on=F("listed__entered_on"),
            decided_at=Coalesce("stated_at", F("accepted_at")),
        )
        .filter(Q(stated_at__isnull=False) | ~Q(route=Route.MINIMAL) & Q(accepted_at__isnull=False))
        .select_related("application__organisation", "application__round")
    )


def for_the_database():
    """What must be entered in the public database: minimal assistance above a sum, and every
    subsidy that is not minimal assistance, of any size."""
    return assistance_given().filter(
        Q(route=Route.MINIMAL, stated_value__gt=settings.SUBSIDY_DATABASE_ABOVE)
        | Q(route__in=DONE_BY_HAND)
    )


def to_enter(user):
    """What this officer has to enter still, what was decided first at the top."""
    rows = for_the_database().filter(entry=None).exclude(application__in=conflicts_of(user))
    return rows.order_by("decided_at", "pk")


def entered(user):
    """What was entered, the newest first."""
    rows = for_the_database().exclude(entry=None).exclude(application__in=conflicts_of(user))
    return rows.order_by("-entered_on", "-pk")
