"""One box for all cases: what it finds, what it never finds, and that anything may be typed."""

import pytest
from django.urls import reverse

from applicants.actions import change_organisation
from grants.assessment.actions import declare_conflict
from grants.casework import searching
from grants.casework.searching import place_of, search
from grants.models import Submission
from tests import factories
from tests.factories.cases import colleague

pytestmark = pytest.mark.django_db


def found(words, user=None):
    hits = search(user or colleague("is_officer"), words).hits
    return {hit.case.reference: [place.label for place in hit.places] for hit in hits}


def answered(application, text):
    """A case that was sent with this answer. What was sent is never changed: this is another."""
    last = application.submissions.get()
    Submission.objects.create(
        application=application,
        number=2,
        organisation_name=last.organisation_name,
        decision_on=last.decision_on,
        answers={**last.answers, "2": text},
        content_hash=last.content_hash,
        submitted_at=last.submitted_at,
        submitted_by=last.submitted_by,
    )


@pytest.mark.database
def test_a_case_is_found_by_its_reference_and_its_name_in_any_case():
    bakers = factories.submitted(of=factories.organisation(name="Weir Lane Bakers"))
    factories.submitted(of=factories.organisation(name="Other people"))

    assert found("weir LANE") == {bakers.reference: ["Name", "Answers"]}
    assert found(bakers.reference.lower()) == {bakers.reference: ["Reference"]}


@pytest.mark.database
def test_a_case_is_found_by_what_its_co_op_was_called_before():
    coop = factories.organisation(name="Old Mill")
    case = factories.submitted(of=coop)
    facts = {"legal_form": coop.legal_form, "postcode": "N1 2UD"}
    facts |= {"registration_number": "", "charity_number": ""}
    change_organisation(coop, name="New Mill", by=case.started_by, **facts)

    assert "Earlier name or number" in found("old mill")[case.reference]


def test_a_case_is_found_by_who_sent_it():
    case = factories.submitted(by=factories.person(name="Maeve Quill"))

    assert "Sent by" in found("maeve q")[case.reference]


@pytest.mark.database
@pytest.mark.parametrize("word", ["Ŵyn’s", 'say "yes"', "50% off", "a_b", "back\\slash", "<b>"])
def test_words_of_the_answers_are_found_with_any_signs_in_them(word):
    case = factories.submitted()
    answered(case, f"We have heard of {word} before.")
    answered(factories.submitted(), "50 off, aXb, wyns")

    [hit] = search(colleague("is_officer"), word).hits

    assert hit.case == case
    assert hit.places[0].match == word
    assert hit.places[0].before.endswith("heard of ")


def test_only_what_was_sent_last_is_searched():
    case = factories.submitted()
    answered(case, "Quite another plan.")

    assert found("will bake bread") == {}
    assert found("another plan") == {case.reference: ["Answers"]}


def test_names_of_cells_are_no_words_that_somebody_wrote():
    factories.submitted()

    assert found("amount") == {}


@pytest.mark.database
def test_messages_are_found_by_those_who_may_read_them():
    case = factories.submitted()
    factories.message(case, text="May we buy a marmalade pan?")

    assert found("marmalade") == {case.reference: ["Messages"]}
    assert found("marmalade", factories.staff("is_auditor")) == {case.reference: ["Messages"]}
    assert found("marmalade", factories.staff("is_approver")) == {}


def test_a_draft_is_never_found_even_when_its_co_op_wrote_to_us():
    draft = factories.draft(of=factories.organisation(name="Secret Draft"))
    factories.message(draft, text="A secret draft it is.")

    assert found("secret draft") == {}


def test_a_conflict_hides_a_case_from_the_search():
    officer = factories.staff("is_officer")
    case = factories.submitted(of=factories.organisation(name="Sister"))
    factories.message(case, text="Sister")
    assert found("sister", officer) != {}

    declare_conflict(case, by=officer, reason="My own.")

    assert found("sister", officer) == {}


@pytest.mark.database
@pytest.mark.parametrize(
    "words",
    ["e", "x" * 10_000, "%", "_", "'", '"', "\\", "   ", "🥖", "\n", "'; --"],
)
def test_anything_may_be_typed(words):
    factories.submitted()

    page = factories.client_for(colleague("is_officer")).get(reverse("search"), {"words": words})

    assert page.status_code == 200


@pytest.mark.parametrize("words", ["%", "_"])
def test_a_sign_of_the_database_is_only_itself(words):
    factories.submitted()

    assert found(words) == {}


def test_what_is_found_is_shown_as_text():
    case = factories.submitted()
    answered(case, "Before <script>alert(1)</script> after")

    page = factories.client_for(colleague("is_officer")).get(reverse("search"), {"words": "alert"})

    assert "<mark>alert</mark>" in page.text
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;" in page.text


def test_a_long_list_says_that_it_is_cut(monkeypatch):
    monkeypatch.setattr(searching, "MOST", 2)
    for _ in range(4):
        factories.submitted()

    result = search(colleague("is_officer"), "co-op")

    assert len(result.hits) == 2
    assert result.is_cut


def test_a_search_takes_the_same_queries_for_one_case_and_for_many(django_assert_num_queries):
    officer = colleague("is_officer")
    for _ in range(2):
        factories.message(factories.submitted(), text="Our co-op says hello.")
        officer.forget()
        with django_assert_num_queries(6):
            search(officer, "co-op")


def test_an_excerpt_is_short_and_says_where_it_is_cut():
    place = place_of("Answers", "x" * 200 + " bread\n\n  and butter " + "y" * 200, "bread and")

    assert place.match == "bread and"
    assert place.before == "… " + "x" * 59 + " "
    assert place.after == " butter …"
