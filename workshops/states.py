"""The life of a session and of one place at it, on one screen.

A session is stored in one of four states; whether it is open, full, on now or over is worked out
from the clock (`Session.standing`). A place is one person's. It is born booked or waiting; what
has ended never comes back, and whoever books again gets a new place. The actions of `sessions`
and `booking` make the moves, and the database refuses every other (see
`grants/migrations/_guards.py`).
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


class PlaceState(models.TextChoices):
    WAITING = "waiting", "On the waiting list"
    OFFERED = "offered", "A place is offered"
    BOOKED = "booked", "Place booked"
    # Ways out
    CANCELLED_IN_TIME = "cancelled_in_time", "Given back"
    CANCELLED_LATE = "cancelled_late", "Given back on the last day"
    TOLD_US_AFTER = "told_us_after", "Told us afterwards"
    LEFT_LIST = "left_list", "Left the waiting list"
    OFFER_DECLINED = "offer_declined", "Said no to the place"
    OFFER_LAPSED = "offer_lapsed", "Did not answer in time"
    NOT_REACHED = "not_reached", "No place came free"
    SESSION_CANCELLED = "session_cancelled", "We cancelled the session"


S = PlaceState
MOVES = {
    S.WAITING: (S.OFFERED, S.BOOKED, S.LEFT_LIST, S.NOT_REACHED, S.SESSION_CANCELLED),
    # A first offer that nobody answers puts them at the back of the list; a second takes them off.
    S.OFFERED: (S.BOOKED, S.WAITING, S.OFFER_DECLINED, S.OFFER_LAPSED, S.SESSION_CANCELLED),
    S.BOOKED: (S.CANCELLED_IN_TIME, S.CANCELLED_LATE, S.TOLD_US_AFTER, S.SESSION_CANCELLED),
}
HOLDING = (S.OFFERED, S.BOOKED)  # a chair is kept for them
LIVE = (S.WAITING, *HOLDING)
