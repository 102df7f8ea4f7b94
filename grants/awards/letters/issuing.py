"""Making queued letters: the page, the PDF, their hash, and the message that says so.

Only a worker imports this module, so that web processes never load ReportLab.
"""

import hashlib
import logging
import unicodedata
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.timezone import now

from applicants.emails import queue_email
from grants import history
from grants.paper import Letterhead, UnprintableText, lay_out
from grants.paper.typeface import unprintable
from grants.templatetags.words import day

from .models import Letter

BATCH = 20
LEASE = timedelta(seconds=90)  # a dead worker's letters are made within two minutes
SIGNS = {"So", "Sk", "Sm", "Mn", "Me", "Cf", "Co", "Cn", "Cs"}  # Unicode’s kinds of character
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
            .order_by("queued_at", "pk")
        )
        claimed = list(waiting.select_for_update(skip_locked=True)[:BATCH])
        Letter.objects.filter(pk__in=[letter.pk for letter in claimed]).update(
            leased_until=at + LEASE
        )
    return claimed


def make(letter):
    """Lay one letter out, then issue it in one transaction with its message and history."""
    try:
        html, pdf = compose(letter)
        return issue(letter, html, pdf)
    except UnprintableText as error:  # staff read it beside the letter
        Letter.objects.filter(pk=letter.pk).update(problem=str(error)[:300])
        return 0
    except Exception:  # tried again when the lease is over
        logger.exception("A letter could not be made.")
        return 0


def compose(letter):
    """Return the letter as (html, pdf bytes)."""
    words = printable(letter.words)
    html = render_to_string(f"letters/{letter.kind}.html", words)
    pdf = lay_out(
        html,
        title=f"{letter.get_kind_display()} {words['reference']}: {words['organisation_name']}",
        reference=words["reference"],
        letterhead=Letterhead.of(settings.FUND),
        recipient=(words["recipient_name"], words["organisation_name"]),
        dated=day(letter.dated_on),
    )
    return html, pdf


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


@transaction.atomic
def issue(letter, html, pdf):
    letter = Letter.objects.select_for_update().select_related("application").get(pk=letter.pk)
    if letter.issued_at is not None:
        return 0  # another worker was here first
    letter.html, letter.pdf = html, pdf
    letter.sha256, letter.issued_at = hashlib.sha256(pdf).hexdigest(), now()
    letter.save()
    application = letter.application
    history.record(application, verb="issue_letter", by=None, subject=letter.get_kind_display())
    queue_email(
        f"grants/letter_{letter.kind}",
        application.organisation,
        key=letter.reference,
        about=application.reference,
        application=application,
        letter=letter,
    )
    return 1
