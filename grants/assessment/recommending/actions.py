"""How a case goes to the panel."""

from django.utils.timezone import now

from applicants.access import Refused
from grants.assessment.diligence.queries import what_stands_open
from grants.history import moving

from .models import Recommendation


def refer_to_panel(application, *, amount, days, reason, by):
    """An officer sends the application to the panel with their advice."""
    with moving(application, by=by, note=reason) as application:
        application.refer_to_panel()
        filed = application.assessments.exclude(filed_at=None).values("assessor")
        waiting = application.assignments.filter(ended_at=None).exclude(assessor__in=filed)
        if not filed:
            raise Refused("Wait for at least one assessor to file their scores.")
        if waiting.exists():
            names = ", ".join(str(row.assessor) for row in waiting.select_related("assessor"))
            raise Refused(f"These assessors have not filed their scores yet: {names}.")
        if what_stands_open(application):
            raise Refused("Due diligence is not finished. Settle what stands open there first.")
        Recommendation.objects.update_or_create(
            application=application,
            defaults={
                "amount": amount,
                "days": days,
                "reason": reason,
                "made_at": now(),
                "made_by": by,
            },
        )
    return application
