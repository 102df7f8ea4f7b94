"""The pages about rounds."""

import html
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from grants.funds.actions import add_first_round, change_round, publish_round
from grants.funds.question_sets import GROW_FUND
from grants.models import Round
from tests.factories import client_for, fund, open_round, person, staff, the_round

pytestmark = pytest.mark.django_db

TERMS = ("opens_at", "closes_at", "decision_on", "budget", "minimum", "maximum")


def text_of(response):
    return html.unescape(response.content.decode())


def at(name, record):
    return reverse(name, args=[record.reference])


# --- For everybody ---


def test_the_list_groups_rounds_by_where_they_are_and_hides_what_is_prepared():
    shown = open_round(name="Shown")
    soon = open_round(name="Soon", opens_at=now() + timedelta(days=2))
    over = open_round(name="Over")
    Round.objects.filter(pk=over.pk).update(closes_at=now() - timedelta(days=1))
    the_round(name="Prepared")

    page = text_of(Client().get(reverse("round_list")))

    order = [page.index(f'href="{at("round", one)}"') for one in (shown, soon, over)]
    assert order == sorted(order)
    assert "Prepared" not in page


def test_only_colleagues_see_the_budget_and_what_is_prepared():
    shown = open_round(budget=Decimal(77_123))
    hidden = the_round(name="Prepared")

    for client in (Client(), client_for(person()), client_for(staff("is_assessor"))):
        assert "77,123" not in text_of(client.get(reverse("round_list")))
        assert "77,123" not in text_of(client.get(at("round", shown)))
        assert client.get(at("round", hidden)).status_code == 404
        assert client.get(at("round_questions", hidden)).status_code == 404
    for role in ("is_officer", "is_approver", "is_auditor"):
        client = client_for(staff(role))
        assert "£77,123" in text_of(client.get(reverse("round_list")))
        assert "£77,123" in text_of(client.get(at("round", shown)))
        assert client.get(at("round", hidden)).status_code == 200


def test_the_list_costs_the_same_for_many(django_assert_num_queries):
    open_round()
    with django_assert_num_queries(1):
        Client().get(reverse("round_list"))
    for _ in range(25):
        open_round()

    with django_assert_num_queries(1):
        Client().get(reverse("round_list"))


def test_a_round_shows_its_criteria_with_guidance_and_its_tests():
    of = the_round()
    of.criteria.filter(number=1).update(guidance="Members decide together.")
    of = publish_round(of, by=staff("is_officer"))

    page = text_of(Client().get(at("round", of)))

    for words in ("Truly co-operative", "Members decide together.", "60%", "Works in Alderwick"):
        assert words in page
    assert at("application_start", of) in page


def test_the_way_in_is_shown_to_those_who_may_apply_while_the_round_is_open():
    of = open_round()
    start = at("application_start", of)

    assert start in text_of(client_for(person()).get(at("round", of)))
    assert start not in text_of(client_for(staff("is_officer")).get(at("round", of)))
    Round.objects.filter(pk=of.pk).update(closes_at=now() - timedelta(days=1))
    assert start not in text_of(client_for(person()).get(at("round", of)))


def test_all_questions_stand_on_one_page_before_anybody_signs_in():
    officer = staff("is_officer")
    terms = {name: getattr(the_round(), name) for name in TERMS}
    of = add_first_round(fund=fund(), question_set=GROW_FUND, by=officer, name="All", **terms)
    of = change_round(of, by=officer, designed_with="Six co-ops.")
    of = publish_round(of, by=officer)

    page = text_of(Client().get(at("round_questions", of)))

    for _title, listed in GROW_FUND.sections:
        for question in listed:
            assert question.text in page
            assert question.guidance in page
    assert "Up to 200 words" in page


# --- For officers ---


def dates(name, days):
    when = now() + timedelta(days=days)
    return {f"{name}_day": when.day, f"{name}_month": when.month, f"{name}_year": when.year}


def new_round(like, **changes):
    return {
        "like": like.reference,
        "name": "Grow Fund spring 2027",
        **dates("opens_at", 10),
        "opens_at_time": "9am",
        **dates("closes_at", 40),
        "closes_at_time": "5pm",
        **dates("decision_on", 70),
        "budget": "£50,000",
        "budget_days": "25",
        "minimum": "2,000",
        "maximum": "10 000",
        "respond_days": "28",
    } | changes


def test_an_officer_starts_a_round_from_another_changes_it_and_publishes_it():
    like = open_round()
    client = client_for(staff("is_officer"))

    response = client.post(reverse("round_add"), new_round(like))
    made = Round.objects.get(name="Grow Fund spring 2027")
    changed = new_round(like, budget="60000", name="Grow Fund 2027", cost_code="gr-7")
    client.post(at("round_change", made), changed)
    assert Client().get(at("round", made)).status_code == 404
    client.post(
        at("round_terms", made),
        {"allows_several": "one", "is_blind": "names", "designed_with": "Co-ops."},
    )
    client.post(at("round_publish", made))

    made.refresh_from_db()
    assert response.url == at("round", made)
    assert (made.name, made.budget, made.maximum) == ("Grow Fund 2027", 60_000, 10_000)
    assert made.cost_code == "GR-7"
    assert Client().get(at("round", made)).status_code == 200


def test_the_form_starts_with_the_amounts_of_the_round_it_is_like():
    like = open_round(budget=Decimal(43_210))

    page = text_of(
        client_for(staff("is_officer")).get(reverse("round_add"), {"like": like.reference})
    )

    assert 'value="43,210"' in page
    assert f'value="{like.name}"' not in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Enter the name of the round"),
        ({"name": "???"}, "Choose a name that has more letters or numbers in it."),
        ({"like": "nonsense"}, "Choose a round from the list"),
        ({"opens_at_time": "teatime"}, "Enter a time, like 9:30am, 5pm or 17:00"),
        ({**dates("closes_at", 9)}, "The round must close after it opens"),
        ({**dates("decision_on", 39)}, "The decision date must not be before the round closes"),
        ({"maximum": "1000"}, "The most must not be below the least"),
        ({"budget": "9000"}, "The budget must be enough for one grant of the most"),
        ({"budget": "-5"}, "The amount must be £0 or more"),
        ({"budget": "1e9999"}, "Enter an amount in pounds, like 1,200 or 1,200.50"),
        ({"budget_days": "1.1"}, "Use whole days, halves or quarters, like 2, 2.5 or 2.25"),
        ({"cost_code": "=1+1"}, "begin with a letter or a number"),
        ({"cost_code": "x" * 31}, "A cost code has 30 letters and numbers or fewer"),
        ({"respond_days": "0"}, "Give people at least 1 day"),
        ({"respond_days": "9" * 50}, "Give people at most 365 days"),
    ],
)
def test_what_is_wrong_with_a_round_is_said_and_what_was_typed_is_kept(changes, sentence):
    data = new_round(open_round(), summary="Typed with care") | changes

    response = client_for(staff("is_officer")).post(reverse("round_add"), data)

    page = text_of(response)
    assert response.status_code == 200
    assert sentence in page
    assert "Typed with care" in page
    assert Round.objects.count() == 1


def test_a_round_with_a_name_that_is_taken_is_refused_in_a_sentence():
    like = open_round(name="Grow Fund spring 2027")

    response = client_for(staff("is_officer")).post(reverse("round_add"), new_round(like))

    assert "There is a round with this name" in text_of(response)


def test_a_published_round_cannot_be_changed_or_broken_by_a_stale_page():
    of = open_round(budget=Decimal(50_000))
    client = client_for(staff("is_officer"))

    assert "people have read them" in text_of(client.get(at("round_change", of)))
    client.post(at("round_change", of), new_round(of, budget="20000"))

    assert Round.objects.get(pk=of.pk).budget == 50_000


def test_a_round_that_is_not_ready_says_why_instead_of_opening():
    of = the_round()
    of.criteria.filter(number=1).update(weight=59)

    response = client_for(staff("is_officer")).post(at("round_publish", of))

    assert response.status_code == 409
    assert "The weights of the criteria add up to 99. Make them 100." in text_of(response)


def test_only_officers_prepare_rounds():
    of = the_round()

    for role in ("is_auditor", "is_approver"):
        client = client_for(staff(role))
        assert client.get(reverse("round_add")).status_code == 403
        assert client.get(at("round_change", of)).status_code == 403
        assert client.post(at("round_publish", of)).status_code == 403
    stranger = client_for(person())
    assert stranger.get(reverse("round_add")).status_code == 403
    assert stranger.get(at("round_change", of)).status_code == 404
    assert stranger.post(at("round_publish", of)).status_code == 404
    assert client_for(staff("is_officer")).get(at("round_publish", of)).status_code == 405
    assert Round.objects.get().published_at is None
