"""What can be done with reports."""

from django.db import transaction
from django.utils.timezone import localdate, now

from applicants.access import Refused
from applicants.emails import queue_email
from grants.awards.terms.freeing import free_what_is_ready, lock_award
from grants.awards.terms.schedule import plan_reports
from grants.history import moving
from grants.lifecycle import ReportStage, Stage
from grants.payments.models import Payment

from .answers import fingerprint
from .models import Report


class SavedByAnother(Refused):
    """Somebody else saved this report since the page was opened; `answers` is what they saved."""

    def __init__(self, answers):
        super().__init__("Somebody else saved this report while you were writing.")
        self.answers = answers


def start_monitoring(application, *, by):
    """An officer sets the report dates, once the first money has left."""
    with moving(application, by=by) as application:
        if application.state == Stage.IN_MONITORING:
            return application  # a second click
        application.start_monitoring()
        award = application.award
        instalments = list(award.instalments.order_by("number"))
        if instalments and not Payment.objects.paid().filter(instalment__award=award).exists():
            raise Refused("Monitoring starts when the first payment has been made.")
        for planned in plan_reports(instalments, localdate()):
            freed = next((i for i in instalments if i.number == planned.releases), None)
            Report.objects.create(
                award=award,
                number=planned.number,
                reference=f"{application.reference}-R{planned.number}",
                name=planned.name,
                due_on=planned.due_on,
                releases=freed,
            )
        queue_email(
            "grants/reports_due",
            application.organisation,
            key=application.reference,
            about=application.reference,
            application=application,
            reports=list(award.reports.order_by("number")),
        )
    return application


def save_report(report, *, answers, by, seen=None):
    """The co-op keeps a draft of its report.

    seen: the fingerprint of the answers that the page was opened with.
    """
    with transaction.atomic():
        report = Report.objects.select_for_update().get(pk=report.pk)
        _refuse_unless_open(report)
        _refuse_stale(report, answers, seen)
        report.answers = answers
        report.save(update_fields=["answers"])
    return report


def send_report(report, *, answers, by, seen=None):
    """The co-op sends its report in."""
    with moving(report, by=by) as report:
        if report.state == ReportStage.SENT and report.answers == answers:
            return report  # a second click
        report.send_report()
        _refuse_unless_running(report)
        _refuse_stale(report, answers, seen)
        report.answers, report.sent_at, report.sent_by = answers, now(), by
        _tell("grants/report_sent", report)
    return report


def _refuse_unless_open(report):
    if report.state != ReportStage.DUE:
        raise Refused("This report has been sent, so it can’t be changed now.")
    _refuse_unless_running(report)


def _refuse_unless_running(report):
    if report.award.application.state != Stage.IN_MONITORING:
        raise Refused("This grant has ended, so we need no report any more.")


def _refuse_stale(report, answers, seen):
    is_stale = seen is not None and seen != fingerprint(report.answers)
    if is_stale and report.answers and report.answers != answers:
        raise SavedByAnother(report.answers)


def return_report(report, *, note, by):
    """An officer asks for changes, saying which."""
    with moving(report, by=by, note=note) as report:
        sent_at = report.sent_at
        report.return_report()
        _tell("grants/report_returned", report, key=sent_at.isoformat(), note=note)
    return report


def accept_report(report, *, by):
    """An officer accepts the report; the instalment that waited for it can be paid."""
    with transaction.atomic():
        lock_award(report.award)
        with moving(report, by=by) as report:
            if report.state == ReportStage.ACCEPTED:
                return report  # a second click
            report.accept_report()
            _refuse_unless_running(report)
            report.accepted_at, report.accepted_by = now(), by
            _tell("grants/report_accepted", report)
        # Only now does the row say that it is accepted.
        free_what_is_ready(report.award)
    return report


def _tell(event, report, *, key="", **context):
    application = report.award.application
    queue_email(
        event,
        application.organisation,
        key=f"{report.reference}/{key or report.sent_at.isoformat()}",
        about=application.reference,
        application=application,
        report=report,
        **context,
    )
