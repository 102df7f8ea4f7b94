"""The board of a round, and the promise that the round gave."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from grants.assessment.actions import assign_assessor, declare_conflict
from grants.casework import board
from grants.casework.board import board_of
from grants.casework.filters import Filters
from grants.funds import promises
from grants.funds.promises import promise_of, promise_to_tell
from grants.models import Application, Round, SectionAnswers
from tests import factories
from tests.factories.cases import colleague

pytestmark = pytest.mark.django_db


def shown(round, user=None, **chosen):
    filters = Filters(round=round.reference, **chosen)
    return board_of(round, user or colleague("is_officer"), filters)


def by_stage(of):
    return {column.code: [case.reference for case in column.cases] for column in of.columns}


@pytest.mark.database
def test_the_board_shows_each_stage_of_one_round_in_the_order_of_the_lifecycle():
    round = factories.open_round()
    panel = factories.with_panel(round=round)
    sent = factories.submitted(round=round)
    factories.submitted()

    columns = shown(round).columns

    assert [column.label for column in columns] == ["Submitted", "With panel"]
    assert by_stage(shown(round)) == {
        "submitted": [sent.reference],
        "with_panel": [panel.reference],
    }
    assert columns[0].query == f"state=submitted&round={round.reference}"


@pytest.mark.database
def test_a_stage_shows_those_that_wait_longest_and_says_how_many_more(monkeypatch):
    monkeypatch.setattr(board, "SHOWN", 2)
    round = factories.open_round()
    cases = [factories.submitted(round=round) for _ in range(3)]
    long_ago = now() - timedelta(days=3)
    Application.objects.filter(pk=cases[2].pk).update(submitted_at=long_ago)

    [column] = shown(round).columns

    assert [case.reference for case in column.cases] == [cases[2].reference, cases[0].reference]
    assert (column.count, column.more) == (3, 1)


def test_it_says_how_many_scores_are_in():
    round = factories.open_round()
    case = factories.in_assessment(round=round)
    factories.filed(case, factories.staff("is_assessor"))
    assign_assessor(case, assessor=factories.staff("is_assessor"), by=colleague("is_officer"))

    page = factories.client_for(colleague("is_officer")).get(
        reverse("round_board", args=[round.reference])
    )

    assert "1 of 2 filed" in page.text


def test_a_board_is_narrowed_by_its_address_and_stays_with_its_round():
    round = factories.open_round()
    factories.submitted(round=round, amount="1000")
    large = factories.submitted(round=round, amount="4000")
    client = factories.client_for(colleague("is_officer"))

    page = client.get(
        reverse("round_board", args=[round.reference]),
        {"least": "2000", "state": "closed", "round": "another"},
    )

    assert by_stage(page.context["board"]) == {"submitted": [large.reference]}


def test_a_conflict_takes_a_case_off_the_board():
    officer = factories.staff("is_officer")
    case = factories.submitted()
    declare_conflict(case, by=officer, reason="My own.")

    assert shown(case.round, officer).columns == []


@pytest.mark.database
def test_drafts_are_a_number_and_nothing_more():
    round = factories.open_round()
    secret = factories.organisation(name="Secret Draft")
    factories.draft(round=round, of=secret)
    factories.draft(round=round, ready=False)
    old = factories.draft(round=round)
    long_ago = now() - timedelta(days=15)
    SectionAnswers.objects.filter(application=old).update(saved_at=long_ago)
    client = factories.client_for(colleague("is_officer"))

    page = client.get(reverse("round_board", args=[round.reference]))

    assert page.context["board"].drafts == board.Drafts(number=3, empty=1, stuck=1)
    assert "3 drafts" in page.text
    assert "Secret Draft" not in page.text


def test_a_board_takes_the_same_queries_for_one_case_and_for_many(django_assert_max_num_queries):
    round = factories.open_round()
    client = factories.client_for(colleague("is_officer"))
    address = reverse("round_board", args=[round.reference])
    for _ in range(3):
        factories.submitted(round=round)
        factories.in_assessment(round=round)
        with django_assert_max_num_queries(15) as found:
            client.get(address)

    assert len(found) <= 12


# --- The promise -----------------------------------------------------------------------------


def decided_round(monkeypatch, *, at_least=2, days=3):
    """A closed round with two decisions, which promised them for some days from now."""
    monkeypatch.setattr(promises, "FEWEST", at_least)
    round = factories.open_round()
    factories.declined(round=round)
    factories.offered(round=round)
    closed = now() - timedelta(hours=1)
    on = localdate() + timedelta(days=days)
    Round.objects.filter(pk=round.pk).update(closes_at=closed, decision_on=on)
    round.refresh_from_db()
    return round


def public_page(round):
    return factories.client_for(factories.person()).get(reverse("round", args=[round.reference]))


@pytest.mark.database
def test_a_round_that_kept_its_promise_says_so_to_everybody(monkeypatch):
    round = decided_round(monkeypatch)

    page = public_page(round)

    assert "We promised decisions by" in page.text
    assert "None was late." in page.text


def test_a_round_that_broke_its_promise_says_by_how_many(monkeypatch):
    round = decided_round(monkeypatch, days=-1)

    assert promise_of(round).late == 2
    assert "2 of 2 were late." in public_page(round).text


@pytest.mark.parametrize("stage", [factories.submitted, factories.with_panel, factories.returned])
def test_nothing_is_told_while_one_still_waits(monkeypatch, stage):
    monkeypatch.setattr(promises, "FEWEST", 1)
    round = factories.open_round()
    factories.declined(round=round)
    stage(round=round)
    Round.objects.filter(pk=round.pk).update(closes_at=now() - timedelta(hours=1))
    round.refresh_from_db()

    assert promise_to_tell(round) is None
    assert "We promised decisions by" not in public_page(round).text


def test_nothing_is_told_of_an_open_round_or_of_one_with_few_decisions(monkeypatch):
    few = decided_round(monkeypatch, at_least=3)
    assert promise_to_tell(few) is None
    monkeypatch.setattr(promises, "FEWEST", 1)
    assert promise_to_tell(few) is not None

    Round.objects.filter(pk=few.pk).update(closes_at=now() + timedelta(days=1))
    few.refresh_from_db()

    assert promise_to_tell(few) is None


def test_the_board_counts_the_days_that_are_left():
    round = factories.open_round()
    factories.submitted(round=round)
    on = localdate() + timedelta(days=6)
    Round.objects.filter(pk=round.pk).update(decision_on=on)
    round.refresh_from_db()

    assert shown(round).clock.endswith("in 6 days")
