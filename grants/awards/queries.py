"""What can be asked about awards."""

from django.db.models import Prefetch

from .models import Award
from .terms.models import AwardLine, Condition, Instalment


def award_of(application):
    """The award with what its page shows, or None."""
    return (
        Award.objects.filter(application=application)
        .select_related("accepted_by")
        .prefetch_related(
            Prefetch("lines", AwardLine.objects.order_by("number")),
            Prefetch("instalments", Instalment.objects.order_by("number")),
            Prefetch("conditions", Condition.objects.order_by("number")),
        )
        .first()
    )
