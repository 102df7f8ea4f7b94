"""What can be asked about those who assess."""

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from applicants.models import User
from grants.assessment.assigning.models import Assignment
from grants.assessment.scoring.models import Assessment
from grants.involvement import assigned_to, conflicts_of
from grants.lifecycle import Stage

from .models import AssessorProfile, Skill


def skills():
    return Skill.objects.order_by("name", "pk")


def profile_of(user):
    """What is known about an assessor; one who never said anything has an empty profile."""
    found = AssessorProfile.objects.filter(user=user).prefetch_related("skills").first()
    return found or AssessorProfile(user=user)


def with_load(people):
    """People, each with how many they have `to_score` now: given to them and not filed."""
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
    return people.annotate(to_score=Coalesce(Subquery(holding), 0))


def with_filed(people):
    """People, each with how many assessments they have `filed` in all."""
    done = (
        Assessment.objects.filter(assessor=OuterRef("pk"))
        .exclude(filed_at=None)
        .order_by()
        .values("assessor")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return people.annotate(filed=Coalesce(Subquery(done), 0))


def assessors():
    """Everybody who assesses now, with load, profile, what they filed and what they are owed."""
    people = User.objects.filter(is_assessor=True, is_active=True)
    people = with_filed(with_load(people)).prefetch_related("assessor_profile__skills")
    rows = list(people.order_by("name", "pk"))
    for person in rows:
        person.profile = getattr(person, "assessor_profile", None) or AssessorProfile(user=person)
        person.owed = owed(person.filed, person.profile)
        person.knows = (
            sorted(skill.name for skill in person.profile.skills.all()) if person.profile.pk else []
        )
    return rows


def owed(filed, profile):
    """What somebody is owed in pounds, worked out from what they filed."""
    return filed * profile.fee


def filed_by(user):
    """What somebody filed, newest first, with how far each application has come.

    Each `is_open` to them, unless they are no longer among those who assess it.
    """
    rows = Assessment.objects.filter(assessor=user).exclude(filed_at=None)
    rows = rows.select_related("application__organisation", "application__round")
    rows = list(rows.order_by("-filed_at", "-pk"))
    open_to_them = assigned_to(user) - conflicts_of(user)
    for row in rows:
        row.is_open = row.application_id in open_to_them
    return rows
