"""What can be asked about awards."""

from django.db.models import Prefetch, prefetch_related_objects

from .terms.models import AwardLine, Condition, Instalment


def award_of(application):
    """The award with what its page shows, or None. It may have been read with its case."""
    award = getattr(application, "award", None)
    if award is not None:
        prefetch_related_objects(
            [award],
            Prefetch("lines", AwardLine.objects.order_by("number")),
            Prefetch("instalments", Instalment.objects.order_by("number")),
            Prefetch("conditions", Condition.objects.order_by("number")),
        )
    return award
