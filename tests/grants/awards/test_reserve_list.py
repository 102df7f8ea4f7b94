"""No way round the panel, and money that came back goes to the next on its reserve list."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.timezone import now

from applicants.access import Refused
from grants.applications.actions import withdraw_application
from grants.awards import actions as deciding
from grants.awards.releasing import actions, queries
from grants.models import Award
from grants.panel.queries import count_waiting
from tests import factories
from tests.factories.cases import colleague
from tests.factories.panels import (
    all_ready,
    fresh,
    held,
    ready,
    sitting,
)

pytestmark = pytest.mark.django_db


def release(resolution, by=None):
    return actions.release(resolution, by=by or colleague("is_approver"))


def offer(application, **facts):
    terms = {"amount": 100, "days": 0, "reasons": "Yes.", "by": colleague("is_approver")}
    return deciding.offer_award(application, **terms | facts)


def test_what_a_panel_holds_is_decided_in_no_other_way():
    application = held()
    said = {"reasons": "No.", "by": colleague("is_approver")}

    for decide in (deciding.decline_application, deciding.defer_application):
        with pytest.raises(Refused, match="waits to be released"):
            decide(application, **said)
    with pytest.raises(Refused, match="waits to be released"):
        offer(application)

    assert fresh(application).state == "with_panel"


def test_nobody_jumps_the_reserve_list():
    application = release(ready("reserve", amount="2000"))

    with pytest.raises(Refused, match="They are on the reserve list"):
        offer(application)
    said = {"reasons": "No money came back.", "by": colleague("is_approver")}
    with pytest.raises(Refused, match="They are on the reserve list"):
        deciding.defer_application(application, **said)

    assert deciding.decline_application(application, **said).state == "declined"


def test_what_a_panel_decided_comes_before_no_other_panel():
    round = ready().application.round
    called = sitting(round=round, cases=2)
    release(all_ready(called, ("reserve", "1000"), "defer")[0])

    assert count_waiting(round) == 0
    assert sitting(round=round, cases=1).agenda.count() == 1


# --- From the reserve list ---


def on_reserve(*amounts, budget=5000):
    """A round whose panel offered all its money to one, and told the others their places."""
    round = factories.open_round(budget=budget)
    called = sitting(round=round, cases=1 + len(amounts))
    first, *others = all_ready(called, "full", *(("reserve", amount) for amount in amounts))
    for each in (first, *others):
        release(each)
    return round, first.application, others


def test_when_money_comes_back_the_next_who_fits_is_offered_it():
    round, winner, (large, small, _other) = on_reserve("4000", "900", "800")
    approver = colleague("is_approver")

    left, following = queries.next_on_reserve(round)
    assert (left.pounds, following) == (1000, small), "the first does not fit"
    with pytest.raises(Refused, match="is the next on the reserve list who fits"):
        actions.offer_from_reserve(large, by=approver)
    withdraw_application(winner, note="No.", by=winner.started_by)
    left, following = queries.next_on_reserve(round)
    assert (left.pounds, following) == (5000, large)

    application = actions.offer_from_reserve(large, by=approver)

    assert application.state == "offered"
    assert application.award.amount == 4000
    assert queries.next_on_reserve(round)[1] == small
    with pytest.raises(Refused, match="not with the panel now"):
        actions.offer_from_reserve(large, by=approver)


def test_nobody_is_offered_what_is_not_there():
    _round, _winner, (only,) = on_reserve("4000")

    with pytest.raises(Refused, match="Nobody on the reserve list fits"):
        actions.offer_from_reserve(only, by=colleague("is_approver"))


def test_whoever_scored_offers_nothing_from_the_list():
    _round, _winner, (only,) = on_reserve("900")
    scorer = only.application.assessments.get().assessor
    scorer.is_approver = True
    scorer.save()

    with pytest.raises(PermissionDenied):
        actions.offer_from_reserve(only, by=scorer)


def test_a_lapsed_offer_gives_its_money_back_to_the_list():
    round, winner, (large,) = on_reserve("4000")
    Award.objects.filter(application=winner).update(respond_by=now() - timedelta(days=1))
    deciding.lapse_offers()

    assert queries.next_on_reserve(round)[1] == large
