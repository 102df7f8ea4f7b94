"""No way round the panel, and money that came back goes to the next on its reserve list."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.timezone import now

from applicants.access import Refused
from applicants.models import Email
from grants.awards import actions as deciding
from grants.awards.agreeing import actions as agreeing
from grants.awards.agreeing.actions import turn_down_award
from grants.awards.releasing import actions, queries
from grants.models import Award
from grants.panel.queries import count_waiting, left_in
from tests import factories
from tests.factories.cases import colleague
from tests.factories.panels import (
    all_ready,
    fresh,
    held,
    read,
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
    said = {"reasons": "No money came back.", "by": colleague("is_approver")}

    with pytest.raises(Refused, match="They are on the reserve list"):
        offer(application)
    for decide in (deciding.decline_application, deciding.defer_application):
        with pytest.raises(Refused, match="They are on the reserve list"):
            decide(application, **said)


def test_what_a_panel_decided_comes_before_no_other_panel():
    round = ready().application.round
    called = sitting(round=round, cases=2)
    release(all_ready(called, ("reserve", "1000"), "defer")[0])

    assert count_waiting(round) == 0
    assert sitting(round=round, cases=1).agenda.count() == 1


def on_reserve(*amounts, budget=5000):
    """A round whose panel offered all its money to one, and told the others their places."""
    round = factories.open_round(budget=budget)
    called = sitting(round=round, cases=1 + len(amounts))
    first, *others = all_ready(called, "full", *(("reserve", amount) for amount in amounts))
    for each in (first, *others):
        release(each)
    return round, first.application, others


def test_when_money_comes_back_the_next_who_fits_is_called_up():
    round, winner, (large, small, _other) = on_reserve("4000", "900", "800")
    approver = colleague("is_approver")

    left, following = queries.next_on_reserve(round)
    assert (left.pounds, following) == (1000, small), "the first does not fit"
    with pytest.raises(Refused, match="is the next on the reserve list who fits"):
        actions.call_up(large, by=approver)
    turn_down_award(winner, reason="No.", by=winner.started_by)
    left, following = queries.next_on_reserve(round)
    assert (left.pounds, following) == (5000, large)

    called = actions.call_up(large, by=approver)

    assert (called.verdict, called.amount) == ("part", 4000)
    assert queries.next_on_reserve(round) == ((1000, 25), small), "the money is held"
    with pytest.raises(Refused, match="is the next on the reserve list who fits"):
        actions.call_up(large, by=approver)


def test_an_offer_from_the_list_is_written_read_and_released_like_any_other():
    round, _winner, (only,) = on_reserve("900")
    called, mails = actions.call_up(only, by=colleague("is_approver")), Email.objects.count()
    assert fresh(only.application).state == "with_panel"
    assert queries.draft_of(called).words.startswith("Money has come back")
    with pytest.raises(Refused, match="Nobody else has read"):
        release(called)
    with pytest.raises(Refused, match="You wrote these words"):
        actions.read_words(called, version=0, by=colleague("is_approver"))
    assert Email.objects.count() == mails

    actions.edit_words(
        called,
        words="It is your turn.",
        instalments=2,
        version=0,
        by=colleague("is_officer"),
    )
    application = release(read(called, by=factories.staff("is_officer")))

    assert application.state == "offered"
    assert application.award.instalments.count() == 2
    assert "It is your turn." in str(application.letters.get().words)
    assert left_in(round).pounds == 100


def test_a_wait_that_ends_with_a_no_is_written_read_and_released_too():
    _round, _winner, (only, _other) = on_reserve("4000", "900")
    ended = actions.end_wait(only, by=colleague("is_approver"))
    assert "No more money has come back" in queries.draft_of(ended).words
    with pytest.raises(Refused, match="not on the reserve list now"):
        actions.end_wait(only, by=colleague("is_approver"))

    application = release(read(ended))

    assert application.state == "declined"
    assert application.decisions.get().receipt.content["because"]


def test_nobody_is_offered_what_is_not_there():
    _round, _winner, (only,) = on_reserve("4000")

    with pytest.raises(Refused, match="Nobody on the reserve list fits"):
        actions.call_up(only, by=colleague("is_approver"))


def test_whoever_scored_takes_nobody_off_the_list():
    _round, _winner, (only,) = on_reserve("900")
    scorer = only.application.assessments.get().assessor
    scorer.is_approver = True
    scorer.save()

    for action in (actions.call_up, actions.end_wait):
        with pytest.raises(PermissionDenied):
            action(only, by=scorer)


def test_a_lapsed_offer_gives_its_money_back_to_the_list():
    round, winner, (large,) = on_reserve("4000")
    factories.issue_letters()
    Award.objects.filter(application=winner).update(respond_by=now() - timedelta(days=1))
    agreeing.lapse_offers()

    assert queries.next_on_reserve(round)[1] == large
