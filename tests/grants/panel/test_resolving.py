"""What a panel can resolve, and what is refused."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from applicants.access import Refused
from applicants.models import Email, Membership
from grants.applications.actions import withdraw_application
from grants.assessment.actions import declare_conflict
from grants.awards.actions import offer_award
from grants.funds.queries import criteria_of
from grants.models import Application, HistoryEntry, Resolution
from grants.panel import actions
from grants.panel.queries import left_in
from tests import factories
from tests.factories.cases import colleague
from tests.factories.panels import (
    TOO_THIN,
    chair_of,
    fresh,
    item_of,
    panel,
    resolved,
    signed,
    sitting,
)

pytestmark = pytest.mark.django_db


def test_a_yes_in_full_is_what_was_asked_for_and_is_held_back():
    item = item_of(sitting())
    mails = Email.objects.count()

    resolution = resolved(item, "full")

    application = fresh(item.application)
    assert (resolution.amount, resolution.days) == (
        application.amount_requested,
        application.days_requested,
    )
    assert application.state == "with_panel"
    assert Email.objects.count() == mails, "the co-op hears when it is released"
    entry = HistoryEntry.objects.filter(application=application).latest("sequence")
    assert (entry.verb, entry.subject) == ("resolve", "Fund in full")


@pytest.mark.parametrize(
    ("terms", "says"),
    [
        ({"verdict": "part", "amount": "4000.01"}, "They asked for £4,000"),
        ({"verdict": "part", "days": "3.25"}, "They asked for £4,000"),
        ({"verdict": "part", "amount": "4000", "days": "3"}, "That is all they asked for"),
        ({"verdict": "part"}, "Give some money"),
        ({"verdict": "reserve"}, "Give some money"),
        ({"verdict": "full", "because": []}, "Pick at least one criterion"),
    ],
)
def test_terms_that_make_no_sense_are_refused_in_a_sentence(terms, says):
    item = item_of(sitting())

    with pytest.raises(Refused, match=says):
        resolved(item, **terms)

    assert not Resolution.objects.exists()


def test_a_no_says_what_could_have_been_stronger():
    item = item_of(sitting())
    only_good = [(criteria_of(item.panel.round)[0], "for", "They know their trade.")]

    with pytest.raises(Refused, match="could have been stronger"):
        resolved(item, "decline", because=only_good)

    assert resolved(item, "decline").because.get().sentence == TOO_THIN


def test_thinking_again_leaves_the_older_one_to_be_read():
    item = item_of(sitting())
    older = resolved(item, "full")

    newer = resolved(item, "part", amount="1000")

    assert Resolution.objects.standing().get() == newer
    assert fresh(older).replaced_at is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        Resolution.objects.filter(pk=older.pk).update(amount=Decimal(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Resolution.objects.filter(pk=older.pk).update(replaced_at=None)


def test_held_yeses_and_live_awards_together_stay_within_the_round():
    round = factories.open_round(budget=Decimal(9000), budget_days=Decimal(7))
    offer_award(
        factories.with_panel(round=round),
        amount=Decimal(3000),
        days=Decimal(1),
        reasons="Yes.",
        by=colleague("is_approver"),
    )
    called = sitting(round=round, cases=2)
    resolved(item_of(called, 1), "full")

    with pytest.raises(actions.OverBudget, match="£2,000 left"):
        resolved(item_of(called, 2), "full")

    resolved(item_of(called, 2), "part", amount="2000")
    assert left_in(round) == (Decimal(0), Decimal(3))


def test_an_offer_made_elsewhere_cannot_take_what_a_panel_holds():
    round = factories.open_round(budget=Decimal(5000))
    called = sitting(round=round)
    resolved(item_of(called), "full")
    other = factories.with_panel(round=round)

    with pytest.raises(Refused, match="£1,000 left"):
        offer_award(
            other,
            amount=Decimal(2000),
            days=Decimal(0),
            reasons="Yes.",
            by=colleague("is_approver"),
        )


def test_the_budget_of_days_counts_by_itself():
    round = factories.open_round(budget_days=Decimal(2))
    item = item_of(sitting(round=round))

    with pytest.raises(actions.OverBudget) as refusal:
        resolved(item, "full")

    assert refusal.value.field == "days"


def test_the_reserve_list_takes_nothing_and_keeps_its_order():
    round = factories.open_round(budget=Decimal(4000))
    called = sitting(round=round, cases=3)
    first = resolved(item_of(called, 1), "reserve", amount="4000", days="1")
    second = resolved(item_of(called, 2), "reserve", amount="1000")
    resolved(item_of(called, 3), "full")

    again = resolved(item_of(called, 1), "reserve", amount="3000")

    assert (first.reserve_place, second.reserve_place) == (1, 2)
    assert again.reserve_place == 3, "who comes back to the list comes to its end"
    signed(called)
    assert fresh(second).reserve_place == 1
    assert fresh(again).reserve_place == 2


def test_without_a_quorum_nothing_is_decided():
    called = panel(quorum=2)
    chair = chair_of(called)

    with pytest.raises(Refused, match="needs 2 people"):
        actions.open_panel(called, present=[chair], by=chair)
    with pytest.raises(Refused, match="not sitting"):
        resolved(item_of(called))


def test_who_has_a_conflict_leaves_and_is_not_counted():
    called = sitting(quorum=3)
    item = item_of(called)
    assessor = called.members.get(user__is_assessor=True).user
    Membership.objects.create(organisation=item.application.organisation, user=assessor)

    with pytest.raises(Refused, match=f"2 of 3 people are there.*{assessor} must leave"):
        resolved(item)


def test_the_names_of_who_was_there_and_who_left_stay_with_it():
    called = sitting(quorum=2)
    item = item_of(called)
    officer = called.members.get(user__is_officer=True).user
    declare_conflict(item.application, by=officer, reason="My sister works there.")

    resolution = resolved(item)

    assert resolution.left == [str(officer)]
    assert len(resolution.present) == 2


def test_a_conflicted_chair_leaves_too_and_another_approver_writes_it_down():
    deputy = factories.staff("is_approver", name="Bea Quist")
    called = sitting(members=[deputy, factories.staff("is_assessor")], quorum=2)
    item, chair = item_of(called), chair_of(called)
    declare_conflict(item.application, by=chair, reason="An old friend.")

    with pytest.raises(PermissionDenied):
        resolved(item, by=chair)

    assert resolved(item, by=deputy).left == [str(chair)]


def test_whoever_scored_it_does_not_write_down_the_decision():
    round = factories.open_round()
    both = factories.staff("is_approver", "is_assessor")
    called = sitting(round=round, chair=both)
    item = item_of(called)
    application = fresh(item.application)
    application.assessments.create(assessor=both)

    with pytest.raises(PermissionDenied):
        resolved(item, by=both)


@pytest.mark.parametrize("role", ["is_officer", "is_assessor", "is_approver", "is_auditor"])
def test_only_an_approver_on_the_panel_writes_it_down(role):
    item = item_of(sitting())

    with pytest.raises(PermissionDenied):
        resolved(item, by=factories.staff(role))


def test_a_withdrawn_application_is_left_alone():
    item = item_of(sitting())
    withdraw_application(item.application, by=item.application.submitted_by)

    with pytest.raises(Refused, match="not with the panel now"):
        resolved(item)


def test_an_application_is_on_one_agenda_at_a_time():
    first = panel()

    second = panel(round=first.round, cases=0)

    assert (first.agenda.count(), second.agenda.count()) == (1, 0)


def test_what_comes_late_is_on_the_agenda_when_the_panel_opens():
    called = panel()
    factories.with_panel(round=called.round)
    everybody = [seat.user for seat in called.members.all()]

    actions.open_panel(called, present=everybody, by=chair_of(called))

    assert called.agenda.count() == 2
    assert Application.objects.filter(agenda_items__panel=called).count() == 2
