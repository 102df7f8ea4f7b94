"""What can be done with letters."""

from typing import NamedTuple

from django.db import transaction
from django.utils.timezone import localdate

from grants import history
from grants.applications.models import Application

from .models import ONCE, Letter
from .signatures.models import LetterSignature
from .wordings.models import LetterWording
from .words import decline_words, offer_words, words_again

IN_ONE_STATEMENT = 500


class ToQueue(NamedTuple):
    """A letter of a kind that may come again, which is not kept yet; see `queue_letter`."""

    application: Application
    key: str
    words: dict
    payment: object = None


def queue_letter(application, kind, words, by, *, key=""):
    """Write the letter’s row with the facts that it states; a worker makes it and sends word.

    Call it inside the transaction of the fact. Returns the `Letter`.

    kind: a `Letter.Kind`. words: what the function of that kind in `words.py` gives.
    key: only for kinds of which a case may have several (variation, both about subsidy,
    reminder, recovery), and needed there: what the letter is about. The same key again gives the
    letter that is there, unchanged. An advice of a payment is queued with others (`queue_letters`).
    Offer, decline and ineligible have none: a second one of them is refused by the database.

    The reference ends in a number where there may be several: CDF-2026-0042-remittance-2. To
    count, it locks the application, as a move does; so lock no instalment or payment before.
    """
    if kind not in ONCE:
        if not key:
            raise ValueError(f"A case may have several letters of the kind {kind}: say which.")
        Application.objects.select_for_update().get(pk=application.pk)
        queue_letters(kind, [ToQueue(application, key, words)], by)
        return Letter.objects.defer("pdf").get(application=application, kind=kind, key=key)
    return Letter.objects.create(
        application=application,
        reference=f"{application.reference}-{kind.replace('_', '-')}",
        kind=kind,
        words=words,
        **_as_of_today(kind, by),
    )


def queue_letters(kind, rows, by):
    """Write many of a kind that may come again: a few statements for each 500 of them.

    rows: a list of `ToQueue`. What has a letter for its key is left as it is. The caller holds the
    applications, since numbers are counted.
    """
    facts = _as_of_today(kind, by)
    for start in range(0, len(rows), IN_ONE_STATEMENT):
        some = rows[start : start + IN_ONE_STATEMENT]
        last, known = _numbers_of(kind, some)
        letters = []
        for row in some:
            if (row.application.pk, row.key) in known:
                continue
            last[row.application.pk] = number = last.get(row.application.pk, 0) + 1
            reference = f"{row.application.reference}-{kind.replace('_', '-')}-{number}"
            letters.append(
                Letter(
                    application=row.application, reference=reference, kind=kind, key=row.key,
                    payment=row.payment, words=row.words, **facts,
                )
            )  # fmt: skip
        Letter.objects.bulk_create(letters)


def _as_of_today(kind, by):
    """Who signs, and in which words, for letters that are queued now."""
    return {
        "signed_by": by,
        "dated_on": localdate(),
        "wording": LetterWording.objects.in_use(kind),
        "signature": LetterSignature.objects.in_use(),
    }


def _numbers_of(kind, rows):
    """({application: the highest number of its letters of a kind}, {(application, key)})"""
    last, known = {}, set()
    cases = {row.application.pk for row in rows}
    letters = Letter.objects.filter(application__in=cases, kind=kind)
    for case, key, reference in letters.values_list("application", "key", "reference"):
        known.add((case, key))
        last[case] = max(last.get(case, 0), int(reference.rpartition("-")[2]))
    return last, known


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
