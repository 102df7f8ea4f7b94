"""One thing that happens to many cases is entered in each chain as if it had happened alone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from grants import history
from grants.history import HistoryHead, faults_in
from grants.models import Application
from tests import factories
from tests.factories.cases import colleague

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def last_of(application):
    return application.history.order_by("-sequence").first()


def test_each_chain_gets_one_entry_and_stays_whole():
    cases = [factories.submitted(), factories.in_assessment(), factories.draft()]
    before = {case.pk: case.history.count() for case in cases}
    officer = colleague("is_officer")

    history.record_in_each(
        Application.objects.all(), verb="prepare_run", by=officer, subject="RUN-1", note="Why."
    )

    for case in cases:
        assert case.history.count() == before[case.pk] + 1
        entry = last_of(case)
        assert (entry.verb, entry.by, entry.subject, entry.note) == (
            "prepare_run",
            officer,
            "RUN-1",
            "Why.",
        )
        assert faults_in(case) == []
    assert len({last_of(case).seal for case in cases}) == 3  # each with a salt of its own


def test_a_chain_that_has_not_begun_begins():
    case = factories.draft()
    started = Application.objects.create(
        organisation=factories.organisation(),
        round=case.round,
        reference="CDF-2026-9999",
        started_by=case.started_by,
    )

    history.record_in_each([started, case], verb="note", by=None)

    assert HistoryHead.objects.get(pk=started.pk).sequence == 1
    assert last_of(started).sequence == 1
    assert last_of(started).digest == HistoryHead.objects.get(pk=started.pk).digest


def test_what_comes_after_follows_on():
    case = factories.submitted()
    history.record_in_each([case, case], verb="note", by=None)  # named twice, entered once
    count = case.history.count()

    history.record(case, verb="note", by=None)

    assert case.history.count() == count + 1
    assert faults_in(case) == []


def test_it_costs_the_same_for_one_case_and_for_several():
    def queries(cases):
        with CaptureQueriesContext(connection) as made:
            history.record_in_each(cases, verb="note", by=None)
        return len([one for one in made if "SAVEPOINT" not in one["sql"]])

    first, *others = [factories.draft() for _ in range(4)]

    assert queries([first]) == queries(others) == 3
