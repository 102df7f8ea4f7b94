"""Two officers cover names at once, or one opens to assessors what another still covers."""

from functools import partial

import pytest

from applicants.access import Refused
from grants.assessment.actions import redact, say_ready
from grants.assessment.redacting.queries import in_force
from grants.history import faults_in
from grants.models import Application, Redaction
from tests import factories
from tests.factories.blind import blind_round, redacted

pytestmark = pytest.mark.database

NOTHING_ELSE = {"hidden": [], "files": []}


def covers(application, word, seen):
    by = factories.staff("is_officer")
    return partial(redact, application, words=[word], seen=seen, by=by, **NOTHING_ELSE)


def both_cover(application):
    """Two officers had the same page before them, on which nothing was covered yet."""
    return [covers(application, word, 0) for word in ("bake", "bread")]


def one_opens_what_one_covers(application):
    """An officer says that it is ready while a colleague covers one word more."""
    seen = redacted(application).number
    ready = partial(say_ready, application, seen=seen, by=factories.staff("is_officer"))
    return [ready, covers(application, "bread", seen)]


def test_one_saves_and_the_other_is_told(race):
    application = factories.submitted(round=blind_round())

    outcomes = race(*both_cover(application))

    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1, outcomes
    assert application.redactions.count() == 1
    assert application.history.filter(verb="redact").count() == 1
    assert faults_in(application) == []


def test_without_lock_and_constraint_the_word_of_one_is_lost(
    race, without_locks, without_constraint
):
    application = factories.submitted(round=blind_round())
    without_locks(Application)
    without_constraint(Redaction, "one_redaction_in_each_place")

    race(*both_cover(application), patience=10)

    assert application.redactions.filter(number=1).count() == 2


def test_nothing_opens_without_a_word_that_somebody_covers_meanwhile(race):
    application = factories.submitted(round=blind_round())

    outcomes = race(*one_opens_what_one_covers(application))

    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1, outcomes
    was_covered = not isinstance(outcomes[1], Refused)
    assert (in_force(application) is None) == was_covered


def test_without_lock_and_constraint_it_would_open(race, without_locks, without_constraint):
    application = factories.submitted(round=blind_round())
    without_locks(Application)
    without_constraint(Redaction, "one_redaction_in_each_place")

    race(*one_opens_what_one_covers(application), patience=10)

    newest = application.redactions.filter(number=2)
    assert {redaction.is_ready for redaction in newest} == {True, False}
