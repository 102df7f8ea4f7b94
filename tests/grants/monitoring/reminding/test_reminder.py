"""A reminder on paper: of what is missing and nothing else, looked at first, once a day."""

import html
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.timezone import now

from applicants.access import Refused
from grants.history import faults_in
from grants.models import Letter
from grants.monitoring.reminding.actions import remind_by_letter
from grants.monitoring.reminding.queries import subjects_of
from grants.templatetags.words import day
from tests import factories
from tests.factories import client_for
from tests.factories.cases import colleague
from tests.factories.mail import mails
from tests.paper import Reading, failures, squash

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def officer():
    return colleague("is_officer")


def reminders():
    return Letter.objects.filter(kind="reminder")


def page_of(application):
    return reverse("case_reminder", args=[application.reference])


def codes(application):
    return [one.code for one in subjects_of(application)]


def look_and_send(client, application, **typed):
    """Both steps, as the page leads through them."""
    looked = client.post(page_of(application), typed)
    seen = html.unescape(looked.text).partition('name="seen" value="')[2][:32]
    return client.post(page_of(application), {**typed, "send": "", "seen": seen})


# What can be missing


def test_each_thing_is_offered_only_while_it_is_missing():
    offered = factories.offered()
    assert codes(offered) == ["offer"]
    accepted = factories.accepted(confirmed=False)
    assert "offer" not in codes(accepted)
    assert "public-money" in codes(accepted)
    factories.confirmed_limit(accepted)
    assert "public-money" not in codes(accepted)


def test_a_report_is_offered_from_a_month_before_its_day():
    application = factories.in_monitoring()
    report = application.award.reports.order_by("number").first()

    with time_machine.travel(now()):
        assert f"report-{report.number}" not in codes(application)
    with time_machine.travel(report.due_on + timedelta(1)):
        late = next(one for one in subjects_of(application) if one.code == "report-1")
        assert late.is_late


def test_a_case_without_an_award_has_nothing_missing():
    application = factories.submitted()

    assert subjects_of(application) == []
    with pytest.raises(Refused, match="not missing any more"):
        remind_by_letter(application, subject="offer", by=officer())


# The letter


def test_the_letter_says_what_is_missing_by_when_what_to_do_and_where():
    application = factories.in_monitoring()
    report = application.award.reports.order_by("number").first()
    with time_machine.travel(report.due_on + timedelta(3)):
        remind_by_letter(
            application, subject="report-1", more="Ring Ama & we’ll <b>help</b>.", by=officer()
        )
        factories.issue_letters()

    letter = reminders().get()
    said = squash(" ".join(text for _, text in Reading(bytes(letter.pdf)).spoken()))
    assert failures(bytes(letter.pdf)) == []
    for words in (
        f"We have not yet had your {report.name[:1].lower()}{report.name[1:]}",
        f"It is due by {day(report.due_on)}.",
        "Answer a few questions. Or ring us, and we write it down for you. "
        "Ring Ama & we’ll <b>help</b>.",
    ):
        assert words in said, words
    assert mails("grants/letter_reminder")
    entries = application.history.order_by("sequence").values_list("verb", "subject")
    assert ("remind_by_letter", f"your {report.name[:1].lower()}{report.name[1:]}") in entries
    assert ("issue_letter", "Reminder") in entries
    assert faults_in(application) == []


def test_one_letter_a_day_about_the_same_and_one_about_something_else():
    application = factories.offered()
    with time_machine.travel(now()):
        first = remind_by_letter(application, subject="offer", by=officer())
        assert remind_by_letter(application, subject="offer", by=officer()) == first
        with pytest.raises(Refused, match="went today already"):
            remind_by_letter(application, subject="offer", more="Please.", by=officer())
        with pytest.raises(Refused, match="went today already"):
            remind_by_letter(application, subject="offer", by=factories.staff("is_officer"))
    with time_machine.travel(now() + timedelta(1)):
        remind_by_letter(application, subject="offer", by=officer())

    assert list(reminders().order_by("pk").values_list("reference", flat=True)) == [
        f"{application.reference}-reminder-1",
        f"{application.reference}-reminder-2",
    ]
    assert application.history.filter(verb="remind_by_letter").count() == 2


@pytest.mark.parametrize("role", ["is_approver", "is_auditor", "is_finance_preparer"])
def test_only_officers_send_it(role):
    application = factories.offered()

    with pytest.raises(PermissionDenied):
        remind_by_letter(application, subject="offer", by=factories.staff(role))
    assert not reminders().exists()


# The page


def test_an_officer_looks_at_it_and_then_sends_it():
    application = factories.offered()
    client = client_for(officer())
    assert page_of(application) in client.get(reverse("case", args=[application.reference])).text

    looked = client.post(page_of(application), {"subject": "offer", "more": "Ring <i>Ama</i>."})

    assert "This is the letter" in looked.text
    assert "Ring &lt;i&gt;Ama&lt;/i&gt;." in looked.text
    assert not reminders().exists()
    sent = look_and_send(client, application, subject="offer", more="Ring <i>Ama</i>.")
    assert sent.status_code == 302
    factories.issue_letters()
    letter = reminders().get()
    for who, name in ((officer(), "case"), (application.started_by, "progress")):
        page = client_for(who).get(reverse(name, args=[application.reference])).text
        assert reverse("letter", args=[letter.reference]) in page
    assert "Letter about your answer to our offer" in client.get(page_of(application)).text


def test_what_was_changed_after_looking_is_looked_at_again():
    application = factories.offered()
    client = client_for(officer())
    looked = client.post(page_of(application), {"subject": "offer", "more": ""})
    seen = looked.text.partition('name="seen" value="')[2][:32]

    again = client.post(
        page_of(application), {"subject": "offer", "more": "Else.", "send": "", "seen": seen}
    )

    assert "This is the letter" in again.text
    assert not reminders().exists()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({}, "Choose what is missing"),
        ({"subject": "report-99"}, "Choose from what is missing now"),
        ({"subject": "offer", "more": "word " * 120}, "Use 100 words or fewer"),
        ({"subject": ["offer", "x"], "more": "\x00"}, "Choose from what is missing now"),
    ],
)
def test_bad_input_is_said_beside_the_field(typed, says):
    application = factories.offered()

    shown = client_for(officer()).post(page_of(application), {**typed, "send": ""})

    assert says in html.unescape(shown.text)
    assert not reminders().exists()


def test_where_nothing_is_missing_the_page_says_so():
    application = factories.accepted()

    shown = client_for(officer()).get(page_of(application))

    assert "Nothing is missing from them at the moment." in shown.text
