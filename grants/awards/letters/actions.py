"""What can be done with letters."""

from django.db import transaction
from django.utils.timezone import localdate

from grants import history

from .models import Letter
from .words import decline_words, ineligible_words_again, offer_words


def queue_letter(application, kind, words, by):
    """Write the letter’s row with the facts that it states; a worker makes it and sends word."""
    return Letter.objects.create(
        application=application,
        reference=f"{application.reference}-{kind}",
        kind=kind,
        signed_by=by,
        dated_on=localdate(),
        words=words,
    )


def make_letter_again(letter, *, by):
    """An officer has a letter that could not be made written anew, from what is known today."""
    with transaction.atomic():
        letter = Letter.objects.select_for_update().get(pk=letter.pk)
        if letter.issued_at is not None or not letter.problem:
            return letter
        letter.words = _words_again(letter)
        letter.problem, letter.leased_until = "", None
        letter.save(update_fields=["words", "problem", "leased_until"])
        history.record(
            letter.application, verb="make_letter_again", by=by, subject=letter.get_kind_display()
        )
    return letter


def _words_again(letter):
    if letter.kind == Letter.Kind.INELIGIBLE:
        return ineligible_words_again(letter)
    decision = letter.application.decisions.latest("decided_at")
    if letter.kind == Letter.Kind.OFFER:
        return offer_words(letter.application.award, decision.reasons)
    return decline_words(letter.application, decision.reasons)
