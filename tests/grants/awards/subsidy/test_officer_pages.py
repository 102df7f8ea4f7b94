"""The officer’s pages of public money, the list for the database, and the auditor’s file."""

import csv
import io
from html import unescape

import pytest
from django.utils.timezone import localdate

from grants.models import Award, EnterpriseLink, SubsidyAssessment
from tests import factories
from tests.factories.cases import colleague

pytestmark = pytest.mark.django_db


def shown(response):
    return unescape(response.content.decode())


@pytest.fixture
def officer():
    return factories.client_for(colleague("is_officer"))


def page(application, more=""):
    return f"/cases/{application.reference}/subsidy/{more}"


# Assessing


def test_an_officer_assesses_and_reads_it_back(officer):
    application = factories.with_panel()
    assert "Nobody has said yet" in shown(officer.get(page(application)))

    response = officer.post(page(application), {"route": "full", "reason": "A large sum."})

    assert response.status_code == 302
    text = shown(officer.get(response.url))
    assert "Full assessment." in text
    assert "A large sum." in text
    assert "Another officer or an approver records that it is done" in text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Choose one of these answers"),
        ({"route": "none", "reason": "x"}, "Choose one of these answers"),
        ({"route": "full"}, "Write why"),
        ({"route": "full", "reason": "  \x00 "}, "Write why"),
        ({"route": "full", "reason": "word " * 300}, "Use 200 words or fewer"),
        ({"route": "full", "reason": "x", "seen": "rubbish"}, "Open this page again"),
        ({"route": "full", "reason": "x", "seen": "9" * 40}, "Open this page again"),
        ({"route": "full", "reason": "x", "seen": "77"}, "Somebody else saved this"),
    ],
)
def test_what_cannot_be_saved_says_why_and_keeps_the_words(officer, data, sentence):
    application = factories.with_panel()

    text = shown(officer.post(page(application), data))

    assert sentence in text
    assert not SubsidyAssessment.objects.exists()


def test_others_look_and_do_not_change(officer):
    application = factories.accepted()
    data = {"route": "full", "reason": "No."}

    for role in ("is_approver", "is_auditor"):
        client = factories.client_for(colleague(role))
        text = shown(client.get(page(application)))
        assert "The three steps" in text
        assert "<textarea" not in text
        assert client.post(page(application), data).status_code == 403
    preparer = factories.client_for(colleague("is_finance_preparer"))
    assert preparer.get(page(application)).status_code == 403


def test_the_page_shows_the_three_steps_and_the_sum(officer):
    application = factories.accepted(confirmed=False)
    assert shown(officer.get(page(application))).count("Not yet") == 2

    factories.confirmed_limit(application, {"amount": "1000", "body": "Weirshire Council"})

    text = shown(officer.get(page(application)))
    assert f"with the offer letter {application.letters.get(kind='offer').reference}" in text
    assert "£6,200 of £315,000" in text
    assert "£5,200, given" in text
    assert "Weirshire Council" in text
    assert "Not yet" not in text


def test_the_case_page_says_how_it_stands_and_leads_there(officer):
    application = factories.accepted(confirmed=False)
    case = f"/cases/{application.reference}/"
    text = shown(officer.get(case))
    assert "The co-op has not confirmed the limit yet" in text
    assert page(application) in text

    factories.confirmed_limit(application)
    assert "Minimal financial assistance, confirmed" in shown(officer.get(case))
    factories.assessed_subsidy(application, route="full")
    assert "The assessment is not done yet" in shown(officer.get(case))


def test_the_longer_route_is_recorded_as_done(officer):
    application = factories.accepted()
    factories.assessed_subsidy(application, route="streamlined", by=factories.staff("is_officer"))
    assert "Write what was done" in shown(officer.post(page(application, "done/"), {"note": ""}))

    officer.post(page(application, "done/"), {"note": "Streamlined route 4, file 12."})

    assert "Streamlined route 4, file 12." in shown(officer.get(page(application)))


def test_whoever_chose_it_reads_that_somebody_else_says_that_it_is_done(officer):
    application = factories.accepted()
    factories.assessed_subsidy(application, route="streamlined", by=colleague("is_officer"))
    text = shown(officer.get(page(application)))
    assert "Another officer or an approver records that it is done" in text
    assert page(application, "done/") not in text

    text = shown(officer.post(page(application, "done/"), {"note": "Route 4, file 12."}))

    assert "You chose this way, so somebody else says that it is done" in text
    assert "Route 4, file 12." in text  # what was typed stays


def test_nothing_to_finish_is_refused_beside_what_was_typed(officer):
    application = factories.accepted()

    text = shown(officer.post(page(application, "done/"), {"note": "Route 4."}))

    assert "Nothing has to be finished" in text
    assert "Route 4." in text


def test_an_officer_asks_again(officer):
    application = factories.accepted()

    text = shown(officer.post(page(application, "ask/"), follow=True))

    assert "We have written to the co-op" in text
    assert "Confirmed before" not in text  # one only
    factories.confirmed_limit(application)
    assert "Confirmed before" in shown(officer.get(page(application)))
    assert officer.get(page(application, "ask/")).status_code == 405


def test_without_an_award_there_is_nothing_to_ask_or_enter(officer):
    application = factories.with_panel()

    assert officer.post(page(application, "ask/")).status_code == 409
    assert officer.post(page(application, "entry/"), {}).status_code == 409


def test_what_is_known_today_may_be_over_what_was_confirmed(officer, settings):
    first, second = factories.accepted(), factories.accepted()
    factories.linked_enterprises(first.organisation, second.organisation)
    assert "is over the limit" not in shown(officer.get(page(second)))

    settings.SUBSIDY_LIMIT = 10_000

    assert "is over the limit, although the co-op confirmed it" in shown(officer.get(page(second)))


def test_one_enterprise_with_another_may_be_over_what_was_confirmed(officer, settings):
    first, second = factories.accepted(), factories.accepted()
    settings.SUBSIDY_LIMIT = 10_000
    assert "is over the limit" not in shown(officer.get(page(second)))

    factories.linked_enterprises(first.organisation, second.organisation)

    assert "is over the limit. Nothing is paid" in shown(officer.get(page(second)))


def test_a_conflict_hides_which_other_case_it_was():
    from grants.assessment.actions import declare_conflict

    reader = factories.staff("is_approver")
    second = factories.accepted(round=factories.open_round())
    other = factories.accepted(of=second.organisation, round=factories.open_round())
    declare_conflict(second, by=reader, reason="My uncle.")
    reader.forget()

    text = shown(factories.client_for(reader).get(page(other)))

    assert "£5,200, " in text
    assert second.reference not in text


# On release


def test_a_release_shows_what_nobody_has_said(officer):
    from tests.factories import panels

    round = factories.open_round()
    called = panels.sitting(round=round, cases=1)
    panels.resolved(panels.item_of(called), "full")
    panels.signed(called)
    application = panels.item_of(called).application
    release = f"/rounds/{round.reference}/release/"
    assert "Nobody has said yet if this is a subsidy" in shown(officer.get(release))

    factories.assessed_subsidy(application, route="not_subsidy")

    text = shown(officer.get(release))
    assert "Subsidy: not a subsidy." in text
    assert "Nobody has said yet" not in text


# The database


def test_the_list_shows_what_to_enter_and_what_was_entered(officer, settings, time_machine):
    settings.SUBSIDY_DATABASE_ABOVE = 5000
    time_machine.move_to("2027-01-10 12:00+00:00")
    application = factories.accepted()
    time_machine.move_to("2027-04-11 12:00+00:00")
    client = factories.client_for(colleague("is_officer"))

    text = shown(client.get("/subsidies/"))
    assert application.reference in text
    assert "10 April 2027" in text
    assert "Late" in text
    assert "To be entered by 10 April 2027" in shown(client.get(page(application)))

    data = {"entry": "SC10842", "entered_on_0": "11", "entered_on_1": "4", "entered_on_2": "2027"}
    data |= {"entered_on_day": "11", "entered_on_month": "4", "entered_on_year": "2027"}
    assert client.post(page(application, "entry/"), data).status_code == 302
    text = shown(client.get("/subsidies/"))
    assert "SC10842, 11 April 2027" in text
    assert "Nothing to enter" in text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"entry": ""}, "Enter the reference of the entry"),
        ({"entry": "x" * 41}, "The reference must be 40 letters or fewer"),
        ({"entry": "A\x00"}, "Type the reference again"),
        ({"entered_on_day": ""}, "The date of the entry must include a day"),
        ({"entered_on_day": "32"}, "The date of the entry must be a real date"),
        ({"entered_on_year": "2199"}, "or earlier"),
        ({"entered_on_year": "2001"}, "The entry was made after we gave the help"),
    ],
)
def test_an_entry_that_cannot_be(officer, settings, data, sentence):
    settings.SUBSIDY_DATABASE_ABOVE = 5000
    application = factories.accepted()
    today = localdate()
    good = {
        "entry": "SC1",
        "entered_on_day": today.day,
        "entered_on_month": today.month,
        "entered_on_year": today.year,
    }

    text = shown(officer.post(page(application, "entry/"), {**good, **data}))

    assert sentence in text
    assert not Award.objects.get().database_entries.exists()


# The auditor’s file


def rows_of(client):
    response = client.get("/subsidies/export.csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_file_holds_all_help_that_was_given():
    auditor = factories.client_for(colleague("is_auditor"))
    given = factories.accepted()
    free = factories.accepted()
    factories.assessed_subsidy(free, route="not_subsidy")
    factories.accepted(confirmed=False)
    factories.offered()

    rows = rows_of(auditor)

    assert [row["Reference"] for row in rows] == [given.reference, free.reference]
    row = rows[0]
    assert row["Given to"] == given.organisation.name
    assert row["Date given"] == localdate().isoformat()
    assert row["Gross value"] == "5200.00"
    assert row["Kind"] == "Minimal financial assistance"
    assert row["Purpose"] == f"{given.organisation.name} will bake bread."
    assert rows[1]["Kind"] == "Not a subsidy"


@pytest.mark.parametrize("name", ["=1+1", "+44", "-x", "@SUM(A1)", "\t=1", '"quoted", name'])
def test_no_cell_is_a_formula(name):
    factories.accepted(of=factories.organisation(name=name))

    row = rows_of(factories.client_for(colleague("is_auditor")))[0]

    assert not row["Given to"].lstrip().startswith(("=", "+", "-", "@"))
    assert row["Given to"].endswith(name)
    assert not row["Purpose"].lstrip().startswith(("=", "+", "-", "@"))


def test_the_file_costs_the_same_however_many_there_are(django_assert_max_num_queries):
    auditor = factories.client_for(colleague("is_auditor"))
    for _ in range(3):
        factories.accepted()
    rows_of(auditor)

    with django_assert_max_num_queries(12):
        assert len(rows_of(auditor)) == 3


# The group


def test_an_officer_notes_a_group_and_ends_it(officer):
    one, other = factories.organisation(name="Weir Lane Bakers"), factories.organisation()
    group = f"/organisations/{one.reference}/group/"

    text = shown(
        officer.post(group, {"other": other.name.upper(), "reason": "It owns it."}, follow=True)
    )
    assert "It owns it." in text

    link = EnterpriseLink.objects.get()
    text = shown(officer.post(f"/groups/{link.reference}/end/", follow=True))
    assert "Ended by" in text
    assert not EnterpriseLink.objects.live().exists()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"other": "", "reason": "x"}, "Enter a name or a number"),
        ({"other": "Nobody", "reason": "x"}, "We can’t tell which record that is"),
        ({"other": "Same name", "reason": "x"}, "We can’t tell which record that is"),
        ({"other": "Weir Lane Bakers", "reason": "x"}, "one and the same co-op"),
        ({"other": "Elm", "reason": ""}, "Write why they are one enterprise"),
        ({"other": "El\x00m", "reason": "x"}, "Type this again"),
        ({"other": "x" * 121, "reason": "x"}, "Use 120 letters or fewer"),
    ],
)
def test_a_group_that_cannot_be_noted(officer, data, sentence):
    one = factories.organisation(name="Weir Lane Bakers")
    for name in ("Elm", "Same name", "Same name"):
        factories.organisation(name=name)

    text = shown(officer.post(f"/organisations/{one.reference}/group/", data))

    assert sentence in text
    assert not EnterpriseLink.objects.exists()
