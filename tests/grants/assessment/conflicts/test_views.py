"""The page of conflicts, and what it closes."""

import pytest
from django.urls import reverse

from grants.assessment.actions import assign_assessor, declare_conflict, settle_conflict
from grants.models import Assessment, Conflict
from tests import factories
from tests.factories import client_for
from tests.factories.cases import colleague
from tests.grants.assessment.scene import FULL, page, signed_in, text

pytestmark = pytest.mark.django_db

YES = {"is_close": "yes", "kind": "family", "reason": "My sister."}


@pytest.fixture
def officer(db):
    return client_for(colleague("is_officer"))


def test_a_conflict_closes_the_case_everywhere(officer):
    application, assessor, client = signed_in()
    assert "tell us about your conflict of interest" in text(
        client.get(page("assess", application))
    )

    response = client.post(page("conflict_declare", application), YES)

    assert response.url == reverse("home")
    assert "closed to you" in text(client.get(reverse("home")))
    assert client.get(page("assess", application)).status_code == 404
    late = client.post(page("assess", application), FULL)  # from a window that was still open
    assert late.status_code == 409
    assert FULL["reason_1"] in text(late)
    assert application.organisation.name not in text(late)
    assert client.get(page("conflict_declare", application)).status_code == 404
    assert not Assessment.objects.exists()
    assert assessor.name not in text(officer.get(page("case_assessors", application)))


@pytest.mark.parametrize("role", ["is_officer", "is_approver"])
def test_a_conflicted_colleague_finds_nothing_anywhere(role):
    application = factories.with_panel()
    person = factories.staff(role)
    client = client_for(person)
    assert client.get(page("case_scores", application)).status_code == 200

    client.post(page("conflict_declare", application), YES)

    pages = (
        "case_eligibility case_start_assessment case_ineligible case_return case_assessors "
        "case_scores case_refer decide_alone conflict_declare assess offer case"
    )
    for name in pages.split():
        assert client.get(page(name, application)).status_code == 404, name
        assert client.post(page(name, application)).status_code in (404, 405), name


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Choose “No”, or “Yes” if it could look like it"),
        ({"is_close": "perhaps"}, "Choose one of these"),
        ({"is_close": "yes", "kind": "family"}, "Write what your link to this co-op is"),
        ({"is_close": "yes", "reason": "My sister."}, "Choose what kind of link it is"),
        ({**YES, "kind": "enemy"}, "Choose one of these"),
        ({**YES, "reason": "word " * 150}, "Use 100 words or fewer"),
    ],
)
def test_what_is_missing_or_rubbish_is_said_and_nothing_is_kept(sent, said):
    application, _assessor, client = signed_in()

    response = client.post(page("conflict_declare", application), sent)

    assert said in text(response)
    assert not Conflict.objects.exists()


def asked():
    """An application, and the browser of somebody who was asked and has said nothing yet."""
    application, assessor = factories.in_assessment(file="plan.pdf"), factories.staff("is_assessor")
    assign_assessor(application, assessor=assessor, by=colleague("is_officer"))
    return application, assessor, client_for(assessor)


def test_nothing_of_the_file_opens_before_they_said_that_they_are_not_close(officer):
    application, assessor, client = asked()
    file = application.attachments.get().reference

    before = client.get(page("assess", application))
    first = text(client.get(page("conflict_declare", application)))

    assert before.url == page("conflict_declare", application)
    assert client.post(page("assess", application), FULL).url == before.url
    assert application.organisation.name in first
    assert str(application.submitted_by) in first
    assert "will bake bread" not in first
    for name in ("application_answers", "application_changes"):
        assert client.get(page(name, application)).status_code == 403, name
    assert client.get(page("application_copy", application, 1)).status_code == 403
    assert client.get(reverse("attachment", args=[file])).status_code == 403

    answer = client.post(page("conflict_declare", application), {"is_close": "no"})

    assert answer.url == page("assess", application)
    assert "will bake bread" in text(client.get(page("assess", application)))
    assert client.get(page("application_answers", application)).status_code == 200
    opened = client.get(reverse("attachment", args=[file]))
    assert b"plan.pdf" in b"".join(opened.streaming_content)
    history = text(officer.get(page("case_history", application)))
    assert "said that they are not close" in history
    assert assessor.name in history


def test_a_link_that_we_found_is_shown_and_waits_for_an_officer(officer):
    application, assessor, client = asked()
    factories.tie(application.organisation, person=assessor)

    assert "We found:" in text(client.get(page("conflict_declare", application)))
    client.post(page("conflict_declare", application), {"is_close": "no"})

    read = text(client.get(page("assess", application)))
    assert "will bake bread" in read
    assert "You can’t score this now" in read
    client.post(page("assess", application), {**FULL, "file": ""})
    assert not Assessment.objects.exists()
    conflict = Conflict.objects.get()
    waiting = text(officer.get(reverse("conflict_list")))
    assert "Waits for an officer" in waiting
    assert reverse("conflict", args=[conflict.reference]) in waiting
    settled = officer.post(
        reverse("conflict", args=[conflict.reference]),
        {"outcome": "none", "reason": "Long ago.", "seen": "0"},
    )
    assert settled.status_code == 302
    client.post(page("assess", application), {**FULL, "file": ""})
    assert Assessment.objects.counting().get().assessor == assessor


def test_an_officer_reads_on_the_case_that_a_link_was_found():
    application, person = factories.with_panel(), factories.staff("is_approver", "is_officer")
    factories.tie(application.organisation, person=person)
    client = client_for(person)

    case = text(client.get(page("case", application)))

    assert "We found a link between you and this co-op" in case
    assert page("decide_alone", application) not in case
    assert client.get(page("decide_alone", application)).status_code == 403
    client.post(page("conflict_declare", application), {"is_close": "no"})
    assert "Another officer looks at it" in text(client.get(page("case", application)))


def with_late_conflict():
    application, assessor, client = signed_in()
    client.post(page("assess", application), {**FULL, "file": ""})
    client.post(page("conflict_declare", application), YES)
    return application, assessor, Conflict.objects.get()


def test_scores_that_were_set_aside_are_struck_out_and_can_count_again(officer):
    application, assessor, conflict = with_late_conflict()
    shown = text(officer.get(page("case_scores", application)))
    again = reverse("conflict_count_again", args=[conflict.reference])

    assert f"<s>{assessor.name}" in shown
    assert "Conflict declared on" in shown
    assert ">75" not in text(officer.get(reverse("application_list")))
    refused = officer.post(again, {"reason": "They are far apart."})
    assert "Settle the conflict as none" in text(refused)
    officer.post(
        reverse("conflict", args=[conflict.reference]),
        {"outcome": "none", "reason": "Far cousins.", "seen": "0"},
    )
    assert "Write why" in text(officer.post(again, {"reason": ""}))
    officer.post(again, {"reason": "They are far apart."})

    assert f"<s>{assessor.name}" not in text(officer.get(page("case_scores", application)))
    assert ">75" in text(officer.get(reverse("application_list")))


def test_who_leaves_the_discussion_sees_no_score_in_the_list_or_the_export(officer):
    application = factories.with_panel()
    person = factories.staff("is_officer")
    conflict = declare_conflict(application, by=person, reason="We share a garden.")
    settle_conflict(conflict, outcome="leaves", reason="Yes.", seen=0, by=colleague("is_officer"))
    theirs = client_for(person)

    for name, score in (("application_list", ">75"), ("case_export", ",75.00,")):
        with_score = b"".join(officer.get(reverse(name))).decode()
        without = b"".join(theirs.get(reverse(name))).decode()
        assert application.organisation.name in without, name
        assert score in with_score.replace('"', ""), name
        assert score not in without.replace('"', ""), name


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"seen": "0"}, "Choose what it means for their work"),
        ({"outcome": "gone", "reason": "So.", "seen": "0"}, "Choose one of these"),
        ({"outcome": "none", "seen": "0"}, "Write why"),
        ({"outcome": "none", "reason": "So.", "seen": "7"}, "Somebody else settled this"),
    ],
)
def test_a_settling_that_cannot_be_is_said(officer, sent, said):
    application, assessor, _client = signed_in()
    conflict = declare_conflict(application, by=assessor, reason="My aunt.")

    response = officer.post(reverse("conflict", args=[conflict.reference]), sent)

    assert said in text(response)
    assert not conflict.settlings.exists()


def test_nobody_finds_their_own_conflict_among_those_to_settle():
    application, person = factories.in_assessment(), factories.staff("is_officer")
    conflict = declare_conflict(application, by=person, reason="My aunt.")
    settle_conflict(
        conflict, outcome="note_only", reason="Far.", seen=0, by=colleague("is_officer")
    )
    client = client_for(person)

    assert conflict.reference not in text(client.get(reverse("conflict_list")))
    address = reverse("conflict", args=[conflict.reference])
    assert client.get(address).status_code == client.post(address).status_code == 404


def test_an_officer_notes_a_tie_and_its_last_day(officer):
    organisation, mentor = factories.organisation(), factories.staff("is_assessor")
    address = reverse("organisation_ties", args=[organisation.reference])
    assert address in text(officer.get(organisation.get_absolute_url()))
    day = {"from_on_day": "1", "from_on_month": "3", "from_on_year": "2026"}

    assert "Choose a colleague" in text(officer.post(address, {}))
    before = {"until_on_day": "1", "until_on_month": "3", "until_on_year": "2020"}
    facts = {"person": mentor.pk, "kind": "mentor", **day}
    assert "The last day must be" in text(officer.post(address, {**facts, **before}))
    officer.post(address, facts)

    tie = organisation.ties.get()
    assert mentor.name in text(officer.get(address))
    end = reverse("tie_end", args=[tie.reference])
    assert "Enter the last day" in text(officer.post(end, {}))
    officer.post(end, {name.replace("from", "until"): part for name, part in day.items()})
    assert organisation.ties.get().until_on == tie.from_on
