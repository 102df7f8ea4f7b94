"""The demo’s workshops: dates in each state, from one that is postponed to one that is on now."""

from datetime import time, timedelta

from django.utils.timezone import localdate, now

from workshops.booking.actions import Person, book_place, join_list
from workshops.models import Session
from workshops.register.actions import note_taps, sign_register
from workshops.register.models import Mark
from workshops.register.taps import Tap
from workshops.sessions.actions import add_catalogue, add_session, publish_session
from workshops.sessions.catalogue import CATALOGUE
from workshops.sessions.changing.actions import cancel_session, move_session, postpone_session
from workshops.states import Way

from .after import add_what_comes_after
from .choosing import add_chosen
from .clock import at
from .coops import ADA, COOPS, LONG
from .hybrid import add_hybrid
from .newcomers import add_newcomers
from .people import MAREK
from .programmes import add_programmes

CAME = "Mill Street Mending Circle"  # one of its people came to a workshop before
A_LINK = "https://meet.example/alderwick"


def add_workshops(scene):
    """Each workshop once in the coming weeks, as it usually is; one date is full already."""
    officer = scene.user(MAREK)
    workshops = {each.reference: each for each in add_catalogue()}
    for week, listed in enumerate(CATALOGUE, start=1):
        begins = at(day_for(listed, week), listed.starts)
        session = add_session(
            workshops[listed.reference],
            by=officer,
            starts_at=begins,
            ends_at=begins + timedelta(minutes=listed.minutes),
            place=listed.place,
            access=listed.access,
            capacity=listed.capacity,
            online_capacity=listed.online_capacity,
            is_online=listed.is_online,
            join_link=A_LINK if listed.has_link else "",
        )
        book_some(scene, publish_session(session, by=officer), week)
    add_a_full_date(scene, workshops["is-a-co-op-right-for-us"], officer)
    add_a_past_date(scene, workshops["is-a-co-op-right-for-us"], officer)
    change_some_plans(workshops, officer)
    add_one_that_is_on(scene, workshops["choose-your-legal-form"], officer)
    add_one_to_sign(scene, workshops["money-without-fear"], officer)
    add_programmes(scene, workshops, officer)
    about_values = workshops["working-out-what-were-for"]
    listening = workshops["what-should-the-fund-do-next"]
    add_what_comes_after(scene, about_values, listening, officer, that_began=that_began)
    add_hybrid(scene, workshops, officer, day_for=day_for, link=A_LINK)
    bidding = next(each for each in CATALOGUE if each.title.startswith("Winning council"))
    add_chosen(scene, workshops[bidding.reference], officer, listed=bidding, day_for=day_for)
    add_one_that_opens_later(about_values, officer)
    add_newcomers(workshops, officer)


def change_some_plans(workshops, officer):
    """One date is postponed, one has moved, one is cancelled and has another date already."""
    fair_pay = workshops["fair-pay-fair-rotas"].sessions.get()
    postpone_session(fair_pay, because="Our cook is ill, and it is over lunch.", by=officer)
    council = workshops["winning-council-work-together"].sessions.get()
    move_session(
        council,
        starts_at=council.starts_at + timedelta(days=1),
        ends_at=council.ends_at + timedelta(days=1),
        place="Town Hall, Room 2",
        access="Step-free, with a lift and an accessible toilet.",
        because="The council’s buyers could not come on the first date.",
        by=officer,
    )
    meetings = workshops["meetings-that-dont-drain-you"].sessions.get()
    cancel_session(meetings, because="Our speaker has a new job.", by=officer)
    again = add_session(
        meetings.workshop,
        by=officer,
        starts_at=meetings.starts_at + timedelta(weeks=4),
        ends_at=meetings.ends_at + timedelta(weeks=4),
        place=meetings.place,
        access=meetings.access,
        capacity=meetings.capacity,
        is_online=True,
        join_link=A_LINK,
    )
    publish_session(again, by=officer)


def add_one_that_opens_later(workshop, officer):
    """Announced for the spring; people can book it in three weeks."""
    listed = next(each for each in CATALOGUE if each.reference == workshop.reference)
    begins = at(day_for(listed, 16), listed.starts)
    session = add_session(
        workshop,
        by=officer,
        starts_at=begins,
        ends_at=begins + timedelta(minutes=listed.minutes),
        place=listed.place,
        access=listed.access,
        capacity=listed.capacity,
        opens_at=at(localdate() + timedelta(days=21), time(9)),
    )
    publish_session(session, by=officer)


def day_for(listed, week):
    """A Saturday or a Wednesday, so many weeks ahead."""
    today = localdate()
    weekday = 5 if listed.is_saturday else 2
    return today + timedelta(days=(weekday - today.weekday()) % 7, weeks=week)


def add_a_full_date(scene, workshop, officer):
    """A small room, six people, and three more who wait."""
    listed = CATALOGUE[0]
    begins = at(day_for(listed, 0) + timedelta(days=1), listed.starts)
    session = add_session(
        workshop,
        by=officer,
        starts_at=begins,
        ends_at=begins + timedelta(minutes=listed.minutes),
        place="The small room, 4 Weir Lane",
        access="Three steps. Ring the bell and we carry a ramp out.",
        capacity=6,
    )
    publish_session(session, by=officer)
    book(scene, session, LONG[-6:])
    for coop, size in zip(LONG[:2], (2, 1), strict=True):
        user = scene.user(coop.owner)
        people = [Person(user.name, user.email), Person("A friend of theirs")][:size]
        of = scene.coops[coop.name]
        join_list(session, people=people, accepts=1, organisation=of, by=user)


def add_a_past_date(scene, workshop, officer):
    """An evening before the rounds opened: Halina came for her circle, so 1 of its 2 people has."""
    listed = CATALOGUE[0]
    came = [coop for coop in COOPS if coop.name == CAME]
    begins = at(localdate() - timedelta(days=30), listed.starts)
    session = that_began(scene, workshop, begins, came, officer)
    note_taps(session, taps(session, Mark.ARRIVED), by=officer)
    sign_register(session, unmarked=(), by=officer)


def add_one_that_is_on(scene, workshop, officer):
    """It began half an hour ago: most are here, and one came without a booking."""
    begins = now() - timedelta(minutes=30)
    session = that_began(scene, workshop, begins, COOPS[-9:-1], officer)
    note_taps(session, taps(session, *[Mark.ARRIVED] * 4), by=officer)
    note_taps(session, [Tap(Mark.ARRIVED, name="Solomon, from the barges")], by=officer)


def add_one_to_sign(scene, workshop, officer):
    """Yesterday’s: somebody left early, one did not come, and nobody has signed yet."""
    begins = at(localdate() - timedelta(days=1), time(10))
    session = that_began(scene, workshop, begins, COOPS[-7:], officer)
    marks = (Mark.LEFT_EARLY, Mark.NOT_HERE, *[Mark.ARRIVED] * 4)
    note_taps(session, taps(session, *marks), by=officer)


def taps(session, *marks):
    """A tap for each who booked, in their order, as far as there are marks."""
    places = session.places.order_by("pk")
    return [Tap(what, place=place.pk) for what, place in zip(marks, places, strict=False)]


def that_began(scene, workshop, begins, coops, officer):
    """A session that was booked a month before it began, as if time had passed since."""
    listed = next(each for each in CATALOGUE if each.reference == workshop.reference)
    lasts = timedelta(minutes=listed.minutes)
    soon = now() + timedelta(hours=3)
    session = add_session(
        workshop,
        by=officer,
        starts_at=soon,
        ends_at=soon + lasts,
        place=listed.place,
        access=listed.access,
        capacity=listed.capacity,
    )
    session = publish_session(session, by=officer)
    book(scene, session, coops)
    booked = begins - timedelta(days=30)
    Session.objects.filter(pk=session.pk).update(
        starts_at=begins, ends_at=begins + lasts, published_at=booked, created_at=booked
    )
    session.bookings.update(booked_at=booked)
    session.places.update(booked_at=booked)
    session.refresh_from_db()
    return session


def book_some(scene, session, week):
    """Two co-ops; of a session that is in a room and online, one each way."""
    for number, coop in enumerate(LONG[week : week + 4 : 2]):
        book(scene, session, [coop], Way.ONLINE if session.is_hybrid and number else None)
    if week == 2:
        user = scene.users[ADA]
        book_place(session, by=user, name=user.name, organisation=scene.coops[COOPS[0].name])


def book(scene, session, coops, way=None):
    for coop in coops:
        user = scene.user(coop.owner)
        of = scene.coops[coop.name]
        book_place(session, by=user, name=user.name, organisation=of, way=way)
