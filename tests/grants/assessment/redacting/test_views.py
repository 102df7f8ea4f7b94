"""The page on which an officer covers names, what assessors then read, and bad input."""

import pytest
from django.urls import reverse

from grants.assessment import actions as assessing
from grants.assessment.redacting.forms import LONGEST, MOST
from grants.assessment.redacting.queries import in_force, standing_of
from grants.awards import actions as deciding
from grants.models import Redaction
from tests import factories
from tests.factories import client_for, panels
from tests.factories.blind import (
    blind_assessor,
    blind_round,
    close_to_nobody,
    covered,
    judged_blind,
    redacted,
)
from tests.factories.cases import colleague
from tests.grants.assessment.scene import FULL, page, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def application(db):
    owner = factories.person(name="Ana Sousa")
    of = factories.organisation(name="Tŷ Gwyn Bakers", owner=owner)
    return factories.in_assessment(of=of, by=owner, round=blind_round(), file="ty-gwyn.pdf")


@pytest.fixture
def officer(db):
    return client_for(colleague("is_officer"))


def as_shown(officer, application):
    """What the page would send if an officer pressed the button at once."""
    form = officer.get(page("case_redact", application)).context["form"]
    return {**form.initial, "more": "\n".join(form.initial["more"])}


def test_what_we_know_is_found_and_ticked(officer, application):
    shown = text(officer.get(page("case_redact", application)))

    assert "Tŷ Gwyn Bakers (the name of the co-op, in 2 answers)" in shown
    assert as_shown(officer, application)["found"] == ["Tŷ Gwyn Bakers"]
    assert "File 1: ty-gwyn.pdf" in shown


def test_the_way_from_covering_to_ready(officer, application):
    data = as_shown(officer, application)

    seen = officer.post(page("case_redact", application), {**data, "more": "bread"}, follow=True)

    assert seen.redirect_chain[-1][0] == page("case_covered", application)
    shown = text(seen)
    assert '<mark class="fund-covered">[covered]</mark> will bake' in shown
    assert "Tŷ Gwyn" not in shown.partition("<main")[2]
    assert "1 file is not shown" in shown
    assert in_force(application) is None

    seen = {"seen": standing_of(application).seen}
    done = officer.post(page("case_covered", application), seen, follow=True)
    assert "It is ready" in text(done)
    assert in_force(application).words == ["Tŷ Gwyn Bakers", "bread"]
    assert "Ready for assessors" in text(officer.get(page("case_redact", application)))


def test_what_an_officer_left_to_be_read_stays_unticked(officer, application):
    data = {**as_shown(officer, application), "found": []}
    officer.post(page("case_redact", application), data)

    assert as_shown(officer, application)["found"] == []
    assert Redaction.objects.get().left == ["Tŷ Gwyn Bakers"]


def test_what_an_officer_hides_and_opens_stays(officer, application):
    attachment = application.attachments.get()
    data = {**as_shown(officer, application), "hidden": ["2"], "opened": [attachment.reference]}
    officer.post(page("case_redact", application), data)

    again = as_shown(officer, application)
    assert (again["hidden"], again["opened"]) == (["2"], [attachment.reference])
    covered = officer.get(page("case_covered", application)).context["covered"]
    answers = {a.question.key: a.text for part in covered.sheet for a in part.answers}
    assert answers["2"] == "[covered]"
    assert "File 1 (PDF)" in text(officer.get(page("case_covered", application)))


BAD = [
    ("Zephyr", "“Zephyr” stands in no answer"),
    ("bak", "“bak” stands in no answer"),  # a part of “bake”
    (".*", "“.*” is too short to cover"),
    ("a", "“a” is too short to cover"),
    ("x" * (LONGEST + 1), "is too long"),
    ("x" * 10_000, "Use 5,000 characters or fewer"),
    ("\n".join(f"w{n}" for n in range(MOST + 1)), f"Enter {MOST} lines or fewer"),
    ("Zephyr\x00", "“Zephyr” stands in no answer"),
    ("<script>alert(1)</script>", "“&lt;script&gt;alert(1)&lt;/script&gt;” stands in no answer"),
    ("O’Shea's [(a+)+]", "“O’Shea&#x27;s [(a+)+]” stands in no answer"),
]


@pytest.mark.parametrize(("typed", "problem"), BAD)
def test_what_cannot_be_covered_is_said_beside_the_field(officer, application, typed, problem):
    response = officer.post(
        page("case_redact", application), {**as_shown(officer, application), "more": typed}
    )

    shown = text(response)
    assert response.status_code == 200
    assert problem in shown
    assert 'id="id_more_error"' in shown
    assert not Redaction.objects.exists()
    assert response.context["form"]["more"].value() == typed


def test_rubbish_in_every_box_gets_a_sentence(officer, application):
    for name in ("found", "hidden", "opened", "seen"):
        data = {**as_shown(officer, application), name: "rubbish"}
        response = officer.post(page("case_redact", application), data)
        assert response.status_code == 200
        assert response.context["form"].errors[name]
    assert not Redaction.objects.exists()


def test_two_officers_at_once_lose_nothing(officer, application):
    data = as_shown(officer, application)
    redacted(application, "bake", by=factories.staff("is_officer"))

    clash = officer.post(page("case_redact", application), {**data, "more": "bread"})

    shown = text(clash)
    assert "Somebody else changed this" in shown
    form = clash.context["form"]
    assert form["more"].value().split() == ["bread", "bake"]
    again = {**data, "more": form["more"].value(), "seen": form["seen"].value()}
    officer.post(page("case_redact", application), again)
    assert set(standing_of(application).newest.words) == {"Tŷ Gwyn Bakers", "bread", "bake"}


def test_ready_is_refused_when_a_colleague_covered_more_meanwhile(officer, application):
    redacted(application)
    redacted(application, "bake")

    response = officer.post(page("case_covered", application), {"seen": "1"})

    assert response.status_code == 409
    assert in_force(application) is None


def test_before_anything_is_covered_there_is_nothing_to_look_at(officer, application):
    response = officer.get(page("case_covered", application))

    assert response.url == page("case_redact", application)


def test_a_round_with_names_has_no_such_page(officer):
    response = officer.get(page("case_redact", factories.in_assessment()))

    assert response.status_code == 409
    assert "Assessors of this round see who applies" in text(response)


@pytest.mark.parametrize(("name", "most"), [("case_redact", 16), ("case_covered", 14)])
def test_the_pages_cost_the_same_however_many_people_and_files(
    officer, application, name, most, django_assert_max_num_queries
):
    redacted(application)
    officer.get(page(name, application))
    for _ in range(5):
        factories.member(application.organisation)

    with django_assert_max_num_queries(most):
        officer.get(page(name, application))


# The assessor


def test_an_assessor_scores_without_the_name(application):
    covered(application, files=application.attachments.all())
    assessor = client_for(blind_assessor(application))

    shown = text(assessor.get(page("assess", application)))
    assert f"Application {application.reference}" in shown
    assert "Tŷ Gwyn" not in shown
    file = assessor.get(page("covered_file", application, 1))
    assert f"{application.reference}-file-1.pdf" in file["Content-Disposition"]
    assert b"".join(file)
    done = assessor.post(
        page("assess", application), {**FULL, "version": 0, "file": "1"}, follow=True
    )
    assert "You filed your scores" in text(done)
    assert "Tŷ Gwyn" not in text(done)


@pytest.mark.parametrize(
    "name", ["application_answers", "application_changes", "attachment", "application_copy"]
)
def test_the_pages_with_names_are_closed_to_an_assessor(application, name):
    covered(application, files=application.attachments.all())
    assessor = client_for(blind_assessor(application))
    address = {
        "attachment": lambda: reverse(name, args=[application.attachments.get().reference]),
        "application_copy": lambda: page(name, application, 1),
    }.get(name, lambda: page(name, application))()

    assert assessor.get(address).status_code == 403
    opened = client_for(colleague("is_officer")).get(address)
    assert opened.status_code == 200
    assert b"".join(opened)


def test_a_file_that_no_officer_opened_is_not_there(application):
    covered(application)
    assessor = client_for(blind_assessor(application))

    assert assessor.get(page("covered_file", application, 1)).status_code == 404
    assert "1 file is not shown" in text(assessor.get(page("assess", application)))


def test_an_assessor_tells_of_a_name_and_nothing_typed_is_lost(application):
    covered(application)
    assessor = client_for(blind_assessor(application))

    assert assessor.post(page("name_seen", application), {"what": ""}).status_code == 200
    told = assessor.post(page("name_seen", application), {"what": "Answer 2."}, follow=True)

    assert "You can’t read it just now" in text(told)
    assert "bake bread" not in text(told)
    # A tab that was opened before still saves a draft, and shows no more than the page does now.
    saved = assessor.post(
        page("assess", application), {**FULL, "version": 0, "draft": "1"}, follow=True
    )
    assert "Your draft is saved" in text(saved)
    assert "bake bread" not in text(saved)


def test_the_page_of_officers_says_what_an_assessor_could_read(officer, application):
    covered(application)
    assessing.tell_of_name(application, what="A street.", by=blind_assessor(application))

    shown = text(officer.get(page("case_redact", application)))

    assert "could still read who it is" in shown
    assert "A street." in shown


def test_somebody_whose_work_shows_names_cannot_score_it(application):
    covered(application)
    assessor = blind_assessor(application)
    assessor.is_officer = True
    assessor.save()

    client = client_for(assessor)
    shown = client.get(page("assess", application))
    client.post(page("assess", application), {**FULL, "version": 0, "file": "1"})

    assert "You can’t score this" in text(shown)
    assert not application.assessments.exclude(filed_at=None).exists()


def test_names_are_told_with_the_decision():
    application = judged_blind()
    assessor = blind_assessor(application)
    client = client_for(assessor)
    client.post(page("assess", application), {**FULL, "version": 0, "file": "1"})
    application = factories.referred(application)
    name = application.organisation.name
    assert name not in text(client.get(page("assess", application)))

    deciding.decline_application(
        application, reasons="The sums do not add up yet.", by=colleague("is_approver")
    )

    assert name in text(client.get(page("assess", application)))
    assert client.get(page("application_answers", application)).status_code == 200


def test_on_a_panel_they_see_names_once_their_scores_are_filed():
    application = judged_blind()
    assessor = blind_assessor(application)
    client = client_for(assessor)
    client.post(page("assess", application), {**FULL, "version": 0, "file": "1"})
    application = factories.referred(application)
    assert client.get(page("application_answers", application)).status_code == 403

    panel = panels.panel(
        round=application.round, cases=0, chair=factories.staff("is_approver"), members=[assessor]
    )

    assert panel.agenda.filter(application=application).exists()
    assert client.get(page("application_answers", application)).status_code == 200
    shown = text(client.get(reverse("panel_item", args=[panel.reference, application.reference])))
    assert application.organisation.name in shown


def test_a_new_co_op_after_the_declaration_is_asked_about_with_all_the_others(application):
    covered(application)
    assessor = blind_assessor(application)
    later = covered(factories.in_assessment(round=application.round))
    assessing.assign_assessor(later, assessor=assessor, by=colleague("is_officer"))
    client = client_for(assessor)

    response = client.get(page("assess", later))

    assert response.url == reverse("round_declare", args=[application.round.reference])
    shown = text(client.get(response.url))
    assert "Tŷ Gwyn Bakers" in shown
    assert later.organisation.name in shown
    assert application.reference not in shown
    assert later.reference not in shown
    close_to_nobody(application.round, assessor)
    assert client.get(page("assess", later)).status_code == 200
