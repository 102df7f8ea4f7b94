"""Reports come in, are read, and free the money that waited for them."""

import pytest
from django.core.exceptions import PermissionDenied

from applicants.access import Refused
from grants.closure.actions import terminate_award
from grants.models import HistoryEntry, Instalment, Report
from grants.monitoring import actions
from grants.monitoring.answers import fingerprint
from grants.monitoring.queries import asked_changes, planned_lines
from tests import factories
from tests.factories.cases import colleague, with_bank_details
from tests.factories.mail import mails

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ANSWERS = {"1": "We opened.", "2": "The queue.", "6": "Start earlier."}


def officer():
    return colleague("is_officer")


def first_report(application):
    return Report.objects.get(award__application=application, number=1)


def sent(application):
    report = first_report(application)
    return actions.send_report(report, answers=ANSWERS, by=application.started_by)


def test_monitoring_waits_for_the_first_payment():
    application = with_bank_details()

    with pytest.raises(Refused, match="first payment has been made"):
        actions.start_monitoring(application, by=officer())
    assert not Report.objects.exists()


def test_monitoring_sets_the_dates_once_and_tells_the_coop():
    application = factories.paid(instalments=2)

    for _click in range(2):
        actions.start_monitoring(application, by=officer())

    reports = list(Report.objects.order_by("number"))
    assert [report.name for report in reports] == ["6 month report", "Final report"]
    assert [report.releases and report.releases.number for report in reports] == [2, None]
    assert mails("grants/reports_due") == 1


def test_an_award_of_days_alone_needs_no_payment():
    application = factories.accepted(awarded=0)

    assert actions.start_monitoring(application, by=officer()).state == "in_monitoring"


def test_accepting_the_first_report_frees_the_second_instalment():
    application = factories.in_monitoring(instalments=2)
    second = Instalment.objects.get(award__application=application, number=2)
    assert second.released_at is None

    for _click in range(2):
        actions.accept_report(
            sent(application) if not _click else first_report(application), by=officer()
        )

    second.refresh_from_db()
    assert second.released_at is not None
    assert mails("grants/report_accepted") == 1


def test_a_report_sent_twice_is_sent_once():
    application = factories.in_monitoring()

    sent(application)
    sent(application)

    assert HistoryEntry.objects.filter(verb="send_report").count() == 1
    assert mails("grants/report_sent") == 1


def test_other_words_after_sending_are_refused():
    application = factories.in_monitoring()
    report = sent(application)

    with pytest.raises(Refused, match="can’t be done now"):
        actions.send_report(report, answers={"1": "No."}, by=application.started_by)
    with pytest.raises(Refused, match="has been sent"):
        actions.save_report(report, answers={"1": "No."}, by=application.started_by)
    assert first_report(application).answers == ANSWERS


def test_a_report_that_comes_back_keeps_its_answers_and_says_why():
    application = factories.in_monitoring()
    report = actions.return_report(sent(application), note="Which queue?", by=officer())

    assert (report.state, report.answers) == ("due", ANSWERS)
    assert asked_changes(report).note == "Which queue?"
    again = actions.send_report(
        report, answers={**ANSWERS, "2": "At the door."}, by=application.started_by
    )
    assert again.state == "sent"
    assert mails("grants/report_sent") == 2


def test_a_stale_draft_does_not_wipe_out_what_somebody_else_saved():
    application = factories.in_monitoring()
    report = first_report(application)
    opened = fingerprint(report.answers)
    actions.save_report(report, answers={"1": "Hers."}, seen=opened, by=application.started_by)

    for act in (actions.save_report, actions.send_report):
        with pytest.raises(actions.SavedByAnother) as clash:
            act(report, answers={"1": "His."}, seen=opened, by=application.started_by)
        assert clash.value.answers == {"1": "Hers."}
    assert first_report(application).answers == {"1": "Hers."}


def test_an_ended_grant_asks_for_no_report():
    application = factories.in_monitoring()
    report = first_report(application)
    terminate_award(application, reason="They stopped.", by=officer())

    for act in (actions.save_report, actions.send_report):
        with pytest.raises(Refused, match="has ended"):
            act(report, answers=ANSWERS, by=application.started_by)


def test_a_report_is_read_by_officers_and_written_by_members():
    application = factories.in_monitoring()

    with pytest.raises(PermissionDenied):
        actions.send_report(first_report(application), answers=ANSWERS, by=officer())
    report = sent(application)
    with pytest.raises(PermissionDenied):
        actions.accept_report(report, by=application.started_by)


def test_the_lines_of_the_budget_that_are_money():
    application = factories.in_monitoring()

    assert [(line.number, line.what, line.amount) for line in planned_lines(application)] == [
        (1, "Ovens", 4000)
    ]
