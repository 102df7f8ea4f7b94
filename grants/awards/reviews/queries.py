"""What can be asked about reviews, and who may look at one."""

from django.db.models import F

from applicants.models import User
from grants.assessment.conflicts.queries import kept_from_judging
from grants.involvement import conflicts_of
from grants.panel.models import PanelMember

from .models import Review


def reviews_for(user):
    """The reviews that this person may see: what waits first, the longest wait at the top."""
    rows = Review.objects.visible_to(user).select_related(
        "decision__application__organisation", "decision__application__round", "reviewer"
    )
    return rows.order_by(F("answered_at").desc(nulls_first=True), "asked_at", "pk")


def reviews_to_assign(user):
    """Those for which an officer still has to choose somebody."""
    return Review.objects.visible_to(user).waiting().filter(reviewer=None)


def reviews_to_answer(user):
    """Those that wait for this person."""
    return Review.objects.visible_to(user).waiting().filter(reviewer=user)


def involved_in(application):
    """The ids of all who took part in scoring, advising or deciding; one query."""
    seats = PanelMember.objects.filter(panel__agenda__application=application)
    return set(
        application.assignments.order_by()
        .values_list("assessor")
        .union(
            application.assessments.order_by().values_list("assessor"),
            application.moderations.order_by().values_list("made_by"),
            application.moderations.order_by().filter(talked__isnull=False).values_list("talked"),
            application.recommendations.order_by().values_list("made_by"),
            application.resolutions.order_by().values_list("resolved_by"),
            application.decisions.order_by().values_list("decided_by"),
            seats.order_by().values_list("user"),
        )
        .values_list("assessor", flat=True)
    )


def possible_reviewers(application):
    """Officers and approvers who took no part in this case and have no conflict with it."""
    people = User.objects.filter(is_active=True).exclude(pk__in=involved_in(application))
    people = people.filter(is_officer=True) | people.filter(is_approver=True)
    people = list(people.order_by("name", "pk"))
    kept = kept_from_judging(people, [application])
    return [person for person in people if (person.pk, application.pk) not in kept]


def officers_to_tell(application):
    """The officers to whom this case is open."""
    officers = User.objects.filter(is_active=True, is_officer=True).order_by("pk")
    return [officer for officer in officers if application.pk not in conflicts_of(officer)]
