"""Sessions at the same time: somebody who books both is warned, and never kept from it."""

from dataclasses import dataclass

from django.db.models.functions import Lower
from django.urls import reverse

from workshops.sessions.models import Session
from workshops.states import LIVE, SessionState

from .links import PARTY, SEAT, token_for
from .models import Place


@dataclass(frozen=True)
class Clash:
    """Another session at which somebody has a place or waits, at the same time.

    page: where they can give that back, as they reach it; place: what they would give back.
    """

    session: Session
    is_booked: bool
    page: str
    place: Place


def clashes(session, email, *, user=None):
    """What else somebody with this address has at the time of this session, the soonest first.

    user: their account, if they are signed in; else the pages are reached by a personal link,
    which only whoever reads the mail of this address may be given.
    """
    if not email or session.state != SessionState.PUBLISHED:
        return []
    places = Place.objects.annotate(address=Lower("email")).filter(
        address=email.lower(),
        state__in=LIVE,
        instead_of=None,
        session__state=SessionState.PUBLISHED,
        session__starts_at__lt=session.ends_at,
        session__ends_at__gt=session.starts_at,
    )
    places = places.exclude(session=session.pk).select_related(
        "session__workshop", "booking__booked_by"
    )
    return [
        Clash(place.session, place.state == "booked", _page(place, email, user), place)
        for place in places.order_by("session__starts_at", "pk")
    ]


def let_go(clashes, keys):
    """Those of the places at the same time whose boxes somebody ticked. Anything else that they
    send is nothing."""
    return [clash.place for clash in clashes if str(clash.place.pk) in keys]


def said_of(given):
    """What somebody reads who said yes to a place, and gave these other ones back with it."""
    besides = ", and what you ticked is given back" if given else ""
    return f"The place is yours{besides}. We’re sending you an email."


def _page(place, email, user):
    if user is not None:
        return reverse("workshops:booking", args=[place.booking.reference])
    made_it = place.booking.booker.email.lower() == email.lower()
    token = token_for(PARTY, place.booking) if made_it else token_for(SEAT, place)
    return reverse("workshops:my_place", args=[token])
