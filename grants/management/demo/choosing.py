"""The demo’s session at which we choose who comes: some have an answer, and some wait for one."""

from datetime import timedelta

from workshops.booking.actions import Person
from workshops.requests.actions import answer_request, ask_for_place
from workshops.requests.queries import asked_in
from workshops.sessions.actions import add_session, publish_session
from workshops.sessions.catalogue import HUB

from .clock import at
from .coops import COOPS, LONG

HOW = (
    "There are four chairs, so that we can read what you wrote yourselves. Groups that never bid "
    "for council work come first, then whoever asked first."
)
WEEKS = 12


def add_chosen(scene, workshop, officer, *, listed, day_for):
    """An evening for four: two come, one does not, and two parties wait for an answer."""
    begins = at(day_for(listed, WEEKS), listed.starts)
    session = add_session(
        workshop,
        by=officer,
        starts_at=begins,
        ends_at=begins + timedelta(minutes=listed.minutes),
        place=HUB,
        access=listed.access,
        capacity=4,
        chosen_by=HOW,
    )
    session = publish_session(session, by=officer)
    one, two, three, four = LONG[2:6]
    _say(_ask(scene, session, one), officer, because="Please bring the last bid that you wrote.")
    _say(_ask(scene, session, two), officer)
    _say(_ask(scene, session, three), officer, yes=False, because="You came in the spring.")
    _ask(scene, session, four, "A friend of theirs", because="The council needs its bikes mended.")
    _ask(scene, session, COOPS[0], because="The schools look for a baker close by.")


def _ask(scene, session, coop, *others, because=""):
    user = scene.user(coop.owner)
    people = [Person(user.name, user.email), *(Person(name) for name in others)]
    of = scene.coops[coop.name]
    return ask_for_place(session, people=people, organisation=of, because=because, by=user)


def _say(booking, officer, *, yes=True, because=""):
    places = asked_in(booking) if yes else []
    answer_request(booking, places=places, because=because, by=officer)
