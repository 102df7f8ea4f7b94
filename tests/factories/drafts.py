"""An application as long as it is with the co-op: written, sent, handed back."""

import hashlib
import uuid
from datetime import timedelta

from django.conf import settings
from django.core.files.base import ContentFile

from grants.applications import actions as applying, documents
from grants.applications.attendance.actions import waive_workshop
from grants.applications.messages.actions import send_message
from grants.applications.partners import actions as joining
from grants.applications.queries import draft_of
from grants.funds.models import Section
from grants.models import Application

from .clamd import a_scanner
from .people import colleague, organisation, owner_of
from .rounds import open_round
from .warm import kept


def draft(*, by=None, of=None, round=None, ready=True, amount="4000", days="3", file="", joint=()):
    """An application that nobody sent yet; `ready` says that all is answered.

    joint: the organisations that apply together with it, and have said yes.
    """
    of = of or organisation(owner=by)
    by = by or owner_of(of)
    application = applying.start_application(organisation=of, round=round or open_round(), by=by)
    asked = [asked_to_join(application, partner) for partner in joint]
    if ready:
        about, money = Section.objects.filter(round=application.round).order_by("number")
        fill(application, about, {"1": of.name}, by)
        lines = [
            {"kind": "money", "what": "Ovens", "amount": amount, "local": "yes"},
            {"kind": "days", "what": "Advice", "amount": days, "local": "yes"},
        ]
        if joint:
            lines = [{**line, "who": "lead"} for line in lines]
            flour = {"kind": "money", "what": "Flour", "amount": "500", "local": "yes"}
            lines += [{**flour, "who": partner.name} for partner in joint]
        fill(application, money, {"2": f"{of.name} will bake bread.", "3": lines}, by)
    for partner, its_own in zip(asked, joint, strict=True):
        says_yes(partner, its_own)
    if file:
        attach(application, file, by)
    return application


def asked_to_join(application, partner):
    """The lead asks an organisation to apply together with it."""
    return joining.add_partner(
        application,
        name=partner.name,
        email=owner_of(partner).email,
        does="Mills the flour.",
        by=application.started_by,
    )


def says_yes(partner, its_own):
    by = owner_of(its_own)
    partner = joining.take_up(partner, organisation=its_own, by=by)
    application = Application.objects.get(pk=partner.application_id)
    seen = draft_of(application).share(partner.name).hash
    return joining.confirm_partner(partner, seen=seen, by=by)


def attach(application, name, by):
    content = b"%PDF-1.7 " + name.encode()
    return applying.add_attachment(
        application,
        file=ContentFile(content, name=name),
        name=name,
        content_type="application/pdf",
        sha256=hashlib.sha256(content).hexdigest(),
        by=by,
    )


def with_virus(**facts):
    """A draft in one of whose files the worker found a virus."""
    application = draft(file="plan.pdf", **facts)
    with a_scanner(settings, answer=b"stream: Eicar-Test-Signature FOUND"):
        documents.scan_waiting_files()
    return application


def fill(application, section, answers, by):
    applying.save_section(
        application, section, answers=answers, sound=list(answers), version=0, by=by
    )


def message(application, *, text="May we pay rent with it?", by=None):
    """One more message in the talk about an application."""
    by = by or application.started_by
    return send_message(application, text=text, uuid=uuid.uuid4(), by=by)


def asked_for_more_time(application, *, reason="Two of us are ill.", by=None):
    """A draft whose co-op asked for more time, which nobody has answered yet."""
    by = by or application.started_by
    return applying.ask_for_more_time(application, reason=reason, by=by)


def waived_workshop(application, *, kind="could_not", reason="We work on that evening.", by=None):
    """A co-op that said why nobody came to the workshop that its round asks for."""
    by = by or application.started_by
    return waive_workshop(application, kind=kind, reason=reason, by=by)


def more_time(application, *, days=3, reason="Two of us are ill.", by=None):
    """A draft that was given some days more than its round."""
    return applying.give_more_time(
        asked_for_more_time(application, reason=reason),
        until=application.round.closes_at + timedelta(days=days),
        answer=reason,
        by=by or colleague("is_officer"),
    )


@kept
def submitted(**facts):
    application = draft(**facts)
    return applying.submit_application(application, by=application.started_by)


def returned(*, questions=("2",), note="Say more.", **facts):
    """Sent, and handed back: the co-op may change the answers to these questions."""
    return applying.return_for_changes(
        submitted(**facts),
        by=colleague("is_officer"),
        note=note,
        questions=dict.fromkeys(questions, ""),
    )
