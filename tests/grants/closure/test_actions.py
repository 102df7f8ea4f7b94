"""An award is closed when nothing is open, or ended early with a reason."""

import pytest

from applicants.access import Refused
from applicants.models import Email
from grants.closure import actions
from grants.models import HistoryEntry, Instalment, Report
from grants.monitoring.actions import accept_report, send_report
from grants.payments.actions import cancel_payment_run, prepare_payment_run
from tests import factories
from tests.factories.cases import colleague, with_bank_details
from tests.factories.mail import mails

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def officer():
    return colleague("is_officer")


def test_everything_that_is_open_is_named():
    application = factories.in_monitoring(instalments=2)

    with pytest.raises(actions.StillOpen) as still:
        actions.close_award(application, note="", by=officer())

    assert still.value.reasons == [
        "The 6 month report is not accepted yet.",
        "The final report is not accepted yet.",
        "Instalment 2 of £2,000 is not paid yet.",
    ]
    application.refresh_from_db()
    assert application.state == "in_monitoring"
    assert not Email.objects.filter(event="grants/award_closed").exists()


def test_one_open_report_is_enough():
    application = factories.in_monitoring()
    report = Report.objects.get(number=1)
    accept_report(send_report(report, answers={}, by=application.started_by), by=officer())

    with pytest.raises(actions.StillOpen) as still:
        actions.close_award(application, note="", by=officer())

    assert still.value.reasons == ["The final report is not accepted yet."]


def test_closing_twice_closes_once():
    application = factories.closed()

    actions.close_award(application, note="Again.", by=officer())

    assert HistoryEntry.objects.filter(verb="close").count() == 1
    assert mails("grants/award_closed") == 1


def test_an_award_that_is_not_monitored_is_not_closed():
    with pytest.raises(Refused, match="stage “Accepted”"):
        actions.close_award(factories.accepted(), note="", by=officer())


@pytest.mark.parametrize("stage", ["accepted", "in_monitoring"])
def test_a_signed_grant_can_end_early_and_the_coop_reads_why(stage):
    application = getattr(factories, stage)()

    for _click in range(2):
        actions.terminate_award(application, reason="They have stopped.", by=officer())

    application.refresh_from_db()
    assert application.state == "terminated"
    email = Email.objects.filter(event="grants/award_terminated").first()
    assert "They have stopped." in email.body
    assert HistoryEntry.objects.get(verb="terminate").note == "They have stopped."


def test_a_grant_does_not_end_while_its_money_is_on_the_way():
    application = with_bank_details()
    due = Instalment.objects.exclude(released_at=None)
    run = prepare_payment_run(due, by=colleague("is_finance_preparer"))

    with pytest.raises(Refused, match="is in a run"):
        actions.terminate_award(application, reason="They have stopped.", by=officer())
    cancel_payment_run(run, reason="Stopped.", by=colleague("is_finance_preparer"))
    actions.terminate_award(application, reason="They have stopped.", by=officer())

    with pytest.raises(Refused, match="not ready"):
        prepare_payment_run(due, by=colleague("is_finance_preparer"))
