"""How a case goes to the panel."""

from applicants.access import Refused
from grants.assessment.diligence.queries import what_stands_open
from grants.assessment.scoring.queries import names_still_to_file
from grants.fields import in_days
from grants.history import moving
from grants.money import in_pounds

from .models import Recommendation


def refer_to_panel(
    application, *, amount, days, reason, risk, risk_words="", conditions=(), why_more="", by
):
    """An officer sends the application to the panel with their advice; earlier advice stays.

    conditions: (text, the day by which it is met or None: before the first payment) of each.
    why_more: needed where the advice is more than the co-op asked for.
    """
    with moving(application, by=by, note=reason) as application:
        application.refer_to_panel()
        if not application.assessments.counting().exists():
            raise Refused("Wait for at least one assessor to file their scores.")
        if names := names_still_to_file(application):
            raise Refused(f"These assessors have not filed their scores yet: {names}.")
        if what_stands_open(application):
            raise Refused("Due diligence is not finished. Settle what stands open there first.")
        if not why_more and (problem := more_than_asked(application, amount, days)):
            raise Refused(problem)
        Recommendation.objects.create(
            application=application,
            amount=amount,
            days=days,
            why_more=why_more,
            risk=risk,
            risk_words=risk_words,
            conditions=[
                {"text": text, "due_on": due_on.isoformat() if due_on else ""}
                for text, due_on in conditions
            ],
            reason=reason,
            made_by=by,
        )
    return application


def more_than_asked(application, amount, days):
    """Why this advice needs a word more, or nothing."""
    if amount > application.amount_requested:
        asked = in_pounds(application.amount_requested)
    elif days > application.days_requested:
        asked = f"{in_days(application.days_requested)} advice days"
    else:
        return ""
    return f"They asked for {asked} and you advise more. Say why, or advise less"
