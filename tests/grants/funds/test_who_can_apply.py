"""“Can we apply?”: asked before anybody signs in, and nothing kept."""

import html
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from grants.funds.area import NotOutward, codes_in, covers, outward_of
from grants.models import EligibilityTest, Round
from tests.factories import client_for, open_round, staff, the_round

LIVES_HERE = {
    "text": "Most of the work is here.",
    "question": "Will most of the work happen here?",
    "otherwise": "This money is for work here.",
    "alternative": "workshop",
}


@pytest.fixture
def round(db):
    """A round with a question of every kind."""
    made = open_round(applicant_forms=["coop_society", "not_formed"], area=["N1", "EC1V"])
    EligibilityTest.objects.create(round=made, number=2, **LIVES_HERE)
    EligibilityTest.objects.create(
        round=made,
        number=3,
        text="Not paid yet",
        question="Is it paid already?",
        passes_on="no",
        otherwise="We can’t pay for what is paid.",
    )
    return made


ALL = {"form": "not_formed", "area": "n1 2ud", "t2": "yes", "t3": "no", "amount": "yes"}


def page(round, *, client=None, **answers):
    response = (client or Client()).get(reverse("can_we_apply", args=[round.reference]), answers)
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def test_one_question_stands_on_each_page_until_all_are_answered(round):
    questions = ["legal form", "postcode", "happen here?", "paid already?", "between £100 and"]

    for count, question in enumerate(questions):
        shown = page(round, **dict(list(ALL.items())[:count]))
        heading = shown.split("<h1")[1].split("</h1>")[0]
        assert question in heading
        assert f"Question {count + 1} of 5" in shown
    end = page(round, **ALL)

    assert "It looks as if you can apply" in end
    assert reverse("application_start", args=[round.reference]) in end


@pytest.mark.parametrize(
    ("wrong", "because", "instead"),
    [
        ({"form": "cls"}, "Not formed yet or Co-operative society", "Talk to us"),
        ({"area": "LS1 4AP"}, "N1 or EC1V", "Talk to us"),
        ({"t2": "no"}, "This money is for work here.", "Come to a workshop"),
        ({"t3": "yes"}, "We can’t pay for what is paid.", "Talk to us"),
        ({"amount": "no"}, "between £100 and £10,000", "Talk to us"),
    ],
)
def test_a_dead_end_says_which_answer_and_what_else_there_is(round, wrong, because, instead):
    shown = page(round, **{**ALL, **wrong})

    assert because in shown
    assert instead in shown
    assert "Change this answer" in shown
    assert reverse("application_start", args=[round.reference]) not in shown


def test_a_dead_end_names_the_other_rounds_that_are_open(round):
    other = open_round(name="Another pot")
    Round.objects.filter(pk=open_round(name="Gone").pk).update(closes_at=now() - timedelta(days=1))

    shown = page(round, **{**ALL, "amount": "no"})

    assert reverse("round", args=[other.reference]) in shown
    assert "Gone" not in shown


@pytest.mark.parametrize(
    ("asked", "answers", "complaint"),
    [
        ("form", {}, "Choose one of these"),
        ("form", {"form": "bakery"}, "Choose one of these"),
        ("area", {"form": "not_formed"}, "Enter the first part of a postcode, like N1"),
        ("area", {"form": "not_formed", "area": "over there"}, "Enter the first part"),
        ("t2", {"form": "not_formed", "area": "N1"}, "Choose yes or no"),
    ],
)
def test_a_question_left_open_is_asked_again_and_nothing_is_lost(round, asked, answers, complaint):
    shown = page(round, asked=asked, **answers)

    assert "There is a problem" in shown
    assert shown.count(complaint) >= 2  # above the page and beside the field
    for key, answer in answers.items():
        assert key == asked or f'name="{key}" value="{answer}"' in shown


def test_nobody_is_told_off_before_they_have_answered(round):
    assert "There is a problem" not in page(round, form="not_formed")


def test_going_back_shows_the_answer_given_and_keeps_the_later_ones(round):
    shown = page(round, **ALL, at="t2")

    assert 'value="yes" id="id_t2_0"' in shown or 'value="yes"' in shown
    assert "checked" in shown
    assert 'name="amount" value="yes"' in shown
    assert "There is a problem" not in shown


def test_a_round_without_terms_asks_only_for_its_amount(db):
    made = open_round(minimum=0)

    assert "up to £10,000" in page(made)
    assert "It looks as if you can apply" in page(made, amount="yes")


def test_a_round_that_nobody_can_see_says_nothing(db):
    made = the_round()
    address = reverse("can_we_apply", args=[made.reference])

    assert Client().get(address).status_code == 404
    assert client_for(staff("is_officer")).get(address).status_code == 200


def test_answers_are_data_whatever_they_are(round):
    shown = page(round, form="<script>alert(1)</script>", asked="form")

    assert "<script>alert(1)" not in shown


# --- Areas ---


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("N1, ec1v", ["N1", "EC1V"]),
        ("n1\n\n N1 \r\nSW1A;", ["N1", "SW1A"]),
        ("", []),
    ],
)
def test_codes_are_read_as_people_type_them(typed, codes):
    assert codes_in(typed) == codes


@pytest.mark.parametrize(
    ("typed", "says"),
    [("N1 2UD", "whole postcode"), ("Alderwick", "is not the first part"), ("12", "is not")],
)
def test_what_is_no_code_is_named(typed, says):
    with pytest.raises(NotOutward, match=says):
        codes_in(typed)


def test_a_code_covers_its_own_parts_and_nothing_next_to_it():
    assert covers(["N1"], "N1 2UD")
    assert covers(["N1"], "n1c 4ab")
    assert not covers(["N1"], "N10 1AA")
    assert not covers(["N1"], "nowhere")
    assert covers([], "nowhere")
    assert outward_of(" sw1a1aa ") == "SW1A"
