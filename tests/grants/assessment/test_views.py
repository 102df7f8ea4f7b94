"""The pages between submission and the panel, as people use them."""

import pytest
from django.urls import reverse

from grants.assessment import actions
from grants.models import Assessment, Conflict, EligibilityCheck, Recommendation, Score
from tests import factories
from tests.factories import client_for
from tests.factories.cases import REASON, colleague

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(db):
    return client_for(colleague("is_officer"))


def page(name, application, *more):
    return reverse(name, args=[application.reference, *more])


def text(response):
    return response.content.decode()


def assigned(application=None):
    application = application or factories.in_assessment()
    assessor = factories.staff("is_assessor")
    actions.assign_assessor(application, assessor=assessor, by=colleague("is_officer"))
    return application, assessor, client_for(assessor)


FULL = {"mark_1": "3", "reason_1": REASON, "mark_2": "unable", "reason_2": "Not my trade."}


# Eligibility


def test_an_officer_checks_eligibility(officer):
    application = factories.submitted()
    address = page("case_eligibility", application)

    response = officer.post(address, {"result_1": "pass", "reason_1": "Seen on the map."})

    assert response.status_code == 302
    assert "Every test is met" in text(officer.get(address))
    check = EligibilityCheck.objects.get()
    assert (check.result, check.reason) == ("pass", "Seen on the map.")


def test_a_check_without_a_reason_keeps_what_was_chosen(officer):
    application = factories.submitted()

    response = officer.post(page("case_eligibility", application), {"result_1": "fail"})

    assert "<title>Error: " in text(response)
    assert "Write your reason for test 1" in text(response)
    assert response.context["form"]["result_1"].value() == "fail"
    assert not EligibilityCheck.objects.exists()


@pytest.mark.parametrize("result", ["", "perhaps", "pass\x00"])
def test_a_strange_result_is_refused(officer, result):
    application = factories.submitted()

    response = officer.post(
        page("case_eligibility", application), {"result_1": result, "reason_1": "x"}
    )

    assert response.status_code == 200
    assert response.context["form"].errors


def test_the_check_is_read_only_later(officer):
    application = factories.in_assessment()

    response = officer.get(page("case_eligibility", application))

    assert "can’t be changed now" in text(response)
    assert "We looked it up." in text(response)


def test_a_late_check_keeps_the_text_and_says_why(officer):
    application = factories.in_assessment()

    response = officer.post(
        page("case_eligibility", application), {"result_1": "fail", "reason_1": "Mine."}
    )

    assert "Eligibility is checked before the assessment starts." in text(response)


def test_a_post_without_anything_is_refused_kindly(officer):
    application = factories.in_assessment()
    factories.filed(application, factories.staff("is_assessor"))

    for name in ("case_return", "case_refer", "case_assessors", "conflict_declare"):
        response = officer.post(page(name, application))
        assert response.context["form"].errors, name


def test_an_officer_starts_assessment_once(officer):
    application = factories.checked()
    address = page("case_start_assessment", application)

    assert officer.get(address).status_code == 200
    first, second = officer.post(address), officer.post(address)

    assert (first.status_code, second.status_code) == (302, 409)
    application.refresh_from_db()
    assert application.state == "in_assessment"


def test_an_officer_says_not_eligible_with_a_reason(officer):
    application = factories.checked()
    address = page("case_ineligible", application)
    assert "No test is marked as not met" in text(officer.get(address))
    application.eligibility_checks.update(result="fail")

    refused = officer.post(address, {"reason": ""})
    done = officer.post(address, {"reason": "Your work is not in Alderwick."})

    assert "Write what you will tell the co-op" in text(refused)
    assert done.status_code == 302
    application.refresh_from_db()
    assert application.state == "ineligible"


def test_an_officer_returns_it_with_a_note(officer):
    application = factories.submitted()
    address = page("case_return", application)

    refused = officer.post(address, {"note": "  ", "change_1": "on"})
    done = officer.post(address, {"note": "Please say who your members are.", "change_1": "on"})

    assert "Write what they should change" in text(refused)
    assert done.status_code == 302
    application.refresh_from_db()
    assert application.state == "draft"


def test_a_refused_return_keeps_the_note(officer):
    application = factories.in_assessment()

    response = officer.post(
        page("case_return", application), {"note": "My careful words.", "change_1": "on"}
    )

    assert "can’t be done now" in text(response)
    assert "My careful words." in text(response)


# Assessors


def test_an_officer_asks_assessors_and_conflicted_ones_are_not_offered(officer):
    application = factories.in_assessment()
    fine = factories.staff("is_assessor", name="Ada Fine")
    conflicted = factories.staff("is_assessor", name="Bo Conflicted")
    application.conflicts.create(user=conflicted, reason="Cousin.")
    address = page("case_assessors", application)

    offered = text(officer.get(address))
    refused = officer.post(address, {"assessors": [fine.pk, conflicted.pk]})
    done = officer.post(address, {"assessors": [fine.pk]})

    assert "Ada Fine (nothing to score now)" in offered
    assert "Bo Conflicted" not in offered
    assert "can’t assess this application" in text(refused)
    assert done.status_code == 302
    assert [row.assessor for row in application.assignments.all()] == [fine]


@pytest.mark.parametrize("chosen", [[], ["x"], ["999999"], ["9" * 40], ["\x00"]])
def test_a_strange_choice_of_assessors_is_refused(officer, chosen):
    application = factories.in_assessment()
    factories.staff("is_assessor")

    response = officer.post(page("case_assessors", application), {"assessors": chosen})

    assert response.status_code == 200
    assert response.context["form"].errors
    assert not application.assignments.exists()


def test_an_officer_takes_an_assessor_off(officer):
    application, assessor, client = assigned()
    address = page("case_assessor_end", application, assessor.pk)

    response, again = officer.post(address), officer.post(address)

    assert (response.status_code, again.status_code) == (302, 302)
    assert client.get(page("assess", application)).status_code == 404
    assert officer.get(address).status_code == 405
    assert officer.post(page("case_assessor_end", application, 10**30)).status_code == 404


# Conflicts


def test_a_conflict_closes_the_case_everywhere(officer):
    application, assessor, client = assigned()
    assert "I have a conflict of interest" in text(client.get(page("assess", application)))

    response = client.post(page("conflict_declare", application), {"reason": "My sister."})

    assert response.url == reverse("home")
    assert "closed to you" in text(client.get(reverse("home")))
    assert client.get(page("assess", application)).status_code == 404
    assert client.post(page("assess", application), FULL).status_code == 404
    assert client.get(page("conflict_declare", application)).status_code == 404
    assert not Assessment.objects.exists()
    assert assessor.name not in text(officer.get(page("case_assessors", application)))


@pytest.mark.parametrize("role", ["is_officer", "is_approver"])
def test_a_conflicted_colleague_finds_nothing_anywhere(role):
    application = factories.with_panel()
    person = factories.staff(role)
    client = client_for(person)
    assert client.get(page("case_scores", application)).status_code == 200

    client.post(page("conflict_declare", application), {"reason": "Old friends."})

    pages = (
        "case_eligibility case_start_assessment case_ineligible case_return case_assessors "
        "case_scores case_refer case_decide conflict_declare assess offer case"
    )
    for name in pages.split():
        assert client.get(page(name, application)).status_code == 404, name
        assert client.post(page(name, application)).status_code in (404, 405), name


def test_a_conflict_needs_a_reason():
    application, _assessor, client = assigned()

    response = client.post(page("conflict_declare", application), {"reason": ""})

    assert "Write what your link to this co-op is" in text(response)
    assert not Conflict.objects.exists()


# Scoring


def test_an_assessor_reads_what_was_sent_and_scores_it():
    application, _assessor, client = assigned()

    shown = text(client.get(page("assess", application)))

    assert f"{application.organisation.name} will bake bread." in shown
    assert "Counts 60 of 100" in shown
    assert "4: Clear, tested with people, and others could learn from it" in shown
    assert 'href="#answer-2"' in shown


def test_a_draft_saves_anything_and_comes_back():
    application, _assessor, client = assigned()
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
    application, _assessor, client = assigned()
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
    application, _assessor, client = assigned()

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
    application, _assessor, client = assigned()
    address = page("assess", application)

    first = client.post(address, {"file": "1", **FULL})
    second = client.post(address, {"file": "1", **FULL, "mark_1": "0"})

    assert first.status_code == 302
    assert "You filed your scores" in text(second)
    assert Score.objects.get(criterion__number=1).mark == 3
    assert Assessment.objects.get().total == 75


@pytest.mark.parametrize("mark", ["5", "-1", "3.5", "three", "4\x00", "٣"])
def test_a_strange_mark_is_refused(mark):
    application, _assessor, client = assigned()

    response = client.post(page("assess", application), {"draft": "1", **FULL, "mark_1": mark})

    assert response.status_code == 200
    assert "choose one of these scores" in text(response)


def test_others_scores_are_hidden_until_ones_own_are_filed():
    application, _assessor, client = assigned()
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
    application, _assessor, _client = assigned()
    stranger = client_for(factories.staff("is_assessor"))

    for name in ("assess", "case_scores", "case_assessors", "conflict_declare", "case"):
        assert stranger.get(page(name, application)).status_code == 404


def test_when_it_is_withdrawn_an_assessor_is_told():
    from grants.applications.actions import withdraw_application

    application, _assessor, client = assigned()
    withdraw_application(application, by=application.started_by)

    response = client.post(page("assess", application), {"file": "1", **FULL})

    assert "This is not in assessment now" in text(response)
    assert not Assessment.objects.exists()


# Scores and the panel


def test_the_scores_page_marks_what_is_far_apart(officer):
    application = factories.in_assessment()
    factories.filed(application, factories.staff("is_assessor", name="Ada"), marks=(4, 2))
    factories.filed(application, factories.staff("is_assessor", name="Bo"), marks=(1, 2))

    shown = text(officer.get(page("case_scores", application)))

    assert shown.count("Far apart") == 2  # one criterion, and what it means
    assert "57.50" in shown
    assert REASON in shown


def test_an_officer_refers_with_advice(officer):
    application = factories.in_assessment()
    factories.filed(application, factories.staff("is_assessor"))
    address = page("case_refer", application)
    assert officer.get(address).context["form"]["amount"].value() == "4,000"

    refused = officer.post(address, {"amount": "lots", "days": "2.1", "reason": ""})
    done = officer.post(address, {"amount": "£3,500", "days": "2.5", "reason": "Sound."})

    assert set(refused.context["form"].errors) == {"amount", "days", "reason"}
    assert 'value="lots"' in text(refused)
    assert done.status_code == 302
    advice = Recommendation.objects.get()
    assert (str(advice.amount), str(advice.days)) == ("3500.00", "2.50")


def test_a_case_is_not_referred_while_somebody_scores(officer):
    application, assessor, _client = assigned()
    factories.filed(application, factories.staff("is_assessor"))

    response = officer.post(
        page("case_refer", application), {"amount": "1", "days": "0", "reason": "My advice"}
    )

    assert f"not filed their scores yet: {assessor}." in text(response)
    assert "My advice" in text(response)


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
    application, _assessor, client = assigned()
    client.get(page("assess", application))

    with django_assert_max_num_queries(10):
        client.get(page("assess", application))
