"""What can be asked about letters."""

from .models import Letter


def letters_of(application):
    """Its letters, without their heavy parts."""
    return list(
        Letter.objects.filter(application=application)
        .only("reference", "kind", "issued_at", "problem")
        .order_by("pk")
    )


def letter_of(application, kind):
    return next((letter for letter in letters_of(application) if letter.kind == kind), None)
