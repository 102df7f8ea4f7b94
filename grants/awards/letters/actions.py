"""What can be done with letters."""

from django.db import transaction
from django.utils.timezone import localdate

from grants import history
from grants.applications.models import Application

from .models import ONCE, Letter
from .signatures.models import LetterSignature
from .wordings.models import LetterWording
from .words import decline_words, offer_words, words_again


def queue_letter(application, kind, words, by, *, key=""):
    """Write the letter’s row with the facts that it states; a worker makes it and sends word.

    Call it inside the transaction of the fact. Returns the `Letter`.

    kind: a `Letter.Kind`. words: what the function of that kind in `words.py` gives.
    key: only for kinds of which a case may have several (variation, both about subsidy,
    remittance, reminder, recovery), and needed there: what the letter is about, such as a
    payment’s reference. The same key again gives the letter that is there, unchanged.
    Offer, decline and ineligible have none: a second one of them is refused by the database.

    The reference ends in a number where there may be several: CDF-2026-0042-remittance-2. To
    count, it locks the application, as a move does; so lock no instalment or payment before.
    """
    reference = f"{application.reference}-{kind.replace('_', '-')}"
    if kind not in ONCE:
        if not key:
            raise ValueError(f"A case may have several letters of the kind {kind}: say which.")
        Application.objects.select_for_update().get(pk=application.pk)
        earlier = list(Letter.objects.filter(application=application, kind=kind).defer("pdf"))
        same = next((letter for letter in earlier if letter.key == key), None)
        if same is not None:
            return same
        reference = f"{reference}-{len(earlier) + 1}"
    return Letter.objects.create(
        application=application,
        reference=reference,
        kind=kind,
        key=key,
        signed_by=by,
        dated_on=localdate(),
        words=words,
        wording=LetterWording.objects.in_use(kind),
        signature=LetterSignature.objects.in_use(),
    )


def make_letter_again(letter, *, by, in_todays_wording=False):
    """An officer has a letter that could not be made written anew, from what is known today.

    It says it in the wording that it was queued with, unless they ask for the one of today.
    """
    with transaction.atomic():
        letter = Letter.objects.select_for_update().get(pk=letter.pk)
        if letter.issued_at is not None or not letter.problem:
            return letter
        letter.words = _words_again(letter)
        letter.problem, letter.leased_until = "", None
        if in_todays_wording:
            letter.wording = LetterWording.objects.in_use(letter.kind)
            letter.signature = LetterSignature.objects.in_use()
        letter.save(update_fields=["words", "problem", "leased_until", "wording", "signature"])
        history.record(
            letter.application, verb="make_letter_again", by=by, subject=letter.get_kind_display()
        )
    return letter


def make_letters_again(letters, *, by, in_todays_wording=False):
    """The same for several, each in its own transaction: one fault stops no other."""
    return [
        make_letter_again(letter, by=by, in_todays_wording=in_todays_wording) for letter in letters
    ]


def _words_again(letter):
    if letter.kind not in (Letter.Kind.OFFER, Letter.Kind.DECLINE):
        return words_again(letter)
    decision = letter.application.decisions.latest("decided_at")
    if letter.kind == Letter.Kind.OFFER:
        return offer_words(letter.application.award, decision.reasons)
    return decline_words(letter.application, decision.reasons)
