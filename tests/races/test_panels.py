"""A panel and somebody else at once."""

from decimal import Decimal
from functools import partial

import pytest
from django.db import IntegrityError

from applicants.access import Refused
from grants.awards.actions import offer_award
from grants.models import AgendaItem, Application, Panel, Resolution, Round
from grants.panel.actions import resolve, take_up_waiting
from grants.panel.queries import committed, left_in
from tests import factories
from tests.factories.panels import WHY, chair_of, decided_alone, item_of, panel, signed, sitting

pytestmark = pytest.mark.database


def two_that_fit_only_alone():
    round = factories.open_round(budget=Decimal(5000))
    return round, sitting(round=round, cases=2)


def say_yes(item):
    criterion = item.panel.round.criteria.first()
    return partial(
        resolve,
        item,
        verdict="full",
        reasons=WHY,
        because=[(criterion, "for", WHY)],
        by=type(chair_of(item.panel)).objects.get(pk=chair_of(item.panel).pk),
    )


def offer(application):
    approver = factories.staff("is_approver")
    return partial(
        offer_award,
        application,
        amount=Decimal(4000),
        days=Decimal(0),
        reasons="Yes.",
        by=approver,
    )


def test_the_last_pounds_are_resolved_once(race):
    round, called = two_that_fit_only_alone()

    outcomes = race(say_yes(item_of(called, 1)), say_yes(item_of(called, 2)))

    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1, outcomes
    assert left_in(round).pounds == 1000


def test_without_the_lock_a_panel_holds_more_than_the_round_has(race, without_locks):
    round, called = two_that_fit_only_alone()
    without_locks(Round)

    race(say_yes(item_of(called, 1)), say_yes(item_of(called, 2)), patience=10)

    assert left_in(round).pounds == -3000


def test_what_a_panel_holds_and_what_is_offered_at_once_stay_within_the_round(race):
    round, called = two_that_fit_only_alone()
    other = item_of(called, 2).application

    outcomes = race(say_yes(item_of(called, 1)), offer(other))

    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1, outcomes
    assert left_in(round).pounds >= 0
    assert committed(round).pounds in (0, 4000)


def test_one_application_resolved_twice_at_once_has_one_that_counts(race):
    called = sitting()
    item = item_of(called)

    race(say_yes(item), say_yes(item))

    assert Resolution.objects.standing().count() == 1
    assert Resolution.objects.count() == 2


def test_without_the_lock_the_other_meets_the_constraint(race, without_locks):
    called = sitting()
    item = item_of(called)
    without_locks(Round, Application)

    outcomes = race(say_yes(item), say_yes(item), patience=10)

    assert sum(isinstance(outcome, IntegrityError) for outcome in outcomes) == 1, outcomes


def test_two_panels_that_take_up_the_same_case_at_once_share_it_out(race):
    first = panel(cases=0)
    second = panel(round=first.round, cases=0)
    factories.with_panel(round=first.round)
    takers = [partial(take_up_waiting, each, by=chair_of(each)) for each in (first, second)]

    race(*takers)

    assert AgendaItem.objects.count() == 1


def test_a_decision_and_the_signature_at_once_leave_no_decision_outside_the_minutes(race):
    called = sitting()
    item = item_of(called)
    say_yes(item)()

    race(say_yes(item), partial(signed, called))

    called.refresh_from_db()
    if called.signed_at is not None:
        counts = Resolution.objects.standing().get()
        assert counts.resolved_at <= called.signed_at


# --- Without a meeting ---


def deciding(application, verdict="full"):
    approver = factories.staff("is_approver")
    return partial(decided_alone, application, verdict, by=approver)


AGENDA = ("grants_agendaitem",)  # both have looked by the time they write there


def calling(round):
    return partial(panel, round=round, cases=0)


def test_two_approvers_who_decide_one_case_alone_at_once_decide_it_once(race):
    application = factories.with_panel()

    outcomes = race(deciding(application), deciding(application, "decline"))

    [refusal] = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert str(refusal) == "This is decided already. The decision waits to be released."
    assert (Panel.objects.count(), Resolution.objects.count()) == (1, 1)
    assert application.history.filter(verb="decide_alone").count() == 1


def test_without_the_locks_the_second_takes_the_place_of_the_first(race, without_locks):
    application = factories.with_panel()
    without_locks(Round, Application)

    race(deciding(application), deciding(application, "decline"), patience=10)

    assert Panel.objects.count() != 1 or Resolution.objects.count() != 1


def test_a_case_that_is_decided_alone_while_a_panel_is_called_is_on_one_of_the_two(race):
    application = factories.with_panel()

    outcomes = race(deciding(application), calling(application.round), before=AGENDA)

    on_the_agenda = AgendaItem.objects.filter(is_live=True).count()
    assert on_the_agenda + Resolution.objects.count() == 1, outcomes
    assert not [each for each in outcomes if isinstance(each, IntegrityError)]


def test_without_the_lock_a_case_that_is_decided_stands_on_an_agenda(race, without_locks):
    application = factories.with_panel()
    without_locks(Application)

    both = deciding(application), calling(application.round)
    race(*both, before=AGENDA, patience=10, first=0)

    assert AgendaItem.objects.filter(is_live=True).count() == 1
    assert Resolution.objects.count() == 1
