"""What comes after a session: certificates, feedback, materials, and ideas that we heard."""

from datetime import timedelta

import time_machine
from django.utils.timezone import now

from workshops.certificates.making import issue_due_certificates
from workshops.feedback.actions import give_feedback, say_what_we_did
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


def feedback(number=1, *, words="Keep the tea."):
    """A session of three weeks ago of which so many people said how it was, and what we did."""
    with time_machine.travel(now() - timedelta(days=21)):
        of, places = came(*[f"Person {n}" for n in range(number)])
        for place in places:
            give_feedback(place, answers={"overall": "good", "keep": words, "change": words})
    say_what_we_did(of.workshop, said="It was cold.", did="We heat now.", by=staff("is_officer"))
    return of
