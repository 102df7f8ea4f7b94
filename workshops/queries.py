"""What other rooms ask about workshops: who came, and whether a place could be had."""

from datetime import timedelta

from django.db.models import Exists, Min, OuterRef, Q
from django.db.models.functions import Coalesce, Lower

from applicants.models import User

from .availability import Places, most_free
from .booking.models import Offer, Place
from .booking.queries import booking_of, bookings_of
from .register.models import CAME
from .register.queries import with_attendance
from .sessions.models import Session
from .sessions.queries import (
    organisations_of,
    other_dates,
    past_sessions,
    sessions_for,
    sessions_on,
    sessions_with_places,
    tags,
    with_places,
    workshops_by_title,
)
from .states import EXPECTED, NEVER_IN, SessionState

__all__ = [
    "booking_of",
    "bookings_of",
    "most_places_free",
    "organisations_of",
    "other_dates",
    "past_sessions",
    "people_who_came",
    "sessions_for",
    "sessions_on",
    "sessions_tagged",
    "sessions_with_places",
    "tags",
    "with_places",
    "workshops_by_title",
]


# Whatever is given back goes to the list under the same lock, if not in the same millisecond.
AT_ONCE = timedelta(seconds=5)


def _places_of(organisation, at):
    """Places booked for this co-op, and those that its members of that moment booked for
    themselves, also before they had an account: then their address says who they are."""
    members = organisation.memberships.live_at(at)
    alone = Q(booking__organisation=None) & _are(members)
    return Q(booking__organisation=organisation) | alone


def _are(memberships):
    """Places of the people of these memberships."""
    users = memberships.values("user")
    addresses = memberships.annotate(address=Lower("user__email")).values("address")
    return Q(person__in=users) | Q(person=None, address__in=addresses)


def people_who_came(organisation, tag, *, since, until):
    """The people of this co-op who came to a workshop with this tag: the newest place of each.

    The one rule of who counts, at the moment `until`: somebody who came for the co-op, or came
    for themselves and is a member. A group’s first workshop comes before its members have
    accounts that act for it, so whoever came for it and never was a member counts too; whoever
    was one and left does not. A person counts once, however often they came.
    """
    memberships = organisation.memberships
    members = memberships.live_at(until).values("user")
    left = memberships.filter(started_at__lte=until).exclude(user__in=members)
    places = with_attendance(_with_address()).filter(
        _places_of(organisation, until),
        mark__in=CAME,
        state__in=EXPECTED,
        session__workshop__tag=tag,
        session__starts_at__gte=since,
        session__starts_at__lte=until,
    )
    places = places.exclude(_are(left)).select_related("session__workshop", "booking")
    places = list(places.order_by("-session__starts_at", "-pk"))
    accounts = _accounts_of(place.address for place in places if place.person_id is None)
    newest = {}
    for place in places:
        who = place.person_id or accounts.get(place.address, place.address)
        newest.setdefault(who or f"place {place.pk}", place)
    return list(newest.values())


def _with_address():
    return Place.objects.annotate(address=Lower("email"))


def _accounts_of(addresses):
    """The accounts that have come to these addresses since somebody came with them."""
    asked = {address for address in addresses if address}
    if not asked:
        return {}
    users = User.objects.annotate(address=Lower("email")).filter(address__in=asked)
    return dict(users.values_list("address", "pk"))


# A party that holds a place waits for the other way, and is offered that one.
WAY_OF_OFFER = Coalesce(
    Min("booking__places__way", filter=Q(booking__places__instead_of__isnull=False)),
    Min("booking__places__way"),
)


def most_places_free(organisation, tag, *, since, until, at):
    """The most places with this tag that this co-op could have had at one time, as far as is
    known at a moment; or None where no session was to be found.

    A session counts that starts in time (by `until`), and while it could be booked: published,
    booking not closed, and not before `since`. Places in the room and online both count; those
    held back do not, since nobody could book them, and those offered to others who wait do not
    either. Places that the co-op holds itself count as free: it had them. Where it asked for one
    and we gave it none, it could have none. Dates are not added up: a co-op need not send its
    people to different ones.
    """
    sessions = sessions_tagged(tag, since=since, until=until).filter(published_at__lte=at)
    sessions = list(sessions.annotate(asked_in_vain=_asked_in_vain(organisation, at)))
    if not sessions:
        return None
    first_of_all = min(session.published_at for session in sessions)
    held = {(session.pk, way): [] for session in sessions for way in session.ways}
    ways = {session.pk: (session.main_way, session.ways) for session in sessions}
    for session, way, chairs, *taken in _taken_by_others(organisation, sessions, at):
        main, known = ways[session]  # a place that ended before a change of plan says another way
        begins, ends = taken[0] or first_of_all, taken[1]
        held[session, way if way in known else main] += [(begins, ends)] * chairs
    free = (
        most_free(
            [
                Places(
                    session.places_for(way) - session.held_back_for(way),
                    held[session.pk, way],
                    min(session.closes_for(way), at),
                )
                for way in session.ways
            ],
            opens=max(since, session.published_at, session.opens_at or session.published_at),
        )
        for session in sessions
        if not session.asked_in_vain
    )
    return max(free, default=0)


def _taken_by_others(organisation, sessions, at):
    """(session, way, chairs, since or None, until or None) of all that others had or were offered.

    What a colleague gave out was held back before, so that nobody else could have had it: it has
    no beginning. What goes to the list is never free in between.
    """
    theirs = _places_of(organisation, at)
    places = _with_address().filter(session__in=sessions)
    for place in places.filter(booked_at__isnull=False).exclude(theirs).select_related("booking"):
        since = None if place.booking.given_because else place.booked_at
        if since is not None and place.booking.waits_since is not None:
            since -= AT_ONCE
        yield place.session_id, place.way, 1 + place.with_companion, since, place.ended_at
    offers = Offer.objects.filter(booking__session__in=sessions)
    offers = offers.exclude(booking__in=places.filter(theirs).values("booking"))
    for offer in offers.select_related("booking").annotate(way=WAY_OF_OFFER):
        ends = (offer.ended_at or offer.until) + AT_ONCE
        yield offer.booking.session_id, offer.way, offer.places, offer.made_at - AT_ONCE, ends


def _asked_in_vain(organisation, at):
    """Whether this co-op asked for a place, and we chose others or did not answer in time."""
    asked = _with_address().filter(_places_of(organisation, at), state__in=NEVER_IN)
    had = _with_address().filter(_places_of(organisation, at), booked_at__isnull=False)
    here = {"session": OuterRef("pk")}
    return Exists(asked.filter(**here)) & ~Exists(had.filter(**here))


def sessions_tagged(tag, *, since, until):
    """The published sessions of workshops with this tag, in order.

    One that is postponed or was cancelled is none: nobody could have come.
    """
    sessions = Session.objects.filter(
        state=SessionState.PUBLISHED,
        workshop__tag=tag,
        starts_at__gte=since,
        starts_at__lte=until,
    )
    return sessions.select_related("workshop").order_by("starts_at", "pk")
