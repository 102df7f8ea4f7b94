"""What can be asked about who comes and who came."""

from django.db.models import Count, OuterRef, Q, Subquery

from workshops.sessions.models import Session

from .models import AttendanceMark


def with_attendance(places):
    """Each place with `has_come`: what was written down last, or None."""
    newest = AttendanceMark.objects.filter(place=OuterRef("pk")).order_by("-pk")
    return places.annotate(has_come=Subquery(newest.values("has_come")[:1]))


def register_of(session):
    """Who is coming, by name, and for which co-op."""
    places = with_attendance(session.live_places()).select_related("booking__organisation")
    return places.order_by("name", "pk")


def counted(session):
    """The session with its places, and how many were `given_back`."""
    gone = Q(places__booked_at__isnull=False, places__ended_at__isnull=False)
    sessions = Session.objects.with_places().annotate(given_back=Count("places", filter=gone))
    return sessions.select_related("workshop").get(pk=session.pk)
