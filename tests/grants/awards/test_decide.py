"""The approver's page: what the panel decided, within what is left."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from applicants.access import Refused
from applicants.models import Email
from grants.awards import actions
from grants.models import Award, Decision, Letter
from tests import factories
from tests.factories import client_for
from tests.factories.cases import colleague

pytestmark = pytest.mark.django_db

OFFER = {
    "outcome": "offer",
    "amount": "£3,000",
    "days": "2.5",
    "instalments": "2",
    "conditions": "Open a bank account.\n\n  Tell us   who signs.  \n",
    "reasons": "Eleven members shaped the plan.",
}


@pytest.fixture
def approver(db):
    return client_for(colleague("is_approver"))


def decide(application):
    return reverse("case_decide", args=[application.reference])


def text(response):
    return response.content.decode()


def test_the_page_shows_what_is_asked_advised_and_left(approver):
    application = factories.with_panel()

    response = approver.get(decide(application))

    shown = text(response)
    assert "£4,000 and 3 advice days" in shown
    assert "Sound plan." in shown
    assert "£50,000 and 25 advice days" in shown
    assert response.context["form"]["amount"].value() == "4,000"


def test_an_offer_writes_its_terms_and_queues_its_letter(approver):
    application = factories.with_panel()

    response = approver.post(decide(application), OFFER)

    award = Award.objects.get()
    assert response.status_code == 302
    assert (award.amount, award.days) == (Decimal(3000), Decimal("2.5"))
    assert [str(part.amount) for part in award.instalments.order_by("number")] == [
        "1500.00",
        "1500.00",
    ]
    assert list(award.conditions.order_by("number").values_list("text", flat=True))[-2:] == [
        "Open a bank account.",
        "Tell us who signs.",
    ]
    assert Letter.objects.get().kind == "offer"


@pytest.mark.parametrize("outcome", ["decline", "defer"])
def test_other_decisions_need_only_reasons(approver, outcome):
    application = factories.with_panel()

    response = approver.post(
        decide(application), {"outcome": outcome, "reasons": "Not yet.", "instalments": "1"}
    )

    assert response.status_code == 302
    assert Decision.objects.get().outcome == outcome
    assert not Award.objects.exists()


def test_a_deferral_tells_the_coop_why(approver):
    application = factories.with_panel()

    approver.post(decide(application), {"outcome": "defer", "reasons": "Who owns the oven?"})

    assert "Who owns the oven?" in Email.objects.get(event="grants/decision_deferred").body


def test_a_deferred_case_can_come_back_to_the_panel(approver):
    application = factories.with_panel()
    approver.post(decide(application), {"outcome": "defer", "reasons": "Who owns the oven?"})

    assert "The panel deferred" in text(approver.get(decide(application)))


@pytest.mark.parametrize("outcome", ["offer", "decline", "defer"])
def test_every_decision_needs_reasons(approver, outcome):
    application = factories.with_panel()

    response = approver.post(decide(application), {**OFFER, "outcome": outcome, "reasons": ""})

    assert "<title>Error: " in text(response)
    assert response.context["form"].errors == {"reasons": ["Write why the panel decided this"]}
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"outcome": ""}, "outcome", "Choose what the panel decided"),
        ({"outcome": "award"}, "outcome", "Choose one of these decisions"),
        ({"amount": "", "days": ""}, "amount", "Enter an amount, some advice days, or both"),
        ({"amount": "0", "days": "0"}, "amount", "Enter an amount, some advice days, or both"),
        ({"amount": "0.01"}, "amount", "The amount must be £1 or more"),
        ({"amount": "-5"}, "amount", "The amount must be £0 or more"),
        ({"amount": "five"}, "amount", "Enter an amount in pounds, like 1,200 or 1,200.50"),
        ({"days": "2.1"}, "days", "Use whole days, halves or quarters, like 2, 2.5 or 2.25"),
        ({"instalments": "3"}, "instalments", "Choose one of these numbers of payments"),
        ({"conditions": "x\n" * 26}, "conditions", "Write 25 conditions or fewer"),
        (
            {"conditions": "x" * 301},
            "conditions",
            "Keep each condition to 300 letters or fewer",
        ),
        (
            {"reasons": "word " * 331},
            "reasons",
            "Use 300 words or fewer. You have written 331.",
        ),
    ],
)
def test_strange_terms_are_refused_and_kept(approver, typed, field, message):
    application = factories.with_panel()

    response = approver.post(decide(application), {**OFFER, **typed})

    assert response.status_code == 200
    assert response.context["form"].errors[field] == [message]
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"amount": "50,000.01"}, "This round has £50,000 left to award."),
        ({"days": "25.25"}, "This round has 25 advice days left to award."),
    ],
)
def test_an_offer_stays_within_the_round(approver, typed, message):
    application = factories.with_panel()

    response = approver.post(decide(application), {**OFFER, **typed})

    (field, asked), *_ = typed.items()
    assert response.context["form"].errors == {field: [message]}
    assert asked in text(response)
    application.refresh_from_db()
    assert application.state == "with_panel"
    assert not Decision.objects.exists()


def test_what_is_offered_is_gone_for_the_next(approver):
    round = factories.open_round(budget=Decimal(5000))
    factories.offered(round=round)
    application = factories.with_panel(round=round)

    refused = approver.post(decide(application), OFFER)
    taken = approver.post(decide(application), {**OFFER, "amount": "1,000"})

    assert "This round has £1,000 left to award." in text(refused)
    assert taken.status_code == 302


def test_an_offer_of_advice_alone_has_no_payments(approver):
    application = factories.with_panel()

    approver.post(decide(application), {**OFFER, "amount": ""})
    factories.issue_letters()

    letter = Letter.objects.get()
    assert "a grant of <strong>2.5 advice days</strong>" in letter.html
    assert not Award.objects.get().instalments.exists()
    assert "None: this award is advice only" in text(approver.get(decide(application)))


def test_a_second_click_shows_what_was_decided(approver):
    application = factories.with_panel()

    approver.post(decide(application), OFFER)
    second = approver.post(decide(application), {"outcome": "decline", "reasons": "No."})

    assert second.status_code == 200
    assert "The panel offers a grant" in text(second)
    assert Decision.objects.count() == 1


def test_whoever_scored_does_not_decide():
    both = factories.staff("is_approver", "is_assessor")
    application = factories.in_assessment()
    factories.filed(application, both)
    from grants.assessment.actions import refer_to_panel

    application = refer_to_panel(
        application,
        amount=Decimal(1),
        days=Decimal(0),
        reason="x",
        risk="low",
        by=colleague("is_officer"),
    )
    client = client_for(both)

    assert client.get(decide(application)).status_code == 403
    assert client.post(decide(application), OFFER).status_code == 403
    both.forget()
    with pytest.raises(PermissionDenied):
        actions.decline_application(application, reasons="No.", by=both)


@pytest.mark.parametrize("role", ["is_officer", "is_auditor"])
def test_others_do_not_decide(role):
    application = factories.with_panel()

    assert client_for(factories.staff(role)).post(decide(application), OFFER).status_code == 403


def test_the_page_says_when_it_is_not_with_the_panel(approver):
    application = factories.in_assessment()

    assert "This is not with the panel" in text(approver.get(decide(application)))


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ({"amount": Decimal(0), "days": Decimal(0)}, "Offer some money"),
        ({"amount": Decimal(9), "days": Decimal(0), "instalments": 3}, "Pay in 1 to 2 parts"),
    ],
)
def test_the_action_itself_refuses_empty_and_unpayable_terms(terms, message):
    application = factories.with_panel()

    with pytest.raises(Refused, match=message):
        actions.offer_award(application, reasons="x", by=colleague("is_approver"), **terms)


def test_the_decide_page_costs_the_same_however_many_scores(approver):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number in (0, 4):
        application = factories.in_assessment()
        for _ in range(number):
            factories.filed(application, factories.staff("is_assessor"))
        application = _to_panel(application)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            approver.get(decide(application))
        counts.append(len(captured))

    assert counts[0] == counts[1]
    assert counts[1] <= 18


def _to_panel(application):
    from grants.assessment.actions import refer_to_panel

    factories.filed(application, colleague("is_assessor"))
    return refer_to_panel(
        application,
        amount=Decimal(1),
        days=Decimal(0),
        reason="x",
        risk="low",
        by=colleague("is_officer"),
    )
