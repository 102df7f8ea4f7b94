"""What can be asked about who assesses."""

from django.db.models import Exists, OuterRef, Q, Subquery

from applicants.models import User
from grants.applications.partners.models import Partner
from grants.assessment.assessors.queries import with_load
from grants.assessment.conflicts.queries import kept_from_judging
from grants.assessment.scoring.models import Assessment
from grants.assessment.training.models import Practice
from grants.closeness import KEPT_FROM_JUDGING

from .models import Assignment


def must_train_first(funds):
    """Assessors who may not be asked yet: they must train, and have not for one of these funds."""
    done = Practice.objects.filter(assessor=OuterRef("pk"), case__fund__in=funds)
    return User.objects.filter(assessor_profile__must_train=True).exclude(
        Exists(done.exclude(filed_at=None))
    )


def assessors_ready_for(fund):
    """Those who can be asked to assess for a fund at all, each with how many they hold."""
    people = User.objects.filter(is_assessor=True, is_active=True)
    return with_load(people.exclude(pk__in=must_train_first([fund]).values("pk")))


def without_names(people):
    """Those who don’t learn who applies by other work that they do: they can judge blind."""
    return people.filter(is_officer=False, is_approver=False)


def assessors_free_for(application):
    """Those who may be asked to assess it, each with how many they have `to_score` now."""
    people = _free_for(application)
    if not application.round.is_blind:
        return people
    # Nobody could say that they are close without learning which case it is, so all that our
    # records show keeps them away, and so does a panel on which they have read the name.
    people = without_names(people).exclude(panel_seats__panel__agenda__application=application)
    kept = {person for person, _case in kept_from_judging(people, [application])}
    return people.exclude(pk__in=kept)


def _free_for(application):
    asked = application.assignments.filter(ended_at=None)
    kept_from_it = application.conflicts.filter(outcome__in=KEPT_FROM_JUDGING)
    joined = Partner.objects.joined().filter(application=application)
    return (
        assessors_ready_for(application.round.fund_id)
        .exclude(pk__in=kept_from_it.values("user"))
        .exclude(memberships__organisation=application.organisation_id)
        .exclude(memberships__organisation__in=joined.values("organisation"))
        .exclude(pk__in=asked.values("assessor"))
        .order_by("to_score", "name", "pk")
    )


def with_filed_at(assignments):
    """Assignments, each with when the assessor `began`, `filed_at`, and was `set_aside_at`."""
    own = Assessment.objects.filter(
        application=OuterRef("application"), assessor=OuterRef("assessor")
    )
    return assignments.annotate(
        filed_at=Subquery(own.values("filed_at")[:1]),
        began=Subquery(own.values("started_at")[:1]),
        set_aside_at=Subquery(own.values("set_aside_at")[:1]),
    )


def at_work(assignments):
    """Those of somebody who has filed, or who can still: not of one whose role was taken."""
    can = Q(assessor__is_assessor=True, assessor__is_active=True)
    live = with_filed_at(assignments.filter(ended_at=None))
    return live.filter(can | Q(filed_at__isnull=False))


def assessors_of(application):
    """Who is asked to assess it now, each with `filed_at` when they have."""
    return (
        with_filed_at(application.assignments.filter(ended_at=None))
        .select_related("assessor")
        .order_by("assessor__name", "pk")
    )


def handed_back(applications):
    """(assessor, application) of cases that somebody gave back: they are not asked again."""
    rows = Assignment.objects.filter(application__in=applications).exclude(handed_back="")
    return set(rows.values_list("assessor", "application"))


def on_panels(people, applications):
    """(person, application) of those who sit on a panel that has it on its agenda, or did."""
    seats = User.objects.filter(
        pk__in=[one.pk for one in people], panel_seats__panel__agenda__application__in=applications
    )
    return set(seats.values_list("pk", "panel_seats__panel__agenda__application"))


def officers_for(application):
    """The officers who may act on a case: those without a conflict."""
    officers = list(User.objects.filter(is_officer=True, is_active=True).order_by("pk"))
    closed = kept_from_judging(officers, [application])
    return [one for one in officers if (one.pk, application.pk) not in closed]


def was_taken_off(user, reference):
    """Whether this person was asked to assess a case once, and is not any more."""
    asked = Assignment.objects.filter(application__reference=reference, assessor=user)
    ends = list(asked.values_list("ended_at", flat=True))
    return bool(ends) and None not in ends
