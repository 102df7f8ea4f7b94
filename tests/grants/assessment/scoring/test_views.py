"""The pages of scores, as assessors use them."""

import pytest

from grants.assessment import actions
from grants.models import Assessment, Score
from tests import factories
from tests.factories import client_for
from tests.factories.cases import REASON, colleague
from tests.grants.assessment.scene import FULL, page, signed_in, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(db):
    return client_for(colleague("is_officer"))


def test_an_assessor_reads_what_was_sent_and_scores_it():
    application, _assessor, client = signed_in()

    shown = text(client.get(page("assess", application)))

    assert f"{application.organisation.name} will bake bread." in shown
    assert "Counts 60 of 100" in shown
    assert "4: Clear, tested with people, and others could learn from it" in shown
    assert 'href="#answer-2"' in shown


def test_a_draft_saves_anything_and_comes_back():
    application, _assessor, client = signed_in()
    address = page("assess", application)

    response = client.post(
        address, {"draft": "1", "mark_2": "unable", "reason_1": "Still thinking", "mark_1": ""}
    )

    form = client.get(address).context["form"]
    assert response.status_code == 302
    assert form["mark_1"].value() is None
    assert form["reason_1"].value() == "Still thinking"
    assert form["mark_2"].value() == "unable"
    assert Assessment.objects.get().filed_at is None


def test_what_was_typed_while_the_sign_in_ran_out_comes_back():
    application, _assessor, client = signed_in()
    address, session = page("assess", application), client.cookies["sessionid"].value
    client.cookies.pop("sessionid")

    lapsed = client.post(address, {"draft": "1", **FULL, "reason_1": "Hard-won words"})
    typed = client.session["kept_text"]
    client.cookies["sessionid"] = session  # signed in again
    back = client.session
    back["kept_text"] = typed
    back.save()

    assert lapsed.status_code == 302
    assert "Hard-won words" in text(client.get(address))
    client.post(address, {"draft": "1", **FULL})
    assert "kept_text" not in client.session


def test_filing_says_what_is_missing_and_keeps_what_was_typed():
    application, _assessor, client = signed_in()

    response = client.post(
        page("assess", application),
        {"file": "1", "mark_1": "3", "reason_1": "Too short", "reason_2": "Hm"},
    )

    assert "<title>Error: " in text(response)
    assert response.context["form"].errors == {
        "reason_1": ["Truly co-operative: write at least 20 words about why. You have written 2."],
        "mark_2": ["Can work: choose a score, or say that you can’t judge this"],
    }
    assert "Too short" in text(response)
    assert not Assessment.objects.exists()


def test_filing_twice_files_once():
    application, _assessor, client = signed_in()
    address = page("assess", application)

    first = client.post(address, {"file": "1", **FULL})
    second = client.post(address, {"file": "1", **FULL, "mark_1": "0"})

    assert first.status_code == 302
    assert "You filed your scores" in text(second)
    assert Score.objects.get(criterion__number=1).mark == 3
    assert Assessment.objects.get().total == 75


@pytest.mark.parametrize("mark", ["5", "-1", "3.5", "three", "4\x00", "٣"])
def test_a_strange_mark_is_refused(mark):
    application, _assessor, client = signed_in()

    response = client.post(page("assess", application), {"draft": "1", **FULL, "mark_1": mark})

    assert response.status_code == 200
    assert "choose one of these scores" in text(response)


def test_others_scores_are_hidden_until_ones_own_are_filed():
    application, _assessor, client = signed_in()
    other = factories.staff("is_assessor", name="Canary Assessor")
    factories.filed(application, other, marks=(1, 1))
    address = page("assess", application)

    before = text(client.get(address))
    client.post(address, {"file": "1", **FULL})
    after = text(client.get(address))

    assert "Canary Assessor" not in before
    assert "Canary Assessor" in after
    assert "Far apart" in after


def test_a_colleague_who_also_assesses_scores_before_seeing_scores():
    application = factories.in_assessment()
    both = factories.staff("is_officer", "is_assessor")
    factories.filed(application, factories.staff("is_assessor", name="Canary Assessor"))
    actions.assign_assessor(application, assessor=both, by=colleague("is_officer"))
    client = client_for(both)

    for name in ("case_scores", "case_refer"):
        response = client.get(page(name, application))
        assert response.status_code == 200
        assert REASON not in text(response)
        assert "Scores, 0 to 4" not in text(response)


def test_an_assessor_sees_only_what_they_are_asked_to_score():
    application, _assessor, _client = signed_in()
    stranger = client_for(factories.staff("is_assessor"))

    for name in ("assess", "case_scores", "case_assessors", "conflict_declare", "case"):
        assert stranger.get(page(name, application)).status_code == 404


def test_when_it_is_withdrawn_an_assessor_is_told():
    from grants.applications.actions import withdraw_application

    application, _assessor, client = signed_in()
    withdraw_application(application, by=application.started_by)

    response = client.post(page("assess", application), {"file": "1", **FULL})

    assert "This is not in assessment now" in text(response)
    assert not Assessment.objects.exists()


def test_the_scores_page_marks_what_is_far_apart(officer):
    application = factories.in_assessment()
    factories.filed(application, factories.staff("is_assessor", name="Ada"), marks=(4, 2))
    factories.filed(application, factories.staff("is_assessor", name="Bo"), marks=(1, 2))

    shown = text(officer.get(page("case_scores", application)))

    assert shown.count("Far apart") == 2  # one criterion, and what it means
    assert "57.50" in shown
    assert REASON in shown


def test_pages_cost_the_same_however_many_scores(officer, django_assert_max_num_queries):
    few, many = factories.in_assessment(), factories.in_assessment()
    for application, number in ((few, 1), (many, 5)):
        for _ in range(number):
            factories.filed(application, factories.staff("is_assessor"))

    counts = []
    for application in (few, many):
        with django_assert_max_num_queries(12) as captured:
            officer.get(page("case_scores", application))
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_the_assessors_page_costs_few_queries(django_assert_max_num_queries):
    application, _assessor, client = signed_in()
    client.get(page("assess", application))

    with django_assert_max_num_queries(11):
        client.get(page("assess", application))
