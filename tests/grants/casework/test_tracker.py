"""The tracker in plain words, and taking an application back until the grant is accepted."""

import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from applicants.access import Refused
from applicants.models import Email
from grants.applications.actions import withdraw_application
from grants.awards.releasing.actions import release
from grants.history import faults_in
from grants.lifecycle import Stage
from grants.templatetags.words import day, moment
from tests import factories
from tests.factories import client_for
from tests.factories.cases import colleague
from tests.factories.panels import ready
from tests.house.every_stage import STAGES

pytestmark = pytest.mark.django_db

# An offer is not taken back: a signatory says no thank you to it.
UNTIL_OFFERED = ("draft", "submitted", "in_assessment", "with_panel")
TOO_LATE = [
    stage for stage in Stage.values if stage not in (*UNTIL_OFFERED, "offered", "withdrawn")
]


def page(name, application):
    return reverse(name, args=[application.reference])


def now_on(application, by=None):
    """What the tracker says happens now, without its marks."""
    html = client_for(by or application.started_by).get(page("progress", application)).text
    words = re.search(r'<div class="fund-now">(.*?)</div>', html, re.DOTALL)[1]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", words)).split()).replace(" .", ".")


# --- What happens now, who acts, by when -----------------------------------------------------

SAID = {  # who acts, and when, as {decision}, {answer}, {pay} and {report} are filled in
    "submitted": ("We are checking that we can fund it.", "We plan to decide by {decision}."),
    "in_assessment": ("People who know co-ops are reading", "We plan to decide by {decision}."),
    "with_panel": ("We decide next.", "We plan to decide by {decision}."),
    "offered": ("We offer you a grant. Please read the letter.", "Answer by {answer}."),
    "accepted": ("Tell us where to send the money.", "We plan to pay you by {pay}."),
    "in_monitoring": ("it is your turn to tell us how it goes.", "is due by {report}."),
    "closed": ("All is done.", "Nobody needs to do anything more."),
    "withdrawn": ("You took this application back", "nobody is looking at it."),
    "ineligible": ("This is not something that we can fund.", "We wrote to you about why"),
    "declined": ("We could not offer a grant this time.", "Our letter says why."),
    "lapsed": ("The date to answer the offer, {lapsed}, has passed.", "Please talk to us"),
    "terminated": ("This award ended early.", "Ring us if you want to talk about it."),
}


def dates_of(application):
    dates = {"decision": day(application.round.decision_on)}
    award = getattr(application, "award", None)
    if award is not None:
        dates |= {"answer": moment(award.respond_by), "lapsed": day(award.respond_by)}
        dates["pay"] = day(award.instalments.earliest("due_on").due_on)
        if report := award.reports.order_by("number").first():
            dates["report"] = day(report.due_on)
    return dates


@pytest.mark.parametrize("stage", SAID)
def test_each_stage_says_what_happens_now_who_acts_and_by_when(stage):
    application = STAGES[stage]()

    said = now_on(application)

    for part in SAID[stage]:
        assert part.format(**dates_of(application)) in said
    assert said.endswith((".", "Write it here."))
    assert len(said.split()) < 40


def test_who_is_on_the_reserve_list_reads_that_and_not_that_we_decide_next():
    resolution = ready("reserve", amount="1000")
    application = resolution.application
    assert "We decide next." in now_on(application)

    release(resolution, by=colleague("is_approver"))

    said = now_on(application)
    assert "You are on the reserve list." in said
    assert "We decide next." not in said


def test_no_stage_is_without_a_sentence():
    assert {"draft", *SAID} == set(Stage.values)


def test_a_draft_leads_to_what_there_is_to_do():
    application = factories.draft()

    response = client_for(application.started_by).get(page("progress", application))

    assert response.headers["Location"] == page("application", application)


def test_when_we_are_late_it_says_so():
    application = factories.submitted()
    type(application.round).objects.filter(pk=application.round_id).update(decision_on="2026-01-05")

    assert "We are late, and we’re sorry." in now_on(application)
    assert localdate().isoformat() > "2026-01-05"


def test_who_may_not_sign_is_told_who_does():
    application = factories.offered()
    editor = factories.member(application.organisation)

    assert "A signatory of your co-op needs to answer by" in now_on(application, by=editor)


def test_with_bank_details_given_it_is_our_turn():
    application = factories.cases.with_bank_details()

    said = now_on(application)
    assert "We pay you next, and plan to do so by" in said
    factories.cases.pay_next(application)
    assert "You have all the money. Next we set the dates of your reports" in now_on(application)


def test_what_a_later_payment_waits_for_is_said():
    application = factories.in_monitoring(instalments=2)

    said = now_on(application)

    assert "Your next payment is planned for" in said
    assert "Needed first: Your 6 month report, accepted." in said


def test_no_stage_speaks_of_states_or_forms():
    """The words of the office stay in the office."""
    for stage in SAID:
        said = now_on(STAGES[stage]()).lower()
        for word in ("status", "submitted", "eligib", "in_assessment", "transition", "case"):
            assert word not in said, (stage, word)


# --- Taking it back --------------------------------------------------------------------------


@pytest.mark.parametrize("stage", UNTIL_OFFERED)
def test_until_a_grant_is_offered_it_can_be_taken_back(stage):
    application = STAGES[stage]()
    client = client_for(application.started_by)
    before = application.history.count()
    leads_to = "application" if stage == "draft" else "progress"
    assert page("application_withdraw", application) in client.get(page(leads_to, application)).text

    client.post(page("application_withdraw", application), {"note": "We have other money."})
    client.post(page("application_withdraw", application), {"note": "We have other money."})

    application.refresh_from_db()
    assert application.state == Stage.WITHDRAWN
    assert application.history.count() == before + 1
    entry = application.history.latest("sequence")
    assert (entry.verb, entry.note) == ("withdraw", "We have other money.")
    assert faults_in(application) == []
    assert Email.objects.filter(event="grants/application_withdrawn").count() == 1
    assert "You took this application back" in now_on(application)


def test_a_returned_application_can_be_taken_back():
    application = factories.returned()

    client_for(application.started_by).post(page("application_withdraw", application), {})

    application.refresh_from_db()
    assert application.state == Stage.WITHDRAWN


@pytest.mark.parametrize("stage", TOO_LATE)
def test_after_that_it_is_refused_kindly(stage):
    application = STAGES[stage]()
    client = client_for(application.started_by)
    before = application.history.count()
    assert (
        page("application_withdraw", application)
        not in client.get(page("progress", application)).text
    )

    for method in (client.get, client.post):
        response = method(page("application_withdraw", application))
        assert response.status_code == 409
        assert "can’t be withdrawn at this stage. Ring us to talk." in unescape(response.text)

    with pytest.raises(Refused):
        withdraw_application(application, by=application.started_by)
    assert application.history.count() == before
