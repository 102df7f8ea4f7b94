"""What can be asked about sessions."""

from django.db.models import Q

from applicants.models import Organisation
from workshops.states import SessionState

from .history import SessionChange
from .models import Session, Workshop


def sessions_with_places(user):
    """The sessions that this person may see, with their places counted."""
    sessions = Session.objects.visible_to(user).with_places()
    return sessions.select_related("workshop", "programme_date__programme")


def sessions_for(user, at):
    """Sessions that are not over, the soonest first."""
    return sessions_with_places(user).to_come(at).order_by("starts_at", "pk")


def sessions_on(user, at):
    """Those to come that have a date and take place."""
    return sessions_for(user, at).filter(state=SessionState.PUBLISHED)


def last_change(session):
    """What last happened to a session that people should know of, or None."""
    changes = session.changes.exclude(kind__in=SessionChange.QUIET)
    return changes.order_by("-pk").first()


def past_sessions(user, at):
    """Sessions that are over, the latest first."""
    return sessions_with_places(user).over(at).order_by("-starts_at", "-pk")


def with_places(session):
    """The same session with its places counted."""
    return Session.objects.with_places().select_related("workshop").get(pk=session.pk)


def other_dates(session, at):
    """Other dates of the same workshop that can be booked now."""
    others = Session.objects.filter(
        Q(opens_at=None) | Q(opens_at__lte=at),
        workshop=session.workshop_id,
        state=SessionState.PUBLISHED,
        starts_at__gt=at,
    )
    others = others.exclude(pk=session.pk).exclude(programme_date__programme__kind="course")
    keys = list(others.values_list("pk", flat=True))
    if not keys:  # most have no other, and counting places is what costs
        return []
    counted = Session.objects.with_places().select_related("workshop").filter(pk__in=keys)
    return list(counted.filter(free__gt=0).order_by("starts_at")[:5])


def dates_of_workshop(workshop, at):
    """Its published dates that have not begun."""
    sessions = workshop.sessions.filter(state=SessionState.PUBLISHED, starts_at__gt=at)
    return list(sessions.select_related("workshop").order_by("starts_at", "pk"))


def organisations_of(user):
    """The co-ops for which this person may come, by name."""
    theirs = user.memberships_by_organisation
    return list(Organisation.objects.filter(pk__in=theirs).order_by("name")) if theirs else []


def workshops_by_title():
    return list(Workshop.objects.order_by("title"))


def tags():
    """The tags that workshops have, each once."""
    named = Workshop.objects.exclude(tag="").order_by("tag")
    return list(named.values_list("tag", flat=True).distinct())
