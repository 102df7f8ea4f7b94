"""The pages that look across the rooms."""

import csv
import io

import pytest
from django.urls import reverse

from applicants.emails import keep_message
from grants.assessment.actions import declare_conflict
from grants.lifecycle import Stage
from tests import factories
from tests.factories.cases import colleague

pytestmark = pytest.mark.django_db

ROLES = [
    "is_officer",
    "is_assessor",
    "is_approver",
    "is_finance_preparer",
    "is_finance_approver",
    "is_auditor",
    "is_administrator",
]


def page(user, name, *args, **query):
    return factories.client_for(user).get(reverse(name, args=args), query)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_has_a_home(role):
    factories.in_assessment()

    response = page(factories.staff(role), "home")

    assert response.status_code == 200


def test_a_visitor_sees_what_is_open():
    open_round = factories.open_round()

    response = factories.client_for(factories.person()).get("/")

    assert open_round.name in response.text


def test_the_officers_home_counts_what_waits():
    factories.submitted()

    response = page(factories.staff("is_officer"), "home")

    tiles = {tile.label: tile.number for tile in response.context["tiles"]}
    assert tiles["To check"] == 1
    assert tiles["In assessment"] == 0


def test_the_list_shows_sent_cases_and_counts_them_by_stage():
    factories.draft()
    sent, scored = factories.submitted(), factories.with_panel()

    response = page(factories.staff("is_officer"), "application_list")

    assert {case.reference for case in response.context["cases"]} == {
        sent.reference,
        scored.reference,
    }
    counts = {stage["code"]: stage["count"] for stage in response.context["stages"]}
    assert counts == {Stage.SUBMITTED: 1, Stage.WITH_PANEL: 1}


def test_the_list_shows_the_panels_figure():
    application = factories.in_assessment()
    factories.filed(application, factories.staff("is_assessor"), marks=(4, 4))
    factories.filed(application, factories.staff("is_assessor"), marks=(2, 2))

    [case] = page(factories.staff("is_officer"), "application_list").context["cases"]

    assert str(case.figure) == "75.00"
    assert len(case.assessors) == 2


def test_a_conflict_takes_a_case_out_of_the_list_and_its_counts():
    application = factories.submitted()
    officer = factories.staff("is_officer")
    declare_conflict(application, by=officer, reason="My sister works there.")

    response = page(officer, "application_list")

    assert response.context["cases"] == []
    assert response.context["everything"] == 0
    assert page(officer, "case", application.reference).status_code == 404


@pytest.mark.parametrize("query", [{"page": "x"}, {"page": "999"}, {"state": "nonsense"}])
def test_an_odd_address_is_no_error(query):
    factories.submitted()

    assert page(factories.staff("is_officer"), "application_list", **query).status_code == 200


@pytest.mark.parametrize(
    "stage",
    [
        factories.submitted,
        factories.checked,
        factories.in_assessment,
        factories.with_panel,
        factories.offered,
        factories.declined,
        factories.accepted,
        factories.paid,
        factories.in_monitoring,
        factories.closed,
    ],
)
def test_a_case_reads_well_at_every_stage(stage):
    application = stage()

    for role in ("is_officer", "is_approver", "is_auditor"):
        assert page(factories.staff(role), "case", application.reference).status_code == 200
    response = page(application.started_by, "progress", application.reference)
    assert response.status_code == 200
    assert application.reference in response.text


def test_the_coop_never_reads_what_officers_write_among_themselves():
    application = factories.with_panel()

    response = page(application.started_by, "progress", application.reference)

    assert "Sound plan." not in response.text
    assert "Assessor" not in response.text


def test_the_auditor_sees_a_case_and_can_do_nothing_with_it():
    application = factories.in_assessment()

    response = page(factories.staff("is_auditor"), "case", application.reference)

    assert [step.label for step in response.context["steps"]] == ["See the scores"]


def test_the_export_holds_answers_and_scores_and_no_formula():
    application = factories.in_assessment(
        of=factories.organisation(name="\n=HYPERLINK(1)", owner=factories.person())
    )
    factories.filed(application, colleague("is_assessor"))

    response = page(colleague("is_officer"), "case_export")

    body = b"".join(response.streaming_content).decode("utf-8-sig")
    [line] = list(csv.DictReader(io.StringIO(body)))
    assert line["Reference"] == application.reference
    assert line["Organisation"].startswith("'")
    assert line["Panel’s figure"] == "75.00"
    assert line["What do you need?"].splitlines()[0] == "money | Ovens | 4000 | yes"


def test_the_outbox_names_a_message_that_has_no_words_yet():
    application = factories.submitted()
    facts = {"key": "kept", "application": application, "about": application.reference}
    keep_message("grants/application_submitted", application.started_by, **facts).save()

    response = page(factories.staff("is_officer"), "outbox")

    assert "A message that has no words yet" in response.content.decode()


def test_the_outbox_shows_each_message_and_keeps_account_mail_private():
    application = factories.submitted()
    officer = factories.staff("is_officer")

    response = page(officer, "outbox")

    [message] = response.context["page_obj"]
    assert message.about == application.reference
    assert page(officer, "email", message.uuid).status_code == 200
