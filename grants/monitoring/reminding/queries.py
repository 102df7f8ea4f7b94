"""What a co-op still owes us, of which a letter can remind it."""

from datetime import date, timedelta
from typing import NamedTuple

from django.urls import reverse
from django.utils.timezone import localdate, now

from applicants.models import Email
from grants.awards.letters.models import Kind, Letter
from grants.awards.letters.wordings.queries import as_it_would_go
from grants.awards.letters.words import reminder_words
from grants.awards.models import Award
from grants.awards.subsidy.queries import standing_of
from grants.lifecycle import ApplicationLifecycle, ReportStage, Stage
from grants.payments.queries import unpaid_instalments

AHEAD = timedelta(days=30)  # how long before its day a letter may remind of a report
WITHOUT_A_DAY = timedelta(days=14)  # how long they have where no payment is planned
REMINDING_EMAILS = ("grants/offer_reminder", "grants/public_money_reminder", "grants/reports_due")


class Subject(NamedTuple):
    """One thing that is missing. about: to follow “we have not yet had”; path: where to do it."""

    code: str
    about: str
    due_on: date
    to_do: str
    path: str

    @property
    def is_late(self):
        return self.due_on < localdate()


def subjects_of(application):
    """All that this co-op could be reminded of now, the earliest day first."""
    award = Award.objects.filter(application=application).first()
    if award is None:
        return []
    award.application = application
    found = [*_offer(application, award), *_public_money(application, award), *_reports(award)]
    return sorted(found, key=lambda subject: (subject.due_on, subject.code))


def _offer(application, award):
    if application.state == Stage.OFFERED and award.respond_by > now():
        yield Subject(
            "offer",
            "your answer to our offer",
            localdate(award.respond_by),
            "Read the offer. Then sign it, or tell us that you say no.",
            reverse("offer", args=[application.reference]),
        )


def _public_money(application, award):
    if application.state in ApplicationLifecycle.SIGNED and standing_of(award).is_to_confirm:
        planned = unpaid_instalments(award).first()
        yield Subject(
            "public-money",
            "what you had of other public money",
            planned.due_on if planned else localdate() + WITHOUT_A_DAY,
            "A signatory of your co-op confirms it. The law does not let us pay before.",
            reverse("public_money", args=[application.reference]),
        )


def _reports(award):
    if award.application.state != Stage.IN_MONITORING:
        return
    soon = localdate() + AHEAD
    for report in award.reports.filter(state=ReportStage.DUE, due_on__lte=soon):
        yield Subject(
            f"report-{report.number}",
            f"your {report.name[:1].lower()}{report.name[1:]}",
            report.due_on,
            "Answer a few questions. Or ring us, and we write it down for you.",
            reverse("report", args=[report.reference]),
        )


def words_of(application, subject, more=""):
    """The facts of the letter; more: what the officer adds to what is to do."""
    return reminder_words(
        application,
        about=subject.about,
        due_on=subject.due_on,
        to_do=f"{subject.to_do} {more}".strip(),
        path=subject.path,
    )


def key_of(subject):
    """One letter about the same thing on one day."""
    return f"{subject.code} {localdate():%Y-%m-%d}"


def letter_of_today(application, subject):
    rows = Letter.objects.filter(application=application, kind=Kind.REMINDER, key=key_of(subject))
    return rows.defer("pdf", "html").first()


def letter_before_it_goes(application, subject, more):
    """What the letter will say, and what is wrong with it."""
    return as_it_would_go(Kind.REMINDER, words_of(application, subject, more))


def reminded_before(application):
    """(email subjects with their days, letters) by which they were reminded, the newest first."""
    emails = Email.objects.filter(about=application.reference, event__in=REMINDING_EMAILS)
    seen = {}
    for one in emails.order_by("-created_at", "-pk").only("subject", "created_at", "event", "key"):
        seen.setdefault((one.event, one.key), one)
    letters = Letter.objects.filter(application=application, kind=Kind.REMINDER)
    return list(seen.values())[:10], list(letters.defer("pdf", "html").order_by("-pk")[:10])
