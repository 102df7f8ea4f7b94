"""What can be asked about awards."""

from .models import Award


def award_of(application):
    """The award with what its page shows, or None."""
    return (
        Award.objects.filter(application=application)
        .select_related("accepted_by")
        .prefetch_related("instalments", "conditions")
        .first()
    )
