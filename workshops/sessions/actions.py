"""What can be done with workshops and their sessions."""

import secrets

from django.db import transaction
from django.utils.text import slugify
from django.utils.timezone import localtime, now

from applicants.access import Refused
from workshops.booking.actions.coming_first import keep_first_places
from workshops.interest.actions import tell_of_date
from workshops.states import SessionState

from .catalogue import CATALOGUE
from .door import change, keep
from .history import SessionChange
from .models import Session, Workshop


def add_catalogue():
    """Add the workshops that come with the service; those that are there stay as they are."""
    Workshop.objects.bulk_create(
        [
            Workshop(
                reference=listed.reference,
                title=listed.title,
                who_for=listed.who_for,
                summary=listed.summary,
                leave_with=listed.leave_with,
                tag=listed.tag,
                covers="\n".join(listed.covers),
                is_listening=listed.is_listening,
            )
            for listed in CATALOGUE
        ],
        ignore_conflicts=True,
    )
    return list(Workshop.objects.order_by("pk"))


def add_session(workshop, *, by, **facts):
    """An officer adds a date of a workshop; it is shown when it is published.

    Sent twice, it is added once.
    """
    with transaction.atomic():
        workshop = Workshop.objects.select_for_update().get(pk=workshop.pk)
        here_then = workshop.sessions.exclude(state=SessionState.CANCELLED).filter(
            starts_at=facts["starts_at"], place=facts["place"]
        )
        if here_then.exists():
            if (same := here_then.filter(**facts).first()) is not None:
                return same
            raise Refused("This workshop has a session at this time in this place already.")
        reference = _session_reference(workshop, facts)
        return Session.objects.create(
            workshop=workshop, reference=reference, created_by=by, **facts
        )


def _session_reference(workshop, facts):
    """The workshop and the moment; a second place at the same moment is named too."""
    start = localtime(facts["starts_at"])
    reference = slugify(f"{workshop.reference[:60]} {start:%Y-%m-%d-%H%M}")
    if not Session.objects.filter(reference=reference).exists():
        return reference
    return f"{reference}-{slugify(facts['place'])[:15].strip('-')}-{secrets.token_hex(2)}"


def publish_session(session, *, by):
    """The session is shown to everybody and can be booked.

    Those whose place at an earlier date we cancelled are asked first; those who asked for a date
    hear of it.
    """
    with transaction.atomic():
        session = Session.objects.select_for_update().get(pk=session.pk)
        if session.published_at is not None:
            return session
        if session.starts_at <= now():
            raise Refused("This session has started, so nobody could book it.")
        if session.opens_later(session.closes_at):
            raise Refused("Booking would open after it ends. Open it now, or move the session.")
        line = change(
            session,
            SessionChange.Kind.PUBLISHED,
            by=by,
            state=SessionState.PUBLISHED,
            published_at=now(),
        )
        return keep(line, told=keep_first_places(session) + tell_of_date(session))


def open_booking(session, *, by):
    """A colleague opens booking before the day that was announced. Twice is once."""
    with transaction.atomic():
        session = Session.objects.select_for_update().get(pk=session.pk)
        if session.opens_later():
            keep(change(session, SessionChange.Kind.OPENED, by=by, opens_at=now()))
    return session


def tag_workshops(tags, *, by):
    """An officer gives workshops their tags; rounds ask for a tag, and not for one workshop."""
    with transaction.atomic():
        for workshop in Workshop.objects.select_for_update().filter(pk__in=tags).order_by("pk"):
            workshop.tag = tags[workshop.pk]
            workshop.save(update_fields=["tag"])
