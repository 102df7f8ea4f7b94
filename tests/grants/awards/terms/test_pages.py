"""The pages about an award's conditions and its schedule."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils.timezone import localdate

from grants.awards.terms import actions
from grants.awards.terms.queries import fingerprint
from grants.awards.terms.shape import PlannedCondition
from grants.models import Condition, Instalment
from tests import factories
from tests.factories import client_for, terms
from tests.factories.cases import colleague, with_bank_details

pytestmark = pytest.mark.django_db

LEASE = "Send us the signed lease."


def with_lease(due_in=60, **facts):
    asked = PlannedCondition(
        "other", LEASE, before=1, due_on=localdate() + timedelta(due_in), evidence="A copy."
    )
    said = terms(amounts=("1000", "3000"), space="2", conditions=[asked])
    return with_bank_details(terms=said, **facts)


def lease_of(application):
    return Condition.objects.get(award=application.award, text=LEASE)


def page_of(application, condition=None):
    number = (condition or lease_of(application)).number
    return reverse("condition", args=[application.reference, number])


def officer():
    return client_for(colleague("is_officer"))


# --- Conditions ---


def test_an_officer_settles_a_condition_and_takes_it_back():
    application = with_lease()
    client = officer()
    listed = client.get(reverse("case_conditions", args=[application.reference])).text
    assert page_of(application) in listed
    assert "2 weeks" in listed
    assert "£5,280" in listed
    case = client.get(reverse("case", args=[application.reference])).text
    assert reverse("case_conditions", args=[application.reference]) in case

    client.post(page_of(application), {"how": "met", "words": "Signed on Monday."})
    assert "Signed on Monday." in client.get(page_of(application)).text

    client.post(page_of(application), {"reason": "The wrong page."})
    assert lease_of(application).met_at is None

    client.post(page_of(application), {"how": "waived", "words": "They own it."})
    assert lease_of(application).why_waived == "They own it."


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "Choose how it is settled"),
        ({"how": "eaten", "words": "So."}, "Choose one of these"),
        ({"how": "met", "words": "  "}, "Write what you saw, or why we let it go"),
        ({"how": ["met", "\x00"], "words": "\x00"}, "Write what you saw"),
        ({"how": "met", "words": "so " * 150}, "Use 100 words or fewer"),
    ],
)
def test_half_a_settlement_is_said_beside_its_field(said, sentence):
    application = with_lease()

    response = officer().post(page_of(application), said)

    assert sentence in response.text
    assert lease_of(application).met_at is None


def test_what_ticks_itself_has_no_form_and_a_condition_that_is_not_there_no_page():
    application = with_lease()
    account = Condition.objects.get(award=application.award, kind="bank")

    shown = officer().get(page_of(application, account)).text
    assert "This is so." in shown
    assert "How is it settled?" not in shown
    assert officer().get(reverse("condition", args=[application.reference, 99])).status_code == 404
    nothing = factories.submitted()
    for name in ("case_conditions", "schedule_change"):
        assert officer().get(reverse(name, args=[nothing.reference])).status_code == 404


def test_the_coop_reads_what_we_still_need_and_what_became_of_it():
    application = with_lease()
    client = client_for(application.started_by)
    address = reverse("progress", args=[application.reference])

    shown = client.get(address).text
    assert "What we still need" in shown
    assert "We need to see: A copy." in shown
    assert reverse("offer", args=[application.reference]) in shown

    actions.tick_condition(lease_of(application), seen="A copy.", by=colleague("is_officer"))
    shown = client.get(address).text
    assert "What we still need" not in shown
    assert "You met this: “Send us the signed lease”." in shown


def test_the_offer_says_what_comes_before_the_money_and_what_it_is_made_of():
    asked = [(LEASE, 1), ("Tell the neighbours.", None)]
    application = factories.offered(terms=terms(space="2", conditions=asked))
    client = client_for(application.started_by)

    shown = client.get(reverse("offer", args=[application.reference])).text

    before, agreed = shown.split("What you agree to")
    assert LEASE in before
    assert "Tell the neighbours." in agreed
    assert "Market hall" in before
    assert "£5,280" in before


def test_the_letter_says_all_that_was_planned():
    day = localdate() + timedelta(60)
    asked = PlannedCondition("other", LEASE, before=2, due_on=day, evidence="A copy.")
    said = terms(amounts=("1000", "3000"), space="2", conditions=[asked])

    letter = factories.offered(terms=said).letters.get().html

    assert f"Send us the signed lease. Before payment 2. By {day.day} " in letter
    assert "We need to see: A copy." in letter
    assert "Market hall: 2 weeks, worth £80" in letter
    assert "Its gross value is <strong>£5,280</strong>" in letter


def test_overdue_conditions_come_to_the_officer_who_looks_after_them():
    application = with_lease()
    other = factories.staff("is_officer")
    Condition.objects.filter(pk=lease_of(application).pk).update(owner=other)

    with time_machine.travel(localdate() + timedelta(61)):
        line = "Look after a condition of"
        assert line in client_for(other).get(reverse("today")).text
        assert line not in officer().get(reverse("today")).text
        listed = officer().get(reverse("condition_list")).text
        assert "Overdue" in listed
        assert str(other) in listed

        actions.waive_condition(lease_of(application), reason="Bought.", by=other)
        assert line not in client_for(other).get(reverse("today")).text


def test_finance_reads_what_is_missing():
    application = with_lease()

    shown = client_for(colleague("is_finance_preparer")).get(reverse("payment_home")).text

    assert "Still to be met: Send us the signed lease" in shown
    assert "It is planned for" in shown  # the second payment has a date that is not near
    assert application.organisation.name in shown


# --- The schedule ---


def rows_of(application):
    return list(Instalment.objects.filter(award=application.award).order_by("number"))


def plan(application, *parts, **more):
    data = {
        "version": fingerprint(rows_of(application)),
        "payment-count": str(len(parts)),
        "reason": "They open later.",
    }
    for place, (amount, days) in enumerate(parts):
        day = localdate() + timedelta(days)
        name = f"payment-{place}"
        data |= {
            f"{name}-amount": amount,
            f"{name}-due_on_day": str(day.day),
            f"{name}-due_on_month": str(day.month),
            f"{name}-due_on_year": str(day.year),
        }
    return officer().post(
        reverse("schedule_change", args=[application.reference]), {**data, **more}
    )


def test_an_officer_plans_the_payments_anew():
    application = with_lease()
    case = reverse("case", args=[application.reference])
    assert reverse("schedule_change", args=[application.reference]) in officer().get(case).text

    response = plan(application, ("1,500", 30), ("1500", 60), ("£1,000", 90))

    assert response.url == case
    assert [row.amount for row in rows_of(application)] == [1500, 1500, 1000]


def test_what_is_wrong_with_the_new_plan_is_said_and_what_was_typed_stays():
    application = with_lease()
    wrong = {
        "£0.01 less than the award": plan(application, ("3999.99", 30)),
        "no more than 2 numbers after": plan(application, ("4000.005", 30)),
        "must be £0.01 or more": plan(application, ("4000", 30), ("-1", 60)),
        "The date must be": plan(application, ("4000", -1)),
        "Write why the payments change": plan(application, ("4000", 30), reason=""),
        "Somebody changed this schedule": plan(application, ("4000", 30), version="x"),
        "Plan 12 payments or fewer": plan(application, *[("300", 30)] * 13),
    }

    for sentence, response in wrong.items():
        assert sentence in response.text, sentence
    assert "3999.99" in wrong["£0.01 less than the award"].text
    assert "They open later." in wrong["£0.01 less than the award"].text
    assert [row.amount for row in rows_of(application)] == [1000, 3000]


def test_one_more_row_keeps_what_was_typed():
    application = with_lease()

    shown = plan(application, ("1234", 30), ("2766", 60), more="1").text

    assert "Payment 3" in shown
    assert "1234" in shown
    assert "They open later." in shown
    assert [row.amount for row in rows_of(application)] == [1000, 3000]


def test_an_award_that_does_not_run_has_no_payments_to_plan():
    application = factories.offered()

    response = officer().get(reverse("schedule_change", args=[application.reference]))

    assert response.status_code == 409
