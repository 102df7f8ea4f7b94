"""The life of a session and of one place at it, on one screen.

A session is stored in one of four states; whether it is open, full, on now or over is worked out
from the clock (`Session.standing`). A place is one person's. It is born booked or waiting, or
held until somebody confirms by email, or asked for where colleagues choose who comes. What has
ended never comes back, and whoever books again gets a new place. Whoever comes without one gets
theirs at the door. The actions of `sessions`, `booking`, `newcomers`, `requests` and `register`
make the moves, and the database refuses every other (see `grants/migrations/_guards/`).
"""

from django.db import models


class SessionState(models.TextChoices):
    DRAFT = "draft", "Not published yet"
    PUBLISHED = "published", "Published"
    POSTPONED = "postponed", "Postponed"
    CANCELLED = "cancelled", "Cancelled"


SESSION_MOVES = {
    SessionState.DRAFT: (SessionState.PUBLISHED,),
    SessionState.PUBLISHED: (SessionState.POSTPONED, SessionState.CANCELLED),
    SessionState.POSTPONED: (SessionState.PUBLISHED, SessionState.CANCELLED),
}


class Way(models.TextChoices):
    """How somebody comes. Each has its own places and its own waiting list."""

    ROOM = "room", "In the room"
    ONLINE = "online", "Online"

    @property
    def other(self):
        return Way.ONLINE if self is Way.ROOM else Way.ROOM


class PlaceState(models.TextChoices):
    # Asked for by email: a chair is kept, or none, until they press the button in our answer.
    HELD = "held", "Waiting for you to confirm"
    ASKED = "asked", "Waiting for you to confirm, for the list"
    # Where colleagues choose who comes: nothing is kept for them before our answer.
    REQUESTED = "requested", "Waiting for our answer"
    WAITING = "waiting", "On the waiting list"
    OFFERED = "offered", "A place is offered"
    BOOKED = "booked", "Place booked"
    # What a signed register says
    ATTENDED = "attended", "Came"
    PART_ATTENDED = "part_attended", "Came for a part"
    NO_SHOW = "no_show", "Did not come"
    # Ways out
    NOT_CONFIRMED = "not_confirmed", "Not confirmed"
    DECLINED = "declined", "No place this time"
    UNANSWERED = "unanswered", "We did not answer in time"
    WITHDRAWN = "withdrawn", "No longer asked for"
    CANCELLED_IN_TIME = "cancelled_in_time", "Given back"
    CANCELLED_LATE = "cancelled_late", "Given back on the last day"
    TOLD_US_AFTER = "told_us_after", "Told us afterwards"
    LEFT_LIST = "left_list", "Left the waiting list"
    OFFER_DECLINED = "offer_declined", "Said no to the place"
    OFFER_LAPSED = "offer_lapsed", "Did not answer in time"
    NOT_REACHED = "not_reached", "No place came free"
    TAKEN_OFF = "taken_off", "Added by mistake"
    SWITCHED = "switched", "Changed how they come"
    SESSION_CANCELLED = "session_cancelled", "We cancelled the session"


S = PlaceState
SIGNED = (S.ATTENDED, S.PART_ATTENDED, S.NO_SHOW)
MOVES = {
    S.HELD: (S.BOOKED, S.NOT_CONFIRMED),
    S.ASKED: (S.BOOKED, S.WAITING, S.REQUESTED, S.NOT_CONFIRMED),
    S.REQUESTED: (S.BOOKED, S.DECLINED, S.UNANSWERED, S.WITHDRAWN, S.SESSION_CANCELLED),
    S.WAITING: (
        *(S.OFFERED, S.BOOKED, S.SWITCHED),
        *(S.LEFT_LIST, S.NOT_REACHED, S.SESSION_CANCELLED),
    ),
    # A first offer that nobody answers puts them at the back of the list; a second takes them off.
    S.OFFERED: (
        *(S.BOOKED, S.SWITCHED, S.WAITING),
        *(S.OFFER_DECLINED, S.OFFER_LAPSED, S.SESSION_CANCELLED),
    ),
    S.BOOKED: (
        *(S.CANCELLED_IN_TIME, S.CANCELLED_LATE, S.TOLD_US_AFTER, S.SESSION_CANCELLED),
        *SIGNED,
    ),
    # A signed register is put right by another mark; who walked in by mistake is taken off.
    S.ATTENDED: (S.PART_ATTENDED, S.NO_SHOW, S.TAKEN_OFF),
    S.PART_ATTENDED: (S.ATTENDED, S.NO_SHOW, S.TAKEN_OFF),
    S.NO_SHOW: (S.ATTENDED, S.PART_ATTENDED),
}
UNCONFIRMED = (S.HELD, S.ASKED)  # anybody may have typed this address: nobody is told of it
UNSAID = (*UNCONFIRMED, S.NOT_CONFIRMED)  # nobody ever said yes: it shows nobody anything
HOLDING = (S.HELD, S.OFFERED, S.BOOKED)  # a chair is kept for them
LIVE = (S.REQUESTED, S.WAITING, S.OFFERED, S.BOOKED)
OPEN = (*UNCONFIRMED, *LIVE)  # has not ended
ASKED_FOR = (S.WAITING, S.OFFERED)  # not theirs yet
EXPECTED = (S.BOOKED, *SIGNED)  # those who stand on the register
MAY_HAVE_COME = (S.BOOKED, S.ATTENDED, S.PART_ATTENDED)
NEVER_IN = (S.DECLINED, S.UNANSWERED)  # asked for a place, and did not get one
GIVEN_BACK = (S.CANCELLED_IN_TIME, S.CANCELLED_LATE, S.TOLD_US_AFTER)
