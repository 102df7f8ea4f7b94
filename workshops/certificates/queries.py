"""What can be asked about certificates."""

import secrets

from django.db.models import Exists, OuterRef, Q

from applicants.models import FORGOTTEN
from workshops.booking.models import Place
from workshops.booking.readers import is_carried

from .codes import digest_of, read_code
from .models import CAME, Certificate


def certificate_with(typed):
    """The certificate with the code that somebody typed, or None."""
    code = read_code(typed)
    if not code:
        return None
    rows = Certificate.objects.select_related("place__session__workshop")
    found = rows.defer("pdf").filter(digest=digest_of(code)).first()
    return found if found is not None and secrets.compare_digest(found.code, code) else None


def places_without():
    """Places of those who came, by a signed register, whose newest certificate does not say what
    is true: there is none, the name is another one, or the register was put right.

    Whoever has no name yet, or was forgotten, gets none.
    """
    says_so = Certificate.objects.filter(place=OuterRef("pk"), replaced_at=None).filter(
        Q(name=OuterRef("name"), state=OuterRef("state")) | Q(forgotten_at__isnull=False)
    )
    return (
        Place.objects.filter(~Exists(says_so), state__in=CAME, session__signature__isnull=False)
        .exclude(name__in=("", FORGOTTEN))
        .filter(Q(person=None) | Q(person__forgotten_at=None))
    )


def newest_of(place):
    return Certificate.objects.filter(place=place, replaced_at=None).first()


def certificates_for(booking, user):
    """The newest certificates of a booking that this person may have: their own; for whoever
    booked those of people without an address too; for colleagues all."""
    rows = Certificate.objects.filter(
        place__booking=booking, replaced_at=None, forgotten_at=None, place__state__in=CAME
    )
    rows = list(rows.defer("pdf", "html").select_related("place").order_by("pk"))
    if user.is_officer or user.is_auditor:
        return rows
    is_booker = booking.is_made_by(user)
    return [
        row
        for row in rows
        if row.place.email.lower() == user.email.lower()
        or (is_booker and is_carried(row.place, booking.booker))
    ]


def certificates_of(session):
    """Everybody who came, by name, each with the newest certificate as `certificate`, or None."""
    places = list(session.places.filter(state__in=CAME).order_by("name", "pk"))
    rows = Certificate.objects.filter(place__in=places, replaced_at=None).defer("pdf", "html")
    newest = {row.place_id: row for row in rows}
    for place in places:
        place.certificate = newest.get(place.pk)
    return places
