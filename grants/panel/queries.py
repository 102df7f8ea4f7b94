"""What can be asked about a panel: its agenda, who leaves when, and what the round has left."""

from decimal import Decimal
from typing import NamedTuple

from django.db.models import (
    Count,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Sum,
)

from applicants.models import User
from grants.applications.models import Application
from grants.assessment.assigning.models import Assignment
from grants.assessment.conflicts.queries import kept_from_judging
from grants.assessment.recommending.models import Recommendation
from grants.assessment.scoring.models import Assessment
from grants.assessment.scoring.whole_round import scores_of_round, totals_of_round
from grants.funds.models import Round
from grants.involvement import left_by
from grants.ledger import committed_of_application
from grants.lifecycle import Stage

from .combining import Line, line_for
from .fairness import AGE_ORDER, SIZE_ORDER, against_others, age_of, broken_down, size_of
from .models import FUNDED, AgendaItem, Panel, PanelMember, Resolution, Verdict
from .ranking import UNSCORED, ranked

NOTHING = Decimal(0)
BY_SIZE, BY_AGE = "Size of what is asked for", "How long we had known the co-op"
ORDERS = {BY_SIZE: SIZE_ORDER, BY_AGE: AGE_ORDER}


class Left(NamedTuple):
    """Money and advice days."""

    pounds: Decimal
    days: Decimal


def may_sit(user):
    """Whether somebody may sit on a panel: those who decide, assess or run cases."""
    return user.is_active and (user.is_approver or user.is_assessor or user.is_officer)


def people_who_may_sit():
    """Everybody who could be asked, by name."""
    roles = User.objects.filter(is_approver=True) | User.objects.filter(is_assessor=True)
    roles = roles | User.objects.filter(is_officer=True)
    return list(roles.filter(is_active=True).distinct().order_by("name", "pk"))


def committed(round):
    """(pounds, days) that a round's live awards take: always added up, never stored."""
    return _taken(round)[0]


def left_in(round, *, without=None):
    """What a round can still give: less its live awards, and less what panels hold back.

    without: an application whose own resolution is being thought over, or becomes an offer.
    """
    awarded, held = _taken(round, without=without)
    return Left(
        round.budget - awarded.pounds - held.pounds,
        round.budget_days - awarded.days - held.days,
    )


def _taken(round, *, without=None):
    """What the ledger says is promised and what panels hold back, added up in one query.

    An application has one award at most, and one resolution that is held, so no row counts twice.
    """
    held = FilteredRelation(
        "resolutions",
        condition=Q(
            resolutions__replaced_at=None,
            resolutions__released_at=None,
            resolutions__verdict__in=FUNDED,
        ),
    )
    live, waits = Q(state__in=Application.LIVE_AWARD), Q(state=Stage.WITH_PANEL)
    others = Q() if without is None else ~Q(pk=without.pk)
    sums = (
        Application.objects.filter(round=round, submitted_at__isnull=False)
        .annotate(held=held, promised=committed_of_application())
        .aggregate(
            pounds_awarded=Sum("promised"),
            days_awarded=Sum("award__days", filter=live),
            pounds_held=Sum("held__amount", filter=waits & others),
            days_held=Sum("held__days", filter=waits & others),
        )
    )
    amounts = {name: amount or NOTHING for name, amount in sums.items()}
    return (
        Left(amounts["pounds_awarded"], amounts["days_awarded"]),
        Left(amounts["pounds_held"], amounts["days_held"]),
    )


def is_held(application):
    """Whether a panel has decided about it, and the co-op does not know yet."""
    return Resolution.objects.held().filter(application=application).exists()


def waits_on_reserve(application):
    """Whether the co-op was told that it is on the reserve list."""
    told = Resolution.objects.standing().filter(released_at__isnull=False)
    newest = told.filter(application=application).order_by("-pk").first()
    return newest is not None and newest.verdict == Verdict.RESERVE


def panels_for(user):
    """The panels that this person may see, those to come first."""
    panels = Panel.objects.visible_to(user).select_related("round", "opened_by").distinct()
    return panels.order_by("signed_at", "-meets_at", "pk")


def members_of(panel):
    """Who sits on it: the chair first, then by name."""
    seats = PanelMember.objects.filter(panel=panel).select_related("user")
    return list(seats.order_by("-is_chair", "user__name", "pk"))


def agenda_of(panel, *, reader=None, members=None):
    """The items of a panel in order, each with what stands for it, its figures and who leaves.

    reader: what they don’t discuss is left out, and so are the scores of a case that they still
    have to score; nothing is when the panel works for itself.
    members: who sits on it, where that is known already.
    """
    standing = Resolution.objects.standing().select_related("resolved_by")
    earlier = Application.objects.filter(
        organisation=OuterRef("application__organisation"), award__accepted_at__isnull=False
    )
    advice = Recommendation.objects.filter(application=OuterRef("application")).order_by("-pk")
    items = AgendaItem.objects.filter(panel=panel).annotate(
        was_funded_before=Exists(earlier),
        advised_amount=Subquery(advice.values("amount")[:1]),
        advised_days=Subquery(advice.values("days")[:1]),
        advised_risk=Subquery(advice.values("risk")[:1]),
        tag=F("application__taggings__tag__name"),
    )
    if reader is not None:
        items = items.exclude(application__in=left_by(reader)).annotate(is_owed=_owed_by(reader))
    items = _once_each(
        items.select_related("application__organisation")
        .prefetch_related(
            Prefetch("resolutions", standing, "standing"),
        )
        .order_by("number", "pk", "tag")
    )
    applications = [item.application for item in items]
    members = members_of(panel) if members is None else members
    leaving = kept_from_judging([member.user for member in members], applications)
    scores = scores_of_round(panel.round)
    for item in items:
        item.panel, item.application.round = panel, panel.round
        item.resolution = item.standing[0] if item.standing else None
        item.scores = scores.get(item.application_id, UNSCORED)
        item.leaving = [m for m in members if (m.user_id, item.application_id) in leaving]
        item.risk = Recommendation.Risk(item.advised_risk) if item.advised_risk else None
        item.line = _line_of(item)
        item.is_waiting = item.resolution is None and item.application.state == Stage.WITH_PANEL
    ranked(items)
    for item in items if reader is not None else ():
        if item.is_owed:
            item.scores, item.place = UNSCORED, None
    return items


def _owed_by(reader):
    """Whether they are asked to score the case of an item, and have not filed yet."""
    own = {"application": OuterRef("application"), "assessor": reader}
    asked = Assignment.objects.filter(ended_at=None, **own)
    return Exists(asked) & ~Exists(Assessment.objects.filter(filed_at__isnull=False, **own))


def _once_each(rows):
    """Each item once with all its `tags`: they come with it, one row for each tag."""
    items = {}
    for row in rows:
        item = items.setdefault(row.pk, row)
        item.tags = (*getattr(item, "tags", ()), *([row.tag] if row.tag else ()))
    return list(items.values())


def _line_of(item):
    """What stands for one application, as a line of a combination."""
    if item.resolution is None:
        return line_for(item.application, "")
    return Line(item.resolution.verdict, item.resolution.amount, item.resolution.days)


def left_before(panel, items):
    """What the round has for this panel: before what stands for the panel's own items is taken off.

    An item whose award is live already has taken its part of the budget, so that is added too.
    """
    left = left_in(panel.round)
    own = [item.line for item in items if item.line.is_funding]
    return Left(
        left.pounds + sum((line.pounds for line in own), NOTHING),
        left.days + sum((line.days for line in own), NOTHING),
    )


def facts_for_balance(items, reader):
    """{application key: {fact: value}}: what kind of co-op each is, for the balance of a panel.

    We ask nobody for their sector: tags say what officers found cases to have in common.
    They are words among those who work on cases: whoever only assesses doesn’t see them.
    """
    shows_tags = reader.has_perm("grants.see_cases")
    return {
        item.application_id: {
            "Ward": item.application.ward or "Not known",
            "Legal form": item.application.organisation.get_legal_form_display(),
            "New to the fund": "No" if item.was_funded_before else "First time",
            **({"Tag": item.tags or "No tag"} if shows_tags else {}),
        }
        for item in items
    }


def for_balance(items, reader):
    """(lines, facts) of what stands, as `combining.balance` takes them."""
    return {i.application_id: i.line for i in items}, facts_for_balance(items, reader)


def fairness_of(round):
    """(a Breakdown by assessor, {what else is compared: Breakdown}) of a round’s scores.

    How old a co-op is we do not hold: only when its record with us began, and whether it is formed.
    """
    figures = {pk: scores.figure for pk, scores in scores_of_round(round).items()}
    scored = [pk for pk, figure in figures.items() if figure is not None]
    cases = Application.objects.filter(pk__in=scored).select_related("organisation")
    totals = totals_of_round(round)
    assessors = User.objects.filter(assessments__application__round=round)
    names = {pk: name or email for pk, name, email in assessors.values_list("pk", "name", "email")}
    kinds = {
        "Ward": lambda case: case.ward or "Not known",
        BY_SIZE: lambda case: size_of(case.amount_requested),
        BY_AGE: lambda case: age_of(case.submitted_at - case.organisation.started_at),
        "Legal form": lambda case: "Formed" if case.organisation.is_formed else "Not formed yet",
    }
    return broken_down(against_others(totals.values()), names=names), {
        title: broken_down(
            ((kind(case), (figures[case.pk],)) for case in cases), order=ORDERS.get(title, ())
        )
        for title, kind in kinds.items()
    }


def decided_before(application):
    """What was decided about it already: held till it is released, or on the reserve list."""
    return Resolution.objects.standing().filter(
        Q(released_at=None) | Q(verdict=Verdict.RESERVE), application=application
    )


def waiting():
    """Applications that wait for a panel: on no agenda, and not decided by an earlier one."""
    undecided = Application.objects.filter(~Exists(decided_before(OuterRef("pk"))))
    return undecided.filter(state=Stage.WITH_PANEL).exclude(agenda_items__is_live=True)


def count_waiting(round):
    """How many applications of a round wait for a panel and are on no agenda."""
    return waiting().filter(round=round).count()


def rounds_that_wait():
    """Rounds with applications that wait for a panel, each with how many."""
    rounds = Round.objects.annotate(
        waiting=Count("applications", filter=Q(applications__in=waiting()), distinct=True)
    )
    return rounds.filter(waiting__gt=0).order_by("decision_on", "name")
