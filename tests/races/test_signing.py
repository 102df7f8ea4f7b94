"""Two sign at once; somebody signs, or is given more time, while the offer ends."""

from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.db import DatabaseError, connection
from django.utils.timezone import now
from django_fsm import ConcurrentTransition

from applicants.access import Refused
from applicants.models import Organisation, User
from grants.awards.agreeing.actions import extend_offer, lapse_offers
from grants.awards.agreeing.queries import overdue_offers
from grants.history import faults_in
from grants.models import Application, Award, Signature
from tests import factories
from tests.factories import signed
from tests.factories.cases import colleague

pytestmark = pytest.mark.database


def two_may_sign():
    application = factories.offered()
    (other,) = factories.add_signatories(application)
    return application, application.started_by, other


def signing(application, person):
    """One person in a process of their own."""
    return partial(
        signed,
        Application.objects.get(pk=application.pk),
        by=User.objects.get(pk=person.pk),
    )


def verbs(application):
    entries = application.history.filter(verb__in=["sign_offer", "accept"]).order_by("sequence")
    return list(entries.values_list("verb", flat=True))


def test_of_two_who_sign_at_once_one_is_first_and_the_other_accepts(race):
    application, ana, ben = two_may_sign()

    outcomes = race(signing(application, ana), signing(application, ben))

    application.refresh_from_db()
    assert [type(outcome) for outcome in outcomes] == [Application, Application], outcomes
    assert application.state == "accepted"
    assert verbs(application) == ["sign_offer", "accept"]
    assert Signature.objects.count() == 2
    assert faults_in(application) == []


def test_without_the_locks_both_think_that_they_are_first_and_nobody_accepts(race, without_locks):
    application, ana, ben = two_may_sign()
    without_locks(Application, Organisation, Award)

    race(signing(application, ana), signing(application, ben), patience=10)

    application.refresh_from_db()
    assert Signature.objects.count() == 2
    assert verbs(application) == ["sign_offer", "sign_offer"]
    assert application.state == "offered"


def test_one_person_who_clicks_twice_signs_once(race):
    application, ana, _ben = two_may_sign()

    race(signing(application, ana), signing(application, ana))

    assert Signature.objects.count() == 1
    assert verbs(application) == ["sign_offer"]


def in_the_last_moment():
    """(application, calls): the last answer arrives in time, and the clock comes while it waits."""
    application, ana, ben = two_may_sign()
    signed(application, by=ana)
    answers = signing(application, ben)
    Award.objects.update(respond_by=now() + timedelta(seconds=0.2))

    def the_clock():
        while not overdue_offers().exists() and Award.objects.filter(accepted_at=None).exists():
            pass
        return lapse_offers()

    return application, [the_clock, answers]


def test_the_offer_ends_or_is_accepted_but_never_both(race):
    application, calls = in_the_last_moment()

    lapsed, outcome = race(*calls)

    application.refresh_from_db()
    assert lapsed in (0, 1), lapsed
    assert isinstance(outcome, Refused if lapsed else Application), outcome
    assert application.state == ("lapsed" if lapsed else "accepted")
    assert (application.award.accepted_at is None) == bool(lapsed)
    assert application.history.filter(from_state="offered").count() == 1
    assert faults_in(application) == []


def test_without_the_lock_one_of_the_two_meets_a_crash(race, without_locks):
    _application, calls = in_the_last_moment()
    without_locks(Application, Award)

    outcomes = race(*calls, patience=10)

    crashes = [each for each in outcomes if isinstance(each, DatabaseError | ConcurrentTransition)]
    assert len(crashes) == 1, outcomes


def test_more_time_comes_before_the_end_or_not_at_all(race):
    application, _ana, _ben = two_may_sign()
    Award.objects.update(respond_by=now() - timedelta(minutes=1))
    officer, until = colleague("is_officer"), now().date() + timedelta(days=7)
    more = partial(extend_offer, application, until=until, reason="Ill.", by=officer)

    given, lapsed = race(more, lapse_offers)

    application.refresh_from_db()
    if application.state == "offered":
        assert (given, lapsed) == ((application, application.award), 0)
        assert application.award.respond_by > now()
    else:
        assert (application.state, type(given), lapsed) == ("lapsed", Refused, 1)
        assert not application.award.extensions.exists()


@pytest.mark.usefixtures("transactional_db")
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no clock of its own")
@pytest.mark.parametrize("hours", [-3, 3])
def test_what_counts_is_the_clock_of_the_database_and_not_of_a_server(hours):
    """A server whose clock is wrong neither takes an answer too late nor refuses one in time."""
    application, ana, _ben = two_may_sign()
    real = now()
    Award.objects.update(respond_by=real + timedelta(hours=hours / 2))

    with time_machine.travel(real + timedelta(hours=hours)):
        if hours < 0:  # the server thinks that there is time
            with pytest.raises(Refused, match="has passed"):
                signed(application, by=ana)
            assert lapse_offers() == 1
        else:  # the server thinks that it is over
            assert lapse_offers() == 0
            assert signed(application, by=ana).state == "offered"
            assert abs(Signature.objects.get().signed_at - real) < timedelta(minutes=1)
