"""What was advised before."""

from applicants.written import written_once_of_a_record

from .models import Recommendation


@written_once_of_a_record
def recommendations_of(application):
    """All advice that went to the panel, the newest first: that one counts."""
    advice = Recommendation.objects.filter(application=application)
    return advice.select_related("made_by").order_by("-pk")


def advice_on(applications):
    """{application id: the advice that counts} for many applications at once."""
    rows = Recommendation.objects.filter(application__in=applications).select_related("made_by")
    return {row.application_id: row for row in rows.order_by("pk")}


def recommendation_before(application):
    """The advice that went to the panel last time, to start from after a deferral."""
    advice = next(iter(recommendations_of(application)), None)
    if advice is None:
        return {"amount": application.amount_requested, "days": application.days_requested}
    return {
        "amount": advice.amount,
        "days": advice.days,
        "why_more": advice.why_more,
        "risk": advice.risk,
        "risk_words": advice.risk_words,
        "conditions": advice.conditions_read,
        "reason": advice.reason,
    }
