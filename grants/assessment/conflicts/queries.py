"""What can be asked about conflicts of interest."""

import hashlib

from django.db.models import F, Prefetch

from applicants.models import User
from grants.applications.models import Application
from grants.applications.partners.queries import partners_of
from grants.assessment.scoring.models import Assessment
from grants.closeness import links_between
from grants.funds.queries import WAITING
from grants.lifecycle import Stage

from .models import Conflict, Settling, Tie

NOT_DECIDED = (Stage.IN_ASSESSMENT, Stage.WITH_PANEL)
WAYS_OUT = (Stage.WITHDRAWN, Stage.INELIGIBLE)


def who_applies(application):
    """The names that somebody needs to know whether they are close; none of the answers."""
    partners = (
        [row for row in partners_of(application) if row.organisation]
        if (application.is_joint)
        else []
    )
    signs = User.objects.filter(
        memberships__organisation=application.organisation_id,
        memberships__ended_at=None,
        memberships__is_signatory=True,
    )
    people = {application.submitted_by} if application.submitted_by_id else set()
    people |= set(signs) | {row.confirmed_by for row in partners if row.confirmed_by}
    return {
        "partners": [row.organisation.name for row in partners],
        "people": sorted(map(str, people)),
    }


def cases_to_declare(round, user):
    """The cases of a blind round whose co-ops this person is shown, to say to whom they are close.

    All that were sent and are not decided, so that nobody can tell which of them are theirs; but
    not those about which they said yes already.
    """
    told = Conflict.objects.filter(user=user, is_declared=True).values("application")
    cases = Application.objects.filter(round=round, submitted_at__isnull=False)
    return cases.exclude(state__in=Application.DECIDED + WAYS_OUT).exclude(pk__in=told)


def who_applies_in(round, user):
    """{organisation: the names to know whether they are close}, by name; none of the references."""
    cases = cases_to_declare(round, user).select_related("organisation", "submitted_by")
    shown = {}
    for case in cases.order_by("organisation__name", "organisation_id", "pk"):
        names = who_applies(case)
        known = shown.setdefault(case.organisation, {"partners": [], "people": []})
        for side, listed in names.items():
            known[side] = sorted({*known[side], *listed})
    return shown


def close_already(round, user):
    """The co-ops of this round about which this person said that they are close."""
    told = Conflict.objects.filter(user=user, is_declared=True, application__round=round)
    return sorted(set(told.values_list("application__organisation__name", flat=True)))


def has_declared_in(round, user):
    """Whether this person said it about every co-op that the list has now."""
    said = user.declarations.values("application")
    return not cases_to_declare(round, user).exclude(pk__in=said).exists()


def spelled(organisations):
    """A short text that changes when the list of those who apply does."""
    listed = ",".join(map(str, sorted(set(organisations))))
    return hashlib.sha256(listed.encode()).hexdigest()[:16]


def kept_from_judging(people, applications):
    """{(person id, application id)} for each who may neither score one of these nor decide on it.

    By a conflict, declared or found, that was not settled as a note or less; by having acted for
    those who apply; by a link that no officer has settled yet. Few queries, however many.
    """
    kept, settled = set(), {}
    for conflict in Conflict.objects.filter(user__in=people, application__in=applications):
        pair = (conflict.user_id, conflict.application_id)
        if conflict.keeps_from_judging:
            kept.add(pair)
        settled[pair] = conflict.links_settled if conflict.settled_at else ()
    for pair, links in links_between(people, applications).items():
        if any(link.closes or link.kind not in settled.get(pair, ()) for link in links):
            kept.add(pair)
    return kept


def conflicts_for(user):
    """What this officer or auditor may read: what waits first, then the newest."""
    newest = Settling.objects.select_related("settled_by").order_by("-number")
    return (
        Conflict.objects.visible_to(user)
        .select_related("user", "application__organisation")
        .prefetch_related(Prefetch("settlings", newest))
        .order_by(F("settled_at").desc(nulls_first=True), "-declared_at", "-pk")
    )


def settlings_of(conflict):
    """How it came to its outcome, the newest first."""
    return list(conflict.settlings.select_related("settled_by").order_by("-number"))


def linked_after_filing():
    """(application, person) of each whose scores count while a link between them is not settled.

    Whoever is linked before files nothing, so the link came to our records later. Few queries,
    however many cases wait to be decided.
    """
    filed = Assessment.objects.counting().filter(application__state__in=NOT_DECIDED)
    filed = list(filed.select_related("application", "assessor").order_by("pk"))
    cases = {one.application for one in filed}
    links = links_between({one.assessor for one in filed}, cases)
    known = {
        (conflict.user_id, conflict.application_id): conflict
        for conflict in Conflict.objects.filter(application__in=cases)
    }
    for one in filed:
        pair = (one.assessor_id, one.application_id)
        conflict = known.get(pair)
        if conflict is not None and conflict.settled_at is None:
            continue  # an officer has it before them
        settled = () if conflict is None else conflict.links_settled
        if any(link.kind not in settled for link in links.get(pair, ())):
            yield one.application, one.assessor


def conflicts_to_settle(user):
    """What waits for this officer in cases that are still to be decided."""
    waiting = Conflict.objects.visible_to(user).waiting()
    return waiting.filter(application__state__in=WAITING)


def links_of(conflict):
    """The links between these two that our records show."""
    found = links_between([conflict.user], [conflict.application])
    return found.get((conflict.user_id, conflict.application_id), [])


def set_aside_for(conflict):
    """The scores that count no longer because of it, or None."""
    rows = conflict.application.assessments.filter(assessor=conflict.user_id)
    return rows.exclude(set_aside_at=None).first()


def counting_for(conflict):
    """The scores that they filed and that count all the same, or None."""
    rows = conflict.application.assessments.counting()
    return rows.filter(assessor=conflict.user_id).first()


def ties_of(organisation):
    """Which colleagues are or were joined to this organisation, the newest first."""
    rows = Tie.objects.filter(organisation=organisation)
    return list(rows.select_related("person").order_by("-from_on", "-pk"))
