"""One link, pressed many times at once."""

from functools import partial

import pytest

from applicants.access import Refused
from tests import factories
from workshops.feedback.actions import give_feedback
from workshops.models import FeedbackAnswer, Session

pytestmark = pytest.mark.database
SAID = {"overall": "good"}


def test_pressed_ten_times_at_once_it_is_said_once(race):
    of, (ama,) = factories.came("Ama")

    outcomes = race(*[partial(give_feedback, ama, answers=SAID)] * 10)

    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 9, outcomes
    assert FeedbackAnswer.objects.filter(session=of).count() == 1


def test_ten_people_at_once_lose_nobody_s_answer(race):
    of, places = factories.came(*[f"Person {n}" for n in range(10)])

    race(*[partial(give_feedback, place, answers=SAID) for place in places])

    assert FeedbackAnswer.objects.filter(session=of).count() == 10


def test_without_the_lock_answers_written_anew_are_lost_or_doubled(race, without_locks):
    of, places = factories.came(*[f"Person {n}" for n in range(10)])
    give_feedback(places[0], answers=SAID)
    without_locks(Session)

    race(*[partial(give_feedback, place, answers=SAID) for place in places[1:]], patience=10)

    assert FeedbackAnswer.objects.filter(session=of).count() != 10
