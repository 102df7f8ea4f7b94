"""What comes after a session: certificates, feedback, materials, and ideas that we heard."""

from datetime import timedelta

from workshops.certificates.making import issue_due_certificates
from workshops.register.actions import note_taps, sign_register
from workshops.register.models import Mark
from workshops.register.taps import Tap

from .people import staff
from .workshops import evening


def came(*names, left=()):
    """A signed evening of the last hours, and the places of those who came to it.

    left: the names of those who left early, after an hour.
    """
    of, places = evening(*names, begins=timedelta(hours=-3))
    officer = staff("is_officer")
    taps = [Tap(Mark.ARRIVED, place=place.pk, noted_at=of.starts_at) for place in places]
    early = of.starts_at + timedelta(hours=1)
    taps += [Tap(Mark.LEFT_EARLY, place=p.pk, noted_at=early) for p in places if p.name in left]
    note_taps(of, taps, by=officer)
    sign_register(of, unmarked=(), by=officer)
    for place in places:
        place.refresh_from_db()
    return of, places


def certificate(name="Ama"):
    """Somebody came, and has a certificate."""
    _of, (place,) = came(name)
    issue_due_certificates()
    return place.certificates.get()
