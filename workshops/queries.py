"""What can be asked about sessions and places."""

from django.db.models import Q

from applicants.models import Organisation

from .availability import most_free
from .models import Booking, Place, Session, Workshop


def sessions_with_places(user):
    """The sessions that this person may see, with their places counted."""
    return Session.objects.visible_to(user).with_places().select_related("workshop")


def sessions_for(user, at):
    """Sessions that are not over, the soonest first."""
    return sessions_with_places(user).filter(ends_at__gt=at).order_by("starts_at", "pk")


def past_sessions(user, at):
    """Sessions that are over, the latest first."""
    return sessions_with_places(user).filter(ends_at__lte=at).order_by("-starts_at", "-pk")


def with_places(session):
    """The same session with its places counted."""
    return Session.objects.with_places().select_related("workshop").get(pk=session.pk)


def other_dates(session, at):
    """Other dates of the same workshop that can be booked now."""
    return (
        Session.objects.with_places()
        .select_related("workshop")
        .filter(
            workshop=session.workshop_id,
            published_at__isnull=False,
            starts_at__gt=at,
            free__gt=0,
        )
        .exclude(pk=session.pk)
        .order_by("starts_at")[:5]
    )


def bookings_of(user, at):
    """The places that this person holds in sessions to come."""
    if not user.is_authenticated:
        return Booking.objects.none()
    return (
        Booking.objects.filter(booked_by=user, places__cancelled_at=None, session__ends_at__gt=at)
        .select_related("session__workshop")
        .order_by("session__starts_at")
    )


def booking_of(user, session):
    """The booking with which this person holds a place in a session, or None."""
    if not user.is_authenticated:
        return None
    place = session.live_places().filter(email__iexact=user.email).select_related("booking").first()
    return place.booking if place else None


def register_of(session):
    """Who is coming, by name, and for which co-op."""
    places = session.live_places().with_attendance().select_related("booking__organisation")
    return places.order_by("name", "pk")


def places_given_back(session):
    return session.places.exclude(cancelled_at=None).count()


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


def _places_of(organisation, at):
    """Places booked for this co-op, and those that its members of that moment booked for
    themselves. Whoever books sits there: a person is the account that booked."""
    members = organisation.memberships.live_at(at).values("user")
    return Q(booking__organisation=organisation) | Q(
        booking__organisation=None, booking__booked_by__in=members
    )


def people_who_came(organisation, tag, *, since, until):
    """The people of this co-op who came to a workshop with this tag: the newest place of each.

    The one rule of who counts, at the moment `until`: somebody who came for the co-op, or came
    for themselves and is a member. A group’s first workshop comes before its members have
    accounts that act for it, so whoever came for it and never was a member counts too; whoever
    was one and left does not. A person counts once, however often they came.
    """
    memberships = organisation.memberships
    members = memberships.live_at(until).values("user")
    left = memberships.filter(started_at__lte=until).exclude(user__in=members).values("user")
    places = Place.objects.with_attendance().filter(
        _places_of(organisation, until),
        has_come=True,
        cancelled_at=None,
        session__workshop__tag=tag,
        session__starts_at__gte=since,
        session__starts_at__lte=until,
    )
    places = places.exclude(booking__booked_by__in=left).select_related(
        "session__workshop", "booking"
    )
    newest = {}
    for place in places.order_by("-session__starts_at", "-pk"):
        newest.setdefault(place.booking.booked_by_id, place)
    return list(newest.values())


def most_places_free(organisation, tag, *, since, until, at):
    """The most places with this tag that this co-op could have had at one time, as far as is
    known at a moment; or None where no session was to be found.

    A session counts that starts in time (by `until`), and while it could be booked: published,
    not begun, and not before `since`. Places that the co-op holds itself count as free: it had
    them. Dates are not added up: a co-op need not send its people to different ones.
    """
    sessions = list(sessions_tagged(tag, since=since, until=until).filter(published_at__lte=at))
    if not sessions:
        return None
    held = {session.pk: [] for session in sessions}
    others = Place.objects.filter(session__in=sessions).exclude(_places_of(organisation, at))
    for session, booked_at, cancelled_at in others.values_list(
        "session", "booking__booked_at", "cancelled_at"
    ):
        held[session].append((booked_at, cancelled_at))
    return max(
        most_free(
            session.capacity,
            held[session.pk],
            opens=max(since, session.published_at),
            ends=min(session.starts_at, at),
        )
        for session in sessions
    )


def sessions_tagged(tag, *, since, until):
    """The published sessions of workshops with this tag, in order."""
    sessions = Session.objects.exclude(published_at=None).filter(
        workshop__tag=tag, starts_at__gte=since, starts_at__lte=until
    )
    return sessions.select_related("workshop").order_by("starts_at", "pk")
