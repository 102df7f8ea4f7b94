"""What can be asked about what we heard."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.timezone import localdate

from applicants.models import User
from workshops.sessions.models import Session

from .models import Idea, ListeningArchive, answers_due_on


def ideas_of(session):
    return list(Idea.objects.filter(session=session).select_related("owner").order_by("number"))


def archive_of(session):
    rows = ListeningArchive.objects.select_related("archived_by")
    return rows.filter(session=session).first()


def listening_sessions(user):
    """Sessions that this person may see where we listen, or did."""
    rows = Session.objects.visible_to(user)
    heard = Exists(Idea.objects.filter(session=OuterRef("pk")))
    rows = rows.filter(Q(workshop__is_listening=True) | heard)
    return rows.select_related("workshop")


def possible_owners():
    """Colleagues who can see to an idea."""
    return User.objects.filter(is_active=True, is_officer=True).order_by("name", "pk")


@dataclass(frozen=True)
class Listened:
    """A session where we listened, and what is still to answer."""

    session: Session
    due_on: date
    heard: int
    to_answer: int
    is_overdue: bool


def listened(at):
    """Sessions that took place and are not archived: what is overdue first, the oldest first."""
    rows = Session.objects.filter(
        workshop__is_listening=True, archive=None, starts_at__lte=at, published_at__isnull=False
    ).select_related("workshop")
    rows = rows.annotate(
        heard=Count("ideas"), to_answer=Count("ideas", filter=Q(ideas__published_at=None))
    )
    today = localdate(at)
    found = [
        Listened(
            row, due, row.heard, row.to_answer, due < today and bool(row.to_answer or not row.heard)
        )
        for row in rows
        if row.takes_people
        for due in [answers_due_on(row)]
    ]
    return sorted(found, key=lambda one: (not one.is_overdue, one.due_on, one.session.pk))
