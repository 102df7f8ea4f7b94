"""Two people at once: money is put into one run, and never leaves an ended grant."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from applicants.access import Refused
from grants.closure.actions import terminate_award
from grants.lifecycle import Stage
from grants.models import Application, Instalment, Payment
from grants.payments import actions
from tests import factories
from tests.factories.cases import colleague, with_bank_details

pytestmark = [pytest.mark.usefixtures("transactional_db"), pytest.mark.database]


def at_once(*deeds):
    """Do everything at the same moment, each on a connection of its own."""
    start = Barrier(len(deeds))

    def run(deed):
        try:
            start.wait(10)
            return deed()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def prepare(application, by):
    due = Instalment.objects.filter(award__application=application).exclude(released_at=None)
    return lambda: actions.prepare_payment_run(due, by=by)


def test_two_people_prepare_the_same_payment_and_one_run_holds_it():
    application = with_bank_details()
    people = [factories.staff("is_finance_preparer") for _ in range(4)]

    outcomes = at_once(*(prepare(application, person) for person in people))

    refused = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert len(refused) == 3
    assert {str(refusal) for refusal in refused} == {
        "One of these payments is in another run now. Look at the list again."
    }
    assert Payment.objects.live().count() == 1


def test_one_person_who_clicks_twice_gets_one_run():
    application = with_bank_details()
    person = factories.staff("is_finance_preparer")

    outcomes = at_once(*(prepare(application, person) for _ in range(3)))

    assert len({run.reference for run in outcomes}) == 1


@pytest.mark.parametrize("_time", range(5))
def test_no_money_is_on_the_way_for_a_grant_that_ended(_time):
    application = with_bank_details()
    preparer, officer = factories.staff("is_finance_preparer"), colleague("is_officer")

    at_once(
        prepare(application, preparer),
        lambda: terminate_award(application, reason="They stopped.", by=officer),
    )

    is_over = Application.objects.get(pk=application.pk).state == Stage.TERMINATED
    assert is_over != Payment.objects.live().exists()
