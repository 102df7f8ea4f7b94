"""Making queued letters: the page, the PDF, their hash, and the message that says so.

Only a worker imports this module, so that web processes never load ReportLab.
"""

import logging
import unicodedata
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now

from applicants.emails import queue_email
from applicants.paper import Letterhead, Picture, UnknownMarkup, UnprintableText, lay_out
from applicants.paper.stand_ins import with_stand_ins
from applicants.paper.typeface import unprintable
from grants import history
from grants.awards.hosting.queries import payee_of
from grants.templatetags.words import day

from .dating import date_anew
from .models import ABOUT_MONEY, Letter
from .shapes import SIGNS
from .wordings.composing import Gap, compose as in_html, delivered

NOT_LAID_OUT = (
    "This letter cannot be made, because its heading or one of its parts comes out empty. "
    "Change the wording or the name, then make the letter again."
)
BATCH = 20
LEASE = timedelta(seconds=90)  # a dead worker's letters are made within two minutes
logger = logging.getLogger(__name__)


def make_queued_letters():
    """Make what is waiting; one letter's fault stops no other. Returns how many were made."""
    return sum(make(letter) for letter in claim_letters())


def claim_letters():
    at = now()
    with transaction.atomic():
        waiting = (
            Letter.objects.filter(issued_at=None, problem="")
            .filter(Q(leased_until=None) | Q(leased_until__lt=at))
            .select_related("wording", "signature")
            .order_by("queued_at", "pk")
        )
        claimed = list(waiting.select_for_update(skip_locked=True, of=("self",))[:BATCH])
        Letter.objects.filter(pk__in=[letter.pk for letter in claimed]).update(
            leased_until=at + LEASE
        )
    return claimed


def make(letter):
    """Lay one letter out, then issue it in one transaction with its message and history."""
    try:
        date_anew(letter)
        html, pdf = compose(letter)
        return issue(letter, html, pdf)
    except (UnprintableText, Gap) as error:  # staff read it beside the letter
        return _stuck(letter, str(error))
    except UnknownMarkup:
        return _stuck(letter, NOT_LAID_OUT)
    except Exception:  # tried again when the lease is over
        logger.exception("A letter could not be made.")
        return 0


def _stuck(letter, sentence):
    Letter.objects.filter(pk=letter.pk, issued_at=None).update(problem=sentence[:300])
    return 0


def compose(letter):
    """Return the letter as (html, pdf bytes)."""
    wording, signature = letter.wording, letter.signature
    text = wording.text if wording else delivered(letter.kind)
    words = words_on_paper(letter.words, dated_on=letter.dated_on, signature=signature)
    html = in_html(letter.kind, text, words)
    return html, as_pdf(html, letter.get_kind_display(), words, signature)


def words_on_paper(words, *, dated_on, signature):
    """The facts of a letter, with its date and who signs, as our typeface has them."""
    signed = {"signed_name": words["contact_name"], "signed_role": ""}
    if signature is not None:
        signed = {"signed_name": signature.name, "signed_role": signature.role}
    words = printable({**words, **signed, "dated": day(dated_on)})
    if words.get("purpose"):  # the co-op’s own words as it sent them in: nobody may change them
        words["purpose"] = with_stand_ins(words["purpose"])
    return words


def as_pdf(html, title, words, signature):
    """The paper: addressed for the window of the envelope, with as much address as we know."""
    return lay_out(
        html,
        title=f"{title} {words['reference']}: {words['organisation_name']}",
        reference=words["reference"],
        letterhead=Letterhead.of(settings.FUND),
        recipient=window_of(words),
        dated=words["dated"],
        signature=signature and Picture(bytes(signature.picture), f"Signature of {signature.name}"),
    )


def window_of(words):
    """The lines that the window of the envelope shows; those that are not known are left out."""
    lines = [words["recipient_name"], words.get("addressee") or words["organisation_name"]]
    return tuple(filter(None, (*lines, *words.get("address", ()), words.get("postcode", ""))))


def printable(words):
    """The words without emoji and other signs that our typeface has no shape for.

    A letter of the alphabet is never dropped: a name would no longer be that name.
    """
    if isinstance(words, dict):
        return {name: printable(value) for name, value in words.items()}
    if isinstance(words, list):
        return [printable(value) for value in words]
    if not isinstance(words, str):
        return words
    words = unicodedata.normalize("NFC", words)
    signs = {char for char in unprintable(words) if unicodedata.category(char) in SIGNS}
    return "".join(char for char in words if char not in signs)


def readers_of(letter):
    """The people of the co-op; and, where it is about money, of the body that holds it."""
    application = letter.application
    people = list(application.organisation.people())
    payee = payee_of(application) if letter.kind in ABOUT_MONEY else application.organisation
    return people if payee == application.organisation else [*people, *payee.people()]


@transaction.atomic
def issue(letter, html, pdf):
    rows = Letter.objects.select_for_update(of=("self",)).select_related("application")
    letter = rows.filter(pk=letter.pk).first()
    if letter is None or letter.issued_at is not None:
        return 0  # the bank sent the money back meanwhile, or another worker was here first
    letter.seal(html, pdf)
    letter.issued_at = now()
    letter.save()
    application = letter.application
    history.record(application, verb="issue_letter", by=None, subject=letter.get_kind_display())
    queue_email(
        f"grants/letter_{letter.kind}",
        readers_of(letter),
        key=letter.reference,
        about=application.reference,
        application=application,
        letter=letter,
    )
    return 1
