"""Two colleagues, and those who ask, at the same moment where we choose who comes."""

import importlib
from functools import partial

import pytest
from django.db import connection

from applicants.access import Refused
from applicants.models import Email
from tests import factories
from workshops.booking.actions import cancel_booking
from workshops.models import Place, RequestAnswer, Session
from workshops.requests.actions import answer_request
from workshops.requests.queries import asked_in
from workshops.sessions.changing.actions import cancel_session
from workshops.states import PlaceState

guards = importlib.import_module("grants.migrations._guards")

pytestmark = pytest.mark.database


def yes_to(booking):
    """A colleague of their own says yes to all of this party."""
    return partial(
        answer_request, booking, places=asked_in(booking), by=factories.staff("is_officer")
    )


def no_to(booking):
    officer = factories.staff("is_officer")
    return partial(answer_request, booking, places=[], because="Others live nearer.", by=officer)


def asking(number, *, capacity=1):
    of = factories.chosen(capacity=capacity)
    return of, [factories.requested(of) for _ in range(number)]


def test_the_last_chair_is_given_once(race):
    of, asked = asking(4)

    outcomes = race(*[yes_to(booking) for booking in asked])

    assert sum(isinstance(each, Refused) for each in outcomes) == 3, outcomes
    assert of.live_places().count() == 1
    assert of.places.filter(state=PlaceState.REQUESTED).count() == 3
    assert Email.objects.filter(event="workshops/booking_made").count() == 1


def test_without_lock_and_guards_it_is_given_to_all(race, without_locks):
    of, asked = asking(4)
    without_locks(Session)
    with connection.schema_editor() as editor:
        guards.remove(editor)

    race(*[yes_to(booking) for booking in asked], patience=10)

    assert of.live_places().count() == 4


def test_without_the_lock_the_database_still_gives_it_once(race, without_locks):
    of, asked = asking(4)
    without_locks(Session)

    race(*[yes_to(booking) for booking in asked], patience=10)

    assert of.live_places().count() == 1


def test_a_yes_and_a_no_at_once_are_one_answer_and_one_mail(race):
    _of, (booking,) = asking(1)

    outcomes = race(yes_to(booking), no_to(booking))

    assert sum(isinstance(each, Refused) for each in outcomes) == 1, outcomes
    given = RequestAnswer.objects.get().given
    assert booking.places.get().state == ("booked" if given else "declined")
    events = ["workshops/booking_made", "workshops/request_declined"]
    assert Email.objects.filter(event__in=events).count() == 1


def test_a_yes_while_they_take_it_back_leaves_no_place_that_nobody_wants(race):
    of, (booking,) = asking(1)

    race(yes_to(booking), partial(cancel_booking, booking, by=booking.booked_by))

    assert not Place.objects.live().exists()
    assert booking.places.get().state in ("withdrawn", "cancelled_in_time")
    assert of.live_places().count() == 0


def test_a_yes_while_the_session_is_cancelled_is_no_place(race):
    of, (booking,) = asking(1)
    officer = factories.staff("is_officer")

    race(
        yes_to(booking), partial(cancel_session, of, because="The heating has failed.", by=officer)
    )

    assert booking.places.get().state == "session_cancelled"
    assert Email.objects.filter(event="workshops/session_cancelled").count() == 1
