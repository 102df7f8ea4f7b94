"""Forgetting somebody who never had an account: when they ask, or when we have no more need.

Nothing that counts changes: the rows stay, and one invented address stands in all that was
theirs, so that a person stays one person. What says who it was goes: name, address, number, the
name of their group, what they needed, their certificates, and what we wrote to them. Their links
open nothing any more.
"""

from django.db import transaction
from django.utils.timezone import localtime, now

from applicants.access import Refused
from applicants.actions.leaving import HAS_ACCOUNT, Nobody, forget_address
from applicants.emails import queue_email, words_later
from applicants.models import FORGOTTEN, User
from workshops.booking.actions import fill, give_back
from workshops.booking.actions.getting_in import drop_unconfirmed
from workshops.booking.links import new_key
from workshops.booking.models import Booking, Place
from workshops.certificates.actions import empty_certificates
from workshops.certificates.models import Certificate
from workshops.needs.actions import wipe
from workshops.needs.models import Need
from workshops.programmes.actions import all_locked
from workshops.programmes.models import CourseBooking
from workshops.requests.actions import forget_words

from . import queries
from .models import GuestForgotten
from .queries import Guest

MOST_AT_ONCE = 200  # in one day; the others have the next


def ask_to_be_forgotten(guest, *, by=None):
    """Somebody asks for it on their personal page; administrators hear of it. Twice a day is once.

    It is not done at once: whoever found an open page must not be able to.
    by: None for whoever brings the link of the email.
    """
    bosses = User.objects.filter(is_administrator=True, is_active=True).order_by("pk")
    day = f"{localtime(now()):%Y-%m-%d}"
    queue_email("workshops/forget_asked", list(bosses), key=f"{guest}/{day}", guest=str(guest))


def forget_guest(guest, *, by):
    """Somebody asked us to forget them, or the time is over (`by` None). Twice is once.

    What they have at sessions to come is given back first, so that somebody else can come.
    Raises Refused where there is an account: that is closed first.
    """
    if guest.has_account:
        raise Refused(HAS_ACCOUNT)
    sessions = list(queries.sessions_to_leave(guest, now()))
    with words_later(), transaction.atomic(), all_locked(sessions) as locked_sessions:
        for session in locked_sessions:
            _leave(guest, session, by)
        held = queries.held_of(guest)
        if not held.is_anything:
            return None
        about = list(guest.bookings.values_list("reference", flat=True))
        about += guest.places.values_list("booking__reference", flat=True)
        guest.bookings.update(group="")
        if guest.email:
            nobody = forget_address(guest.email, names=held.names, about=about)
        else:
            nobody = _forget_by_name(guest)
        return GuestForgotten.objects.create(
            stands_as=nobody.email, places=held.places, forgotten_by=by
        )


def forget_old_guests():
    """Each day: what we need no more, of people without an account. Returns how many."""
    at = now()
    old = [*queries.guests_to_forget(at), *queries.never_confirmed(at)]
    forgotten = sum(
        forget_guest(Guest(email=email), by=None) is not None for email in old[:MOST_AT_ONCE]
    )
    return forgotten + _forget_old_names(at)


def forget_links(user, *, address):
    """Whoever was forgotten: their links and slips open nothing any more, and no course names
    them. By the address that stands in their place already."""
    courses = CourseBooking.objects.filter(email=address.lower())
    for course in courses:
        CourseBooking.objects.filter(pk=course.pk).update(
            name=user.name, email=user.email, link_key=new_key()
        )
    for rows in (Place.objects.filter(email=user.email), Booking.objects.filter(email=user.email)):
        for key in rows.values_list("pk", flat=True):
            rows.model.objects.filter(pk=key).update(link_key=new_key())


# --- What they are made of ---


def _leave(guest, session, by):
    for booking, places in queries.places_to_give_back(guest, session).items():
        booking.session = session
        give_back(booking, places=places, by=by)
    for booking in guest.bookings.filter(session=session).exclude(confirm_by=None):
        drop_unconfirmed(booking)
    fill(session)


def _forget_by_name(guest):
    """Whoever left no address: what hangs on their places goes, and their name and number."""
    places, bookings = _keys(guest.places), _keys(guest.bookings)
    _empty(Place.objects.filter(pk__in=places))
    forget_words(Booking.objects.filter(pk__in=bookings))
    Booking.objects.filter(pk__in=bookings).update(name=FORGOTTEN, phone="", link_key=new_key())
    return Nobody("")


def _empty(places):
    wipe(Need.objects.filter(place__in=_keys(places), wiped_at=None))
    empty_certificates(Certificate.objects.filter(place__in=_keys(places)))
    places.update(name=FORGOTTEN)


def _forget_old_names(at):
    with transaction.atomic():
        old = Place.objects.filter(pk__in=_keys(queries.names_to_forget(at)))
        number = old.count()
        if number:
            _empty(old)
        forget_words(queries.bookings_to_forget(at))
        queries.bookings_to_forget(at).update(name=FORGOTTEN, phone="", group="")
    return number


def _keys(rows):
    return list(rows.values_list("pk", flat=True))
