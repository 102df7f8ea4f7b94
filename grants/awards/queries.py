"""What can be asked about decisions and awards."""

from .models import Award, Letter


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
