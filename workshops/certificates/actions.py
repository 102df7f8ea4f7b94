"""What can be done with certificates. The paper is made first, outside any lock."""

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now

from applicants.access import Refused
from applicants.emails import queue_email
from workshops.booking.actions import locked
from workshops.booking.readers import readers_of
from workshops.models import Idea, Workshop
from workshops.register.queries import signature_of

from . import queries
from .codes import digest_of
from .models import CAME, Certificate

NOT_SIGNED = "Sign the register first. Nobody has come before that."


def issue_certificate(place, made):
    """Keep what was made for a place, if it still says what is true; the person hears of it.

    made: see `making.Made`. Returns how many were issued: made twice, it is issued once.
    """
    with locked(place.session) as session:
        due = queries.places_without().filter(pk=place.pk, name=made.name, state=made.state)
        place = due.select_related("booking__booked_by").first()
        if place is None:
            return 0
        Certificate.objects.filter(place=place, replaced_at=None).update(replaced_at=now())
        certificate = Certificate.objects.create(
            place=place, digest=digest_of(made.code), issued_at=now(), **made._asdict()
        )
        _tell(session, place, certificate)
    return 1


def _tell(session, place, certificate):
    """Whoever sits there; whoever booked, for those without an address. At the door nobody did."""
    for reader in readers_of(place.booking, [place]):
        if not reader.places or (reader.is_booker and place.booking.walked_in and not place.email):
            continue
        queue_email(
            "workshops/certificate_ready",
            [reader],
            key=certificate.code,
            about=place.booking.reference,
            session=session,
            certificate=certificate,
            is_new=place.certificates.count() == 1,
            is_theirs=bool(place.email),
        )


def correct_name(place, *, name, by):
    """A colleague puts right how somebody is called; the next certificate says so.

    The one before stays as it was, and says to whoever checks it that there is a newer one.
    """
    with locked(place.session) as session:
        place = session.places.filter(pk=place.pk, state__in=CAME).first()
        if place is None:
            raise Refused("This person is not among those who came any more.")
        if signature_of(session) is None:
            raise Refused(NOT_SIGNED)
        if place.name != name:
            place.name = name
            place.save(update_fields=["name"])
    return place


def describe_workshop(workshop, *, covers, is_listening, by):
    """A colleague writes what certificates say was covered, and whether we listen there.

    Where ideas wait for an answer we listen until they have it: we promised it.
    """
    with transaction.atomic():
        workshop = Workshop.objects.select_for_update().get(pk=workshop.pk)
        waiting = Idea.objects.filter(session__workshop=workshop, published_at=None).count()
        if workshop.is_listening and not is_listening and waiting:
            ideas = "1 idea has" if waiting == 1 else f"{waiting} ideas have"
            raise Refused(f"{ideas} no answer yet, so this stays a listening session until then.")
        workshop.covers, workshop.is_listening = covers, is_listening
        workshop.save(update_fields=["covers", "is_listening"])
    return workshop


def forget_certificates(user, *, address):
    """Whoever came is forgotten, on paper too; that somebody came can still be checked."""
    rows = Certificate.objects.filter(forgotten_at=None)
    theirs = Q(place__email__in=[address.lower(), user.email.lower()])
    if user.pk is not None:
        theirs |= Q(place__person=user)
    empty_certificates(rows.filter(theirs))


def empty_certificates(rows):
    """The name and the paper go; the row stays, with its code."""
    keys = list(rows.filter(forgotten_at=None).values_list("pk", flat=True))
    Certificate.objects.filter(pk__in=keys).update(name="", html="", pdf=b"", forgotten_at=now())
