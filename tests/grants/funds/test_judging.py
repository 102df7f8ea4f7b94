"""Officers prepare what a round tests and judges, and who may apply."""

import html

import pytest
from django.urls import reverse

from applicants.access import Refused
from grants.funds import actions
from grants.funds.queries import contents_of, criteria_of, tests_of as all_tests
from grants.models import Round
from tests.factories import client_for, open_round, staff, the_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return client_for(staff("is_officer"))


def at(name, round, *more):
    return reverse(name, args=[round.reference, *more])


def text_of(response):
    return html.unescape(response.content.decode())


CRITERION = {"name": "Opens doors", "guidance": "To all.", "weight": "10"}
TEST = {
    "text": "It is a co-op.",
    "question": "Are you a co-op?",
    "passes_on": "yes",
    "otherwise": "Come to a workshop.",
    "alternative": "workshop",
}


def test_criteria_are_added_changed_moved_and_deleted(officer):
    of = the_round()

    officer.post(at("criterion_add", of), CRITERION)
    officer.post(at("criterion", of, 1), {**CRITERION, "name": "Is a co-op", "weight": "50"})
    officer.post(at("criterion_move", of, 3), {"up": "1"})
    officer.post(at("criterion_move", of, 1), {"up": "1"})  # there is nothing above the first
    assert [(c.number, c.name, c.weight) for c in criteria_of(of)] == [
        (1, "Is a co-op", 50),
        (2, "Opens doors", 10),
        (3, "Can work", 40),
    ]
    assert "make <strong>100</strong>" in text_of(officer.get(at("criteria", of)))

    officer.post(at("criterion_delete", of, 1))

    assert [(c.number, c.name) for c in criteria_of(of)] == [(1, "Opens doors"), (2, "Can work")]
    assert "They must make 100" in text_of(officer.get(at("criteria", of)))


@pytest.mark.parametrize("weight", ["", "0", "101", "ten", "2.5", "-4"])
def test_a_weight_is_a_number_from_1_to_100(officer, weight):
    of = the_round()

    shown = text_of(officer.post(at("criterion_add", of), {**CRITERION, "weight": weight}))

    assert "There is a problem" in shown
    assert "Opens doors" in shown
    assert len(criteria_of(of)) == 2


def test_tests_are_added_changed_moved_and_deleted(officer):
    of = the_round()

    officer.post(at("test_add", of), TEST)
    officer.post(at("test_move", of, 1), {"down": "1"})
    officer.post(at("test", of, 1), {**TEST, "question": "Will you be one?"})
    assert [(t.number, t.text, t.question) for t in all_tests(of)] == [
        (1, "It is a co-op.", "Will you be one?"),
        (2, "Works in Alderwick", ""),
    ]

    officer.post(at("test_delete", of, 1))

    assert [(t.number, t.text) for t in all_tests(of)] == [(1, "Works in Alderwick")]


def test_a_question_asked_beforehand_explains_its_no(officer):
    of = the_round()

    shown = text_of(officer.post(at("test_add", of), {**TEST, "otherwise": ""}))

    assert "Say why this round isn’t for them" in shown
    assert len(all_tests(of)) == 1


def test_what_somebody_deleted_meanwhile_is_a_sentence():
    of, by = the_round(), staff("is_officer")

    with pytest.raises(Refused, match="Somebody has deleted this"):
        actions.delete_criterion(of, 9, by=by)


CHANGES = [
    ("criterion_add", CRITERION),
    ("criterion", CRITERION),
    ("criterion_move", {"down": "1"}),
    ("criterion_delete", {}),
    ("test_add", TEST),
    ("test", TEST),
    ("test_move", {"down": "1"}),
    ("test_delete", {}),
    ("round_terms", {"allows_several": "several", "is_blind": "blind"}),
]


@pytest.mark.parametrize(("page", "typed"), CHANGES)
def test_what_is_published_stands(officer, page, typed):
    of = open_round()
    number = () if page.endswith("_add") or page == "round_terms" else (1,)

    response = officer.post(at(page, of, *number), typed)

    assert response.status_code == 409
    assert "is published" in text_of(response)
    assert [c.name for c in criteria_of(of)] == ["Truly co-operative", "Can work"]
    assert [t.text for t in all_tests(of)] == ["Works in Alderwick"]
    stands = Round.objects.get(pk=of.pk)
    assert not stands.allows_several
    assert not stands.is_blind


# --- Who may apply ---


def test_terms_are_kept_shown_to_everybody_and_copied(officer):
    of = the_round()
    typed = {
        "applicant_forms": ["coop_society", "not_formed"],
        "area": "n1,\nEC1V\nN1",
        "allows_several": "several",
        "is_blind": "blind",
        "designed_with": "Six local co-ops.",
    }

    assert officer.post(at("round_terms", of), typed).status_code == 302

    of = actions.publish_round(of, by=staff("is_officer"))
    assert of.area == ["N1", "EC1V"]
    shown = text_of(client_for(staff("is_auditor")).get(at("round", of)))
    assert "Not formed yet, Co-operative society" in shown
    assert "N1, EC1V" in shown
    assert "Six local co-ops." in shown
    assert "Assessors don’t see who applies." in shown
    names = ("opens_at", "closes_at", "decision_on", "budget", "minimum", "maximum")
    facts = {name: getattr(of, name) for name in names}
    copy = actions.add_round(like=of, by=staff("is_officer"), name="The next", **facts)
    assert (copy.applicant_forms, copy.area, copy.allows_several) == (
        ["coop_society", "not_formed"],
        ["N1", "EC1V"],
        True,
    )
    assert copy.is_blind
    assert copy.designed_with == ""  # each round is designed anew


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"area": "N1 2UD"}, "whole postcode"),
        ({"area": "Alderwick"}, "is not the first part of a postcode"),
        ({"allows_several": ""}, "Choose how many"),
        ({"is_blind": ""}, "Choose whether assessors see who applies"),
        ({"is_blind": "maybe"}, "Choose whether assessors see who applies"),
        ({"applicant_forms": ["bakery"]}, "Choose from the forms"),
        ({"designed_with": "Us", "not_designed_because": "Nobody"}, "Empty one of these"),
    ],
)
def test_terms_that_cannot_be_right_are_named(officer, typed, says):
    of = the_round()

    shown = text_of(
        officer.post(at("round_terms", of), {"allows_several": "one", "is_blind": "names", **typed})
    )

    assert says in shown
    assert Round.objects.get(pk=of.pk).area == []


def test_an_officer_says_what_each_mark_means_and_what_must_not_be_0(officer):
    of = the_round()
    own = {f"mark_{mark}": f"Word {mark}" for mark in range(5)}

    before = text_of(officer.get(at("criterion", of, 1)))
    officer.post(at("criterion", of, 1), {**CRITERION, **own, "is_essential": "on"})
    first = criteria_of(of)[0]
    officer.post(at("criterion", of, 1), {**CRITERION, "mark_2": "Half"})
    second = criteria_of(of)[0]
    officer.post(at("criterion", of, 1), CRITERION)

    assert "Clear, tested with people" in before
    assert (first.marks, first.is_essential) == ([f"Word {mark}" for mark in range(5)], True)
    assert (second.marks[2], second.marks[0], second.is_essential) == (
        "Half",
        "Nothing to go on",
        False,
    )
    assert criteria_of(of)[0].marks == [], "all boxes empty: the general words"


def test_words_for_a_mark_are_short_and_plain_and_go_into_the_next_round(officer):
    of = the_round()

    long = officer.post(at("criterion", of, 1), {**CRITERION, "mark_4": "x" * 121})
    officer.post(
        at("criterion", of, 1), {**CRITERION, "mark_4": "=1+1 O’Brien", "is_essential": "on"}
    )

    assert "Use 120 characters or fewer" in text_of(long)
    assert "4: =1+1 O’Brien" in text_of(officer.get(at("criteria", of)))
    copied = contents_of(of).criteria[0]
    assert (copied.marks[4], copied.is_essential) == ("=1+1 O’Brien", True)
