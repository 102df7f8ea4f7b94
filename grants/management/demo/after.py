"""What comes after the demo’s sessions: certificates, what people said, things to read, answers."""

from datetime import time, timedelta

from django.utils.timezone import localdate, now

from workshops.certificates.making import issue_due_certificates
from workshops.feedback.actions import give_feedback, say_what_we_did
from workshops.listening.actions import note_idea, publish_answer
from workshops.materials.actions import add_file, add_link
from workshops.models import Session
from workshops.register.actions import note_taps, sign_register
from workshops.register.models import Mark
from workshops.register.taps import Tap

from .clock import at
from .coops import COOPS
from .documents import facts_of, page_of

SAID = (
    ("very_good", "yes", "fully", "The two people from other co-ops.", ""),
    ("very_good", "yes", "fully", "Time for our own questions.", "Start with the questions."),
    ("good", "yes", "mostly", "", "The room was cold."),
    ("good", "partly", "mostly", "The soup!", "Speak more slowly, please."),
    ("good", "yes", "fully", "That nobody laughed at us.", ""),
    ("fair", "partly", "no", "", "The loop did not work where I sat."),
)
PAIRS = (
    ("The hearing loop did not work at the back.", "The library mended it, and we test it first."),
    ("It began with an hour of talk.", "It begins with your questions now."),
)
HEARD = (
    (
        "The form asks for a business plan before anybody has told us what one is.",
        "You are right. From March the Start Fund asks for one page, and we help you write it.",
    ),
    (
        "Ring back. We waited two weeks for an answer.",
        "We ring back within two working days. If we don’t, ask for Marek.",
    ),
    ("Pay for childcare, or parents can’t come.", ""),
)


def add_what_comes_after(scene, workshop, listening, officer, *, that_began):
    """A signed evening of three weeks ago, and one where we listened last week."""
    evening = a_signed_evening(scene, workshop, officer, that_began)
    people_say_how_it_was(evening)
    for said, did in PAIRS:
        say_what_we_did(workshop, said=said, did=did, by=officer)
    to_come = workshop.sessions.filter(starts_at__gt=now()).order_by("starts_at").first()
    for session in (evening, to_come):
        add_things_to_read(session, officer)
    heard = that_began(scene, listening, now() - timedelta(days=8, hours=2), COOPS[-3:], officer)
    sign(heard, officer)
    for text, answer in HEARD:
        idea = note_idea(heard, text=text, by=officer)
        if answer:
            publish_answer(idea, answer=answer, owner=officer, by=officer)
    issue_due_certificates()


def a_signed_evening(scene, workshop, officer, that_began):
    """Six people came, one of them for an hour and ten minutes."""
    begins = at(localdate() - timedelta(days=20), time(10))
    evening = that_began(scene, workshop, begins, COOPS[-6:], officer)
    last = evening.places.order_by("-pk").first()
    left = Tap(Mark.LEFT_EARLY, place=last.pk, noted_at=begins + timedelta(minutes=70))
    return sign(evening, officer, left)


def sign(session, officer, *more):
    """Everybody was there at the start; an officer says that it was so."""
    here = [
        Tap(Mark.ARRIVED, place=place.pk, noted_at=session.starts_at)
        for place in session.places.all()
    ]
    note_taps(session, [*here, *more], by=officer)
    sign_register(session, unmarked=(), by=officer)
    return session


def people_say_how_it_was(session):
    """They said it in the days after, while they could: so the session is later for a moment."""
    was = {"starts_at": session.starts_at, "ends_at": session.ends_at}
    rows = Session.objects.filter(pk=session.pk)
    rows.update(**{name: moment + timedelta(days=10) for name, moment in was.items()})
    fields = ("overall", "got", "took_part", "keep", "change")
    for place, answers in zip(session.places.order_by("pk"), SAID, strict=True):
        give_feedback(place, answers=dict(zip(fields, answers, strict=True)))
    rows.update(**was)
    session.refresh_from_db()


def add_things_to_read(session, officer):
    """One thing for each audience, before and after, and one in large print."""
    for title, audience, is_after, form in (
        ("What to bring", "public", False, ""),
        ("What to bring", "public", False, "Large print"),
        ("The way in, step by step", "booked", False, ""),
        ("Slides", "attended", True, ""),
    ):
        page = page_of([title, "", str(session.workshop), form])
        add_file(
            session,
            **facts_of(f"{title}.pdf", page),
            title=title,
            audience=audience,
            is_for_after=is_after,
            accessible_as=form,
            by=officer,
        )
    add_link(
        session,
        title="A film about two co-ops",
        link="https://films.example/two-co-ops",
        audience="booked",
        is_for_after=True,
        accessible_as="Captions",
        by=officer,
    )
