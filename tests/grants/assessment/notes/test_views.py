"""The pages of flags, tags and notes, and where they show and must not show."""

import csv
import html
import io

import pytest
from django.urls import reverse

from applicants.models import Email
from grants.assessment.actions import (
    assign_assessor,
    declare_conflict,
    declare_no_conflict,
    resolve_flag,
)
from grants.assessment.checking.models import Said
from grants.models import CaseTag, Flag, Letter, Note
from tests import factories
from tests.factories.cases import colleague
from tests.grants.assessment.scene import page
from tests.paper import Reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(db):
    return factories.client_for(colleague("is_officer"))


def said(response):
    return " ".join(html.unescape(response.text).split())


def test_an_officer_writes_a_note(officer):
    application = factories.submitted()
    address = page("case_notes", application)
    mark = officer.get(address).context["form"]["uuid"].value()

    for _ in range(2):
        officer.post(address, {"text": "Ring <b>first</b>.", "uuid": mark})

    assert Note.objects.count() == 1
    assert "Ring &lt;b&gt;first&lt;/b&gt;." in officer.get(address).text


@pytest.mark.parametrize(
    ("name", "typed", "complaint"),
    [
        ("case_notes", {"text": " "}, "Write your note"),
        ("case_notes", {"text": "word " * 10_000}, "letters or fewer. You have written"),
        ("case_flag", {"reason": ""}, "Write what to look out for"),
        ("case_flag", {"reason": "word " * 10_000}, "Use 60 words or fewer"),
        ("case_tags", {"new": "x" * 41}, "Use 40 letters or fewer for a tag"),
        ("case_tags", {"tags": ["no such"]}, "One of these tags is gone"),
    ],
)
def test_bad_input_is_refused_with_its_reason(officer, name, typed, complaint):
    factories.tagged(factories.submitted(), "bread")

    response = officer.post(page(name, factories.submitted()), typed)

    assert complaint in said(response)
    assert not Note.objects.exists()
    assert not Flag.objects.exists()
    assert CaseTag.objects.count() == 1


def test_a_flag_is_raised_and_resolved_with_its_reasons(officer):
    application = factories.submitted()
    officer.post(page("case_flag", application), {"reason": "They may move."})
    address = page("case_flag_resolve", application, Flag.objects.get().pk)

    empty = officer.post(address, {"reason": ""})
    officer.post(address, {"reason": "They stay."})
    again = officer.post(address, {"reason": "They stay."})

    assert "Write why it is resolved" in said(empty)
    assert "has resolved this flag already" in said(again)
    shown = said(officer.get(page("case_notes", application)))
    assert "They may move." in shown
    assert "They stay." in shown


def test_a_flag_of_another_case_is_not_found(officer):
    flag = factories.flagged(factories.submitted())

    address = page("case_flag_resolve", factories.submitted(), flag.pk)

    assert officer.post(address, {"reason": "No."}).status_code == 404


def test_tags_are_ticked_unticked_and_added(officer):
    application = factories.tagged(factories.submitted(), "bread", "bikes")
    address = page("case_tags", application)

    sent = {"tags": ["bikes"], "before": ["bikes", "bread"], "new": " Women’s   co-ops "}
    officer.post(address, sent)

    shown = said(officer.get(page("case_notes", application)))
    assert "Women’s co-ops" in shown
    assert "bikes" in shown
    assert "bread" not in shown


def test_an_old_tab_takes_off_only_what_it_showed(officer):
    application = factories.tagged(factories.submitted(), "bread")
    stale = {"tags": ["bread"], "before": ["bread"]}
    factories.tagged(application, "bikes")

    officer.post(page("case_tags", application), stale)

    assert application.taggings.count() == 2


def test_the_case_and_the_list_show_flags_and_tags_and_the_list_finds_them(officer):
    marked, plain = factories.submitted(), factories.submitted()
    flag = factories.flagged(marked, reason="They may move.")
    factories.tagged(marked, "=1+1")

    case = said(officer.get(page("case", marked)))
    assert "They may move." in case
    assert "=1+1" in said(officer.get(page("case_notes", marked)))
    for query in ({"flagged": "yes"}, {"tag": "=1+1"}, {"flagged": "yes", "tag": "=1+1"}):
        shown = officer.get(reverse("application_list"), query).text
        assert marked.reference in shown
        assert plain.reference not in shown
    assert plain.reference in officer.get(reverse("application_list"), {"flagged": "no"}).text
    assert officer.get(reverse("application_list"), {"tag": "100%'--"}).status_code == 200
    resolve_flag(flag, reason="They stay.", by=colleague("is_officer"))
    assert marked.reference not in officer.get(reverse("application_list") + "?flagged=yes").text
    assert "They may move." not in said(officer.get(page("case", marked)))


def test_the_spreadsheet_has_the_tags_and_runs_none_of_them(officer):
    one, none = factories.submitted(), factories.submitted()
    two = factories.submitted()
    factories.tagged(one, "=1+1", "Women's co-ops")
    factories.tagged(two, "'quoted'")

    response = officer.get(reverse("case_export"))

    text = b"".join(response.streaming_content).decode().lstrip("\ufeff")
    tags = {line["Reference"]: line["Tags"] for line in csv.DictReader(io.StringIO(text))}
    assert tags == {
        one.reference: "'=1+1\nWomen's co-ops",
        two.reference: "'quoted'",
        none.reference: "",
    }


@pytest.mark.parametrize("role", ["is_approver", "is_auditor"])
def test_approvers_and_the_auditor_read_and_do_not_write(role):
    application = factories.submitted()
    factories.noted(application, text="Ring first.")
    client = factories.client_for(factories.staff(role))
    address = page("case_notes", application)

    shown = said(client.get(address))

    assert "Ring first." in shown
    assert "Keep the note" not in shown
    assert client.post(address, {"text": "Mine."}).status_code == 403


def test_finance_sees_neither_flags_nor_tags_on_the_case():
    application = factories.accepted()
    factories.flagged(application, reason="canary")
    factories.tagged(application, "canary")

    client = factories.client_for(colleague("is_finance_preparer"))

    assert "canary" not in client.get(page("case", application)).text
    assert client.get(page("case_notes", application)).status_code == 403


def test_whoever_declared_a_conflict_sees_none_of_it():
    application, conflicted = factories.submitted(), factories.staff("is_officer")
    flag = factories.flagged(application)
    declare_conflict(application, reason="My aunt.", by=conflicted)
    client = factories.client_for(conflicted)

    for name, *more in (
        ["case_notes"],
        ["case_flag"],
        ["case_flag_resolve", flag.pk],
        ["case_tags"],
        ["case_diligence"],
        ["case_look_up", "account"],
        ["case_risk"],
    ):
        assert client.get(page(name, application, *more)).status_code == 404, name
    assert (
        application.reference not in client.get(reverse("application_list") + "?flagged=yes").text
    )


SECRETS = {
    "eligible": Said("pass", "CANARY-1", "CANARY-2"),
    "found": {"account": Said("pass", "CANARY-3", "CANARY-4")},
    "risk": "CANARY-5",
}


@pytest.mark.parametrize("stage", ["offered", "declined"])
def test_no_letter_or_email_holds_what_colleagues_wrote(stage):
    application = getattr(factories, stage)(**SECRETS)
    tell_colleagues(application)

    letter = Letter.objects.get(application=application)
    spoken = " ".join(text for _role, text in Reading(bytes(letter.pdf)).spoken())
    mail = "".join(f"{email.subject}{email.body}" for email in Email.objects.all())
    assert "CANARY" not in letter.html + spoken + str(letter.words) + mail


def tell_colleagues(application):
    factories.noted(application, text="CANARY-6")
    factories.flagged(application, reason="CANARY-7")
    factories.tagged(application, "CANARY-8")


def test_no_page_of_an_assessor_holds_what_colleagues_wrote():
    application = factories.in_assessment(**SECRETS)
    tell_colleagues(application)
    assessor = factories.staff("is_assessor")
    assign_assessor(application, assessor=assessor, by=colleague("is_officer"))
    declare_no_conflict(application, by=assessor)
    client = factories.client_for(assessor)

    for address in (
        reverse("home"),
        page("assess", application),
        page("application_answers", application),
    ):
        response = client.get(address)
        assert response.status_code == 200
        assert "CANARY" not in response.text
