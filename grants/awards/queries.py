"""What can be asked about decisions and awards."""

from decimal import Decimal

from django.db.models import Sum

from grants.applications.models import Application

from .models import Award, Letter


def committed(round):
    """(pounds, days) that a round's live awards take: always added up, never stored."""
    sums = (
        Application.objects.filter(round=round)
        .holding_budget()
        .aggregate(pounds=Sum("award__amount"), days=Sum("award__days"))
    )
    return sums["pounds"] or Decimal(0), sums["days"] or Decimal(0)


def left_in(round):
    """(pounds, days) that a round can still award."""
    pounds, days = committed(round)
    return round.budget - pounds, round.budget_days - days


def last_decision(application):
    """What the panel decided last, or None."""
    decisions = application.decisions.select_related("decided_by")
    return decisions.order_by("-decided_at", "-pk").first()


def award_of(application):
    """The award with what its page shows, or None."""
    return (
        Award.objects.filter(application=application)
        .select_related("accepted_by")
        .prefetch_related("instalments", "conditions")
        .first()
    )


def letters_of(application):
    """Its letters, without their heavy parts."""
    return list(
        Letter.objects.filter(application=application)
        .only("reference", "kind", "issued_at", "problem")
        .order_by("pk")
    )


def letter_of(application, kind):
    return next((letter for letter in letters_of(application) if letter.kind == kind), None)
