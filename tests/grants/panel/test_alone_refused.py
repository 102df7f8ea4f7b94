"""Where one person may not decide alone, and what is refused."""

from decimal import Decimal

import pytest

from applicants.access import Refused
from grants.awards.releasing.actions import release
from grants.models import Panel, Resolution
from tests import factories
from tests.factories import client_for
from tests.factories.cases import colleague
from tests.factories.panels import (
    decided_alone,
    held,
    item_of,
    panel,
    ready,
)

from .deciding_alone import PART, page

pytestmark = pytest.mark.django_db


def on_an_agenda():
    return item_of(panel()).application


def held_by_a_panel():
    return held()


def told_of_the_reserve_list():
    return release(ready("reserve", amount="1000"), by=colleague("is_approver"))


def in_a_round_that_never_wants_it():
    return factories.with_panel(round=factories.open_round(alone_up_to=None))


def asks_for_more_than_one_person_decides():
    return factories.with_panel(round=factories.open_round(alone_up_to=Decimal("3999.99")))


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (on_an_agenda, "The panel that meets at"),
        (held_by_a_panel, "This is decided already. The decision waits to be released."),
        (told_of_the_reserve_list, "This co-op is on the reserve list."),
        (in_a_round_that_never_wants_it, "In this round a panel decides about every application."),
        (asks_for_more_than_one_person_decides, "for up to £3,999.99. This one asks for £4,000"),
        (factories.in_assessment, "It is at the stage “In assessment”."),
        (factories.offered, "It is at the stage “Offered”."),
    ],
)
def test_the_page_and_the_action_say_why_not(make, says, farhana):
    application = make()
    before = Resolution.objects.count()
    client = client_for(farhana)

    looked = client.get(page("decide_alone", application))
    sent = client.post(page("decide_alone", application), PART)
    with pytest.raises(Refused, match=r"\w"):
        decided_alone(application, by=farhana)

    assert (looked.status_code, sent.status_code) == (200, 409)
    assert says in looked.text
    assert says in sent.text
    assert "Decide and sign" not in looked.text
    assert Resolution.objects.count() == before


def test_exactly_as_much_as_the_round_says_is_decided(farhana):
    round = factories.open_round(alone_up_to=Decimal(4000))

    assert decided_alone(factories.with_panel(round=round), by=farhana).amount == 4000


def test_a_second_click_says_that_it_is_decided(farhana):
    application, client = factories.with_panel(), client_for(farhana)
    client.post(page("decide_alone", application), PART)

    again = client.post(page("decide_alone", application), PART)

    assert again.status_code == 409
    assert "This is decided already" in again.text
    assert page("release", application.round) in again.text
    assert Resolution.objects.count() == 1


def test_a_round_says_in_which_cases_one_person_decides_and_a_case_leads_there(farhana):
    client = client_for(farhana)
    may, never = factories.with_panel(), in_a_round_that_never_wants_it()

    assert page("decide_alone", may) in client.get(page("case", may)).text
    assert page("decide_alone", never) not in client.get(page("case", never)).text


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"verdict": ""}, "verdict", "Choose what you decide"),
        ({"verdict": "award"}, "verdict", "Choose one of these"),
        ({"reasons": ""}, "reasons", "Write why you decide this"),
        ({"reasons": "word " * 331}, "reasons", "Use 300 words or fewer. You have written 331."),
        ({"amount": "-5"}, "amount", "The amount must be £0 or more"),
        ({"amount": "five"}, "amount", "Enter an amount in pounds, like 1,200 or 1,200.50"),
        ({"days": "2.1"}, "days", "Use whole days, halves or quarters, like 2, 2.5 or 2.25"),
        ({"conditions": "x\n" * 26}, "conditions", "Write 25 conditions or fewer"),
        ({"conditions": "x" * 301}, "conditions", "Keep each condition to 300 letters or fewer"),
    ],
)
def test_strange_terms_are_refused_and_kept(farhana, typed, field, message):
    application = factories.with_panel()

    response = client_for(farhana).post(page("decide_alone", application), {**PART, **typed})

    assert response.status_code == 200
    assert "<title>Error: " in response.text
    assert response.context["form"].errors[field] == [message]
    assert "Eleven members" in response.text or field == "reasons"
    assert not Panel.objects.exists()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"amount": "", "days": ""}, "Give some money, some advice days, or both."),
        ({"amount": "4,000.01"}, "They asked for £4,000 and 3 advice days."),
        ({"side_1": "", "sentence_1": ""}, "Pick at least one criterion that decided it"),
        ({"verdict": "decline"}, "A no needs at least one criterion"),
    ],
)
def test_what_a_panel_may_not_one_person_may_not_and_nothing_is_half_done(farhana, typed, says):
    application = factories.with_panel()

    response = client_for(farhana).post(page("decide_alone", application), {**PART, **typed})

    assert says in response.text
    assert not Panel.objects.exists()
    assert not Resolution.objects.exists()


def test_it_stays_within_the_round_and_nothing_is_half_done(farhana):
    round = factories.open_round(budget=Decimal(5000))
    decided_alone(factories.with_panel(round=round), by=farhana)
    application = factories.with_panel(round=round)
    client = client_for(farhana)

    refused = client.post(page("decide_alone", application), PART)
    taken = client.post(page("decide_alone", application), {**PART, "amount": "1,000"})

    assert refused.context["form"].errors == {"amount": ["This round has £1,000 left to award."]}
    assert "£3,000" in refused.text
    assert taken.status_code == 302
    assert Panel.objects.count() == 2
