"""What was advised before."""

from .models import Recommendation


def recommendation_before(application):
    """The advice that went to the panel last time, to start from after a deferral."""
    advice = Recommendation.objects.filter(application=application).first()
    if advice is None:
        return {"amount": application.amount_requested, "days": application.days_requested}
    return {"amount": advice.amount, "days": advice.days, "reason": advice.reason}
