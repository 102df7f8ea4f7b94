"""The demo’s sessions that are in a room and online at once, and one with too few chairs."""

from datetime import timedelta

from workshops.booking.actions import (
    Person,
    book_place,
    change_places,
    change_way,
    give_held_place,
    join_list,
)
from workshops.sessions.actions import add_session, publish_session
from workshops.sessions.catalogue import CATALOGUE, HUB, LIBRARY
from workshops.states import Way

from .clock import at
from .coops import COOPS, LONG


def add_hybrid(scene, workshops, officer, *, day_for, link):
    """Choose your legal form, both ways; and a room that became smaller."""
    add_both_ways(scene, workshops["choose-your-legal-form"], officer, day_for, link)
    add_too_few(scene, workshops["winning-council-work-together"], officer, day_for)


def add_both_ways(scene, workshop, officer, day_for, link):
    """The room is full, with chairs held back, and somebody who comes online waits for it."""
    session = _add(
        workshop,
        officer,
        day_for,
        weeks=10,
        capacity=6,
        online_capacity=8,
        held_back=2,
        held_because="For people who bring a helper",
        room_size=8,
        place=LIBRARY,
        join_link=link,
    )
    for coop in LONG[8:12]:
        _book(scene, session, coop, Way.ROOM)
    online = [_book(scene, session, coop, Way.ONLINE) for coop in LONG[12:15]]
    change_way(online[0], place=online[0].places.get(), by=online[0].booked_by)
    user = scene.user(LONG[15].owner)
    people = [Person(user.name, user.email), Person("A friend of theirs")]
    join_list(session, people=people, accepts=1, way=Way.ROOM, by=user)
    guest = Person("Wren Oakley", "wren@example.org")
    because = "She tells how her co-op chose."
    give_held_place(session, person=guest, way=Way.ROOM, because=because, by=officer)


def add_too_few(scene, workshop, officer, day_for):
    """Five people, and then a room for four: all keep their places."""
    session = _add(workshop, officer, day_for, weeks=11, capacity=8, place=HUB)
    for coop in COOPS[-6:-1]:
        _book(scene, session, coop, Way.ROOM)
    because = "The large room is being painted."
    change_places(session, capacity=4, room_size=4, because=because, by=officer)


def _add(workshop, officer, day_for, *, weeks, **facts):
    listed = next(each for each in CATALOGUE if each.reference == workshop.reference)
    begins = at(day_for(listed, weeks), listed.starts)
    ends = begins + timedelta(minutes=listed.minutes)
    facts = {"access": listed.access, "starts_at": begins, "ends_at": ends, **facts}
    return publish_session(add_session(workshop, by=officer, **facts), by=officer)


def _book(scene, session, coop, way):
    user = scene.user(coop.owner)
    of = scene.coops[coop.name]
    return book_place(session, by=user, name=user.name, organisation=of, way=way)
