"""The demo’s programmes: a course with somebody at 1 of 2, a pick one, and wishes for a date."""

from datetime import time, timedelta

from django.utils.timezone import localdate, now

from workshops.booking.actions import Person
from workshops.facilitators.actions import add_facilitator, assign_facilitator
from workshops.interest.actions import ask_for_date, confirm_interest, note_interest
from workshops.models import Session
from workshops.programmes.actions import add_programme, book_course
from workshops.register.actions import note_taps, sign_register
from workshops.register.models import Mark
from workshops.register.taps import Tap
from workshops.sessions.actions import add_session, publish_session
from workshops.sessions.catalogue import CATALOGUE, LIBRARY
from workshops.states import SessionState

from .clock import at
from .coops import LONG

EVENING = time(18, 30)
WISHES = (("Ines", "ines@example.org"), ("Tobi", "tobi@example.org"), ("Bo", "bo@example.org"))


def add_programmes(scene, workshops, officer):
    """workshops: by their references; their usual dates are there already."""
    add_a_course(scene, workshops["money-without-fear"], officer)
    add_a_pick_one(workshops["is-a-co-op-right-for-us"], officer)
    somebody_leads(workshops["choose-your-legal-form"], officer)
    wish_for_a_date(scene, workshops["fair-pay-fair-rotas"])


def add_a_course(scene, workshop, officer):
    """Two evenings: the first was last week, and one of the two who booked came."""
    listed = next(each for each in CATALOGUE if each.reference == workshop.reference)
    today = localdate()
    first, second = (evening(workshop, today + timedelta(days=days), officer) for days in (3, 10))
    course = add_programme(
        title="Money without fear: two evenings",
        kind=listed.kind,
        summary="What comes in, what goes out, and when you would run dry. You need both evenings.",
        dates_planned=listed.dates,
        dates_needed=listed.dates,
        sessions=[first, second],
        by=officer,
    )
    for coop in LONG[:2]:
        user = scene.user(coop.owner)
        people = [Person(user.name, user.email)]
        book_course(course, people=people, organisation=scene.coops[coop.name], by=user)
    put_into_the_past(first, days=7)
    came, did_not = first.places.order_by("pk")
    note_taps(first, [Tap(Mark.ARRIVED, place=came.pk)], by=officer)
    sign_register(first, unmarked=[did_not.pk], by=officer)


def put_into_the_past(session, *, days):
    """As if it had been booked a month before, and been so many days ago."""
    begins = at(localdate() - timedelta(days=days), EVENING)
    length = session.ends_at - session.starts_at
    booked = begins - timedelta(days=30)
    Session.objects.filter(pk=session.pk).update(
        starts_at=begins, ends_at=begins + length, published_at=booked, created_at=booked
    )
    session.bookings.update(booked_at=booked)
    session.places.update(booked_at=booked)
    session.refresh_from_db()


def evening(workshop, day, officer):
    begins = at(day, EVENING)
    session = add_session(
        workshop,
        by=officer,
        starts_at=begins,
        ends_at=begins + timedelta(hours=2),
        place=LIBRARY,
        access="Step-free, with an accessible toilet and a hearing loop.",
        capacity=14,
    )
    return publish_session(session, by=officer)


def add_a_pick_one(workshop, officer):
    """The same evening in a small room, and later in a large one and online: one is enough."""
    listed = next(each for each in CATALOGUE if each.reference == workshop.reference)
    to_come = workshop.sessions.filter(state=SessionState.PUBLISHED, starts_at__gt=now())
    add_programme(
        title="Is a co-op right for us? Pick your evening",
        kind=listed.kind,
        summary="Each evening is the same. One is enough, and you can swap it.",
        dates_planned=max(to_come.count(), 1),
        dates_needed=1,
        sessions=list(to_come.order_by("pk")),
        by=officer,
    )


def somebody_leads(workshop, officer):
    """One facilitator leads the next evening in the room."""
    nia = add_facilitator(
        name="Nia Boateng",
        email="nia@boatengtraining.example",
        fee_pence=180_00,
        brings="A laptop and 20 copies of the workbook",
        by=officer,
    )
    to_come = workshop.sessions.filter(starts_at__gt=now(), is_online=False)
    assign_facilitator(
        to_come.order_by("starts_at").first(),
        facilitator=nia,
        materials="A flip chart, and tables for groups of four",
        by=officer,
    )


def wish_for_a_date(scene, workshop):
    """Four people want a workshop that is postponed; one has not answered our email yet."""
    note_interest(workshop, by=scene.user(LONG[2].owner))
    for number, (name, email) in enumerate(WISHES):
        interest = ask_for_date(workshop, name=name, email=email)
        if number:
            confirm_interest(interest)
