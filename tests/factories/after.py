"""What comes after a session: certificates, feedback, materials, and ideas that we heard."""

from datetime import timedelta

import time_machine
from django.utils.timezone import now

from workshops.certificates.actions import describe_workshop
from workshops.certificates.making import issue_due_certificates
from workshops.feedback.actions import give_feedback, say_what_we_did
from workshops.listening.actions import archive_listening, note_idea, publish_answer
from workshops.materials.actions import add_file
from workshops.register.actions import note_taps, sign_register
from workshops.register.models import Mark
from workshops.register.taps import Tap

from .files import a_file
from .people import staff
from .workshops import evening, session


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


def material_facts(*, title="Slides", audience="public", is_for_after=False, accessible_as=""):
    """What a colleague says of something to read."""
    return {
        "title": title,
        "audience": audience,
        "is_for_after": is_for_after,
        "accessible_as": accessible_as,
    }


def material(of=None, *, content=b"%PDF-1.7\nSlides", **facts):
    """A file of a session."""
    sent = a_file("slides.pdf", content)
    return add_file(of or session(), **sent, **material_facts(**facts), by=staff("is_officer"))


def heard(of, *texts):
    """The session listens, and somebody said this."""
    officer = staff("is_officer")
    describe_workshop(of.workshop, covers=of.workshop.covers, is_listening=True, by=officer)
    of.workshop.refresh_from_db()
    for text in texts or ("Answer faster.",):
        note_idea(of, text=text, by=officer)
    return of


def heard_and_answered(*texts):
    """Each idea has its answer, and we are done with it."""
    of, _places = came("Ama")
    officer = staff("is_officer")
    for idea in heard(of, *texts).ideas.all():
        publish_answer(idea, answer="We do that by May.", owner=officer, by=officer)
    archive_listening(of, by=officer)
    return of
