"""What can be asked about who assesses."""

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from applicants.models import User
from grants.applications.partners.models import Partner
from grants.assessment.scoring.models import Assessment
from grants.closeness import KEPT_FROM_JUDGING
from grants.lifecycle import Stage

from .models import Assignment


def assessors_free_for(application):
    """Those who may be asked to assess it, each with how many they have `to_score` now."""
    filed = Assessment.objects.filter(
        application=OuterRef("application"), assessor=OuterRef("assessor")
    ).exclude(filed_at=None)
    holding = (
        Assignment.objects.filter(
            assessor=OuterRef("pk"),
            ended_at=None,
            application__state=Stage.IN_ASSESSMENT,
            application__submitted_at__isnull=False,
        )
        .exclude(Exists(filed))
        .order_by()
        .values("assessor")
        .annotate(number=Count("pk"))
        .values("number")
    )
    asked = application.assignments.filter(ended_at=None)
    kept_from_it = application.conflicts.filter(outcome__in=KEPT_FROM_JUDGING)
    joined = Partner.objects.joined().filter(application=application)
    return (
        User.objects.filter(is_assessor=True, is_active=True)
        .exclude(pk__in=kept_from_it.values("user"))
        .exclude(memberships__organisation=application.organisation_id)
        .exclude(memberships__organisation__in=joined.values("organisation"))
        .exclude(pk__in=asked.values("assessor"))
        .annotate(to_score=Coalesce(Subquery(holding), 0))
        .order_by("to_score", "name", "pk")
    )


def assessors_of(application):
    """Who is asked to assess it now, each with `filed_at` when they have."""
    filed = Assessment.objects.filter(
        application=OuterRef("application"), assessor=OuterRef("assessor")
    )
    return (
        application.assignments.filter(ended_at=None)
        .select_related("assessor")
        .annotate(filed_at=Subquery(filed.values("filed_at")[:1]))
        .order_by("assessor__name", "pk")
    )
