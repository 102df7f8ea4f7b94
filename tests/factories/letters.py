"""Letters: what they say, who signs them, and some of each kind."""

from datetime import date
from decimal import Decimal
from io import BytesIO

from django.urls import reverse
from PIL import Image, ImageDraw

from grants.awards.letters import words as facts
from grants.awards.letters.actions import queue_letter
from grants.awards.letters.models import Kind
from grants.awards.letters.signatures.actions import add_signature
from grants.awards.letters.signatures.redrawing import redraw
from grants.awards.letters.wordings.actions import use_wording, write_wording
from grants.awards.letters.wordings.composing import delivered

from .cases import accepted, colleague


def picture(kind="PNG", *, size=(600, 200), mode="RGB"):
    """A picture of a signature, as somebody scans it."""
    drawn = Image.new(mode, size, "white")
    ImageDraw.Draw(drawn).line([(40, 150), (200, 30), (380, 160), (560, 50)], "#1a237e", 8)
    target = BytesIO()
    drawn.save(target, kind)
    return target.getvalue()


def letter_signature(*, name="Łukasz O'Brien", role="Chair of the panel", by=None):
    """The signature that letters carry."""
    by = by or colleague("is_officer")
    return add_signature(name=name, role=role, picture=redraw(picture()), by=by)


def letter_wording(kind=Kind.OFFER, *, more="We are glad.", text=None, used=True, by=None):
    """The wording of a kind, with some words more, read by an approver and used from now on."""
    by = by or colleague("is_officer")
    row = write_wording(kind, text=text or f"{delivered(kind)}\n{more}\n", by=by)
    return use_wording(row, by=colleague("is_approver")) if used else row


def words_of(kind, award):
    """The facts of a letter that may come again, about an award."""
    application = award.application
    return {
        Kind.VARIATION: lambda: facts.variation_words(
            award,
            changes=[facts.Change("Final report", "1 May 2027", "1 July 2027")],
            reasons="The oven came late.",
        ),
        Kind.SUBSIDY_NOTIFICATION: lambda: facts.subsidy_notification_words(
            award, value=Decimal(5650), confirm_by=date(2026, 12, 20)
        ),
        Kind.SUBSIDY_CONFIRMATION: lambda: facts.subsidy_confirmation_words(
            award, value=Decimal(5650), given_on=date(2026, 12, 2)
        ),
        Kind.REMINDER: lambda: facts.reminder_words(
            application,
            about="your 6 month report",
            due_on=date(2027, 6, 1),
            to_do="Answer eight short questions.",
            path=reverse("progress", args=[application.reference]),
        ),
        Kind.RECOVERY: lambda: facts.recovery_words(
            award,
            amount=Decimal(1200),
            reasons="The oven was sold.",
            due_on=date(2027, 6, 1),
            how_to_pay="Ring us for the account.",
            pay_reference=f"{award.reference}-B1",
        ),
    }[kind]()


AGAIN = (
    Kind.VARIATION,
    Kind.SUBSIDY_NOTIFICATION,
    Kind.SUBSIDY_CONFIRMATION,
    Kind.REMINDER,
    Kind.RECOVERY,
)


def queued_letter(kind, *, of=None, key="first", by=None):
    """A letter that may come again, waiting to be made."""
    application = of or accepted(confirmed=False)
    words = words_of(kind, application.award)
    return queue_letter(application, kind, words, by or colleague("is_officer"), key=key)
