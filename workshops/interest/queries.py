"""What can be asked about interest in workshops."""

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Lower

from workshops.booking.models import Place
from workshops.sessions.models import Session, Workshop
from workshops.states import LIVE, PlaceState, SessionState

from .links import read_token
from .models import Interest

MOST = 2**31


def interest_with(token):
    """The interest that a link is about, or None."""
    pair = read_token(token)
    if pair is None or not 0 < pair[0] < MOST:
        return None
    rows = Interest.objects.select_related("workshop").exclude(email="")
    return rows.filter(pk=pair[0], link_key=pair[1]).first()


def open_interest(workshop, email):
    """What stands there for this address, confirmed or not."""
    return workshop.interest.filter(ended_at=None, email__iexact=email).first() if email else None


def told_in_vain(session):
    """Those who were told of this date and have nothing of it now that it is cancelled: neither
    a place at another date of the workshop, nor a turn at the next, nor asked again."""
    places = Place.objects.filter(session__workshop=session.workshop_id)
    places = places.filter(Q(state__in=LIVE) | Q(state=PlaceState.SESSION_CANCELLED))
    told = session.told_of.exclude(email="").annotate(address=Lower("email"))
    has_place = places.exclude(email="").annotate(address=Lower("email"))
    asks = session.workshop.interest.filter(ended_at=None).annotate(address=Lower("email"))
    same = {"address": OuterRef("address")}
    return list(
        told.filter(~Exists(has_place.filter(**same)), ~Exists(asks.filter(**same)))
        .select_related("workshop", "person")
        .order_by("pk")
    )


def is_interested(user, workshop):
    return (
        user.is_authenticated and workshop.interest.live().filter(email__iexact=user.email).exists()
    )


def dates_to_come(at):
    """Dates that somebody may book, or that are in front of us."""
    return Session.objects.filter(state=SessionState.PUBLISHED, starts_at__gt=at)


def workshops_without_date(at):
    return list(
        Workshop.objects.filter(
            ~Exists(dates_to_come(at).filter(workshop=OuterRef("pk")))
        ).order_by("title")
    )


def demand(at):
    """All workshops with how many people want a date (`interested`), how many `waiting` stand on
    the lists of dates to come, and whether one `has_date`; the most wanted first."""
    live = Q(interest__confirmed_at__isnull=False, interest__ended_at=None)
    waiting = (
        Place.objects.filter(
            state__in=(PlaceState.WAITING, PlaceState.REQUESTED), session__workshop=OuterRef("pk")
        )
        .order_by()
        .values("session__workshop")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return list(
        Workshop.objects.annotate(
            interested=Count("interest", filter=live),
            waiting=Coalesce(Subquery(waiting), 0),
            has_date=Exists(dates_to_come(at).filter(workshop=OuterRef("pk"))),
        ).order_by("-interested", "-waiting", "title")
    )
