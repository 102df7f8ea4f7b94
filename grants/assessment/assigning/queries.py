"""What can be asked about who assesses."""

from django.db.models import Exists, OuterRef, Q, Subquery

from applicants.models import Membership, User
from grants.applications.partners.models import Partner
from grants.assessment.assessors.queries import with_load
from grants.assessment.conflicts.models import Conflict
from grants.assessment.scoring.models import Assessment
from grants.assessment.training.models import Practice

from .models import Assignment


def ward_of_case(application):
    """Where the co-op of a case is: for now, the first part of its postcode."""
    return application.organisation.postcode.partition(" ")[0].upper()


def conflicted_pairs(assessors, applications):
    """Every (assessor, application) of these that a conflict keeps apart, by their keys.

    Declared, or they act or acted for the co-op that applies or for a partner that joined.
    """
    people = [person.pk for person in assessors]
    cases = [case.pk for case in applications]
    pairs = set(
        Conflict.objects.filter(user__in=people, application__in=cases).values_list(
            "user", "application"
        )
    )
    applying = {}
    for case in applications:
        applying.setdefault(case.organisation_id, set()).add(case.pk)
    joined = Partner.objects.joined().filter(application__in=cases)
    for organisation, case in joined.values_list("organisation", "application"):
        applying.setdefault(organisation, set()).add(case)
    acted = Membership.objects.filter(user__in=people, organisation__in=applying)
    for person, organisation in acted.values_list("user", "organisation"):
        pairs |= {(person, case) for case in applying[organisation]}
    return pairs


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


def assessors_free_for(application):
    """Those who may be asked to assess it, each with how many they have `to_score` now."""
    asked = application.assignments.filter(ended_at=None)
    joined = Partner.objects.joined().filter(application=application)
    return (
        assessors_ready_for(application.round.fund_id)
        .exclude(conflicts__application=application)
        .exclude(memberships__organisation=application.organisation_id)
        .exclude(memberships__organisation__in=joined.values("organisation"))
        .exclude(pk__in=asked.values("assessor"))
        .order_by("to_score", "name", "pk")
    )


def with_filed_at(assignments):
    """Assignments, each with `filed_at` when the assessor has filed, and when they `began`."""
    own = Assessment.objects.filter(
        application=OuterRef("application"), assessor=OuterRef("assessor")
    )
    return assignments.annotate(
        filed_at=Subquery(own.values("filed_at")[:1]), began=Subquery(own.values("started_at")[:1])
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


def officers_for(application):
    """The officers who may act on a case: those without a conflict."""
    officers = list(User.objects.filter(is_officer=True, is_active=True).order_by("pk"))
    closed = conflicted_pairs(officers, [application])
    return [one for one in officers if (one.pk, application.pk) not in closed]
