"""The home page of payments: what is ready, what is missing, and what becomes a run."""

import pytest
from django.urls import reverse

from grants.models import (
    Conflict,
    Instalment,
    PaymentRun,
)
from grants.payments import actions
from grants.payments.accounts import actions as accounts
from grants.payments.queries import not_ready_to_pay, ready_to_pay, unpaid_and_free
from tests import factories
from tests.factories.cases import colleague, with_bank_details

from .pages import approver, chosen, due, more_instalments, page, prepared, preparer, to

pytestmark = pytest.mark.django_db


def test_the_home_page_says_what_is_ready_and_what_is_missing():
    ready = with_bank_details(instalments=2)
    waiting = factories.accepted()

    shown = page(preparer().get(reverse("payment_home")))

    first, second = Instalment.objects.filter(award__application=ready).order_by("number")
    assert f'name="instalments" value="{first.pk}"' in shown
    assert f'name="instalments" value="{second.pk}"' not in shown
    assert "The 6 month report has to be accepted" in shown
    assert "The co-op has not given its bank details" in shown
    assert waiting.organisation.name in shown
    assert "66374958" not in shown


def test_each_unpaid_instalment_stands_in_one_of_the_two_lists():
    with_bank_details(instalments=2)
    factories.accepted()
    factories.paid(instalments=2)
    application = factories.accepted()
    accounts.enter_bank_details(
        application,
        account_name="B",
        sort_code="089999",
        account_number="66374958",
        by=application.started_by,
    )
    someone = colleague("is_finance_preparer")

    ready = set(ready_to_pay(someone).values_list("pk", flat=True))
    waiting = set(not_ready_to_pay(someone).values_list("pk", flat=True))

    assert ready.isdisjoint(waiting)
    assert ready | waiting == set(unpaid_and_free().values_list("pk", flat=True))
    assert (len(ready), len(waiting)) == (1, 4)


def test_only_who_prepares_sees_boxes_to_tick():
    with_bank_details()

    assert 'type="checkbox"' not in page(approver().get(reverse("payment_home")))
    assert 'type="checkbox"' in page(preparer().get(reverse("payment_home")))


def test_who_checked_the_account_gets_no_box_and_reads_why():
    application = factories.accepted()
    both = factories.staff("is_officer", "is_finance_preparer")
    accounts.enter_bank_details(
        application,
        account_name="B",
        sort_code="089999",
        account_number="66374958",
        by=application.started_by,
    )
    factories.checked_account(application, note="Seen.", by=both)

    shown = page(factories.client_for(both).get(reverse("payment_home")))

    assert 'type="checkbox"' not in shown
    assert "so somebody else must pay them" in shown


def test_ticked_payments_become_a_run():
    application = with_bank_details()

    client = preparer()

    _page, sent = chosen(client, [due(application).get().pk])
    response = client.post(reverse("run_prepare"), sent)

    run = PaymentRun.objects.get()
    assert response.url == to("run", run)
    assert run.payments.get().instalment.award.application == application


@pytest.mark.parametrize(
    ("ticked", "says"),
    [
        ([], "Choose at least one payment"),
        (["999999"], "not in the list any more"),
        (["x"], "not in the list any more"),
        (["-1"], "not in the list any more"),
        (["9" * 30], "not in the list any more"),
        (["\x00"], "not in the list any more"),
        (["\u0663"], "not in the list any more"),
    ],
)
def test_bad_ticks_get_a_sentence(ticked, says):
    with_bank_details()

    shown = page(preparer().post(reverse("run_choose"), {"instalments": ticked}))

    assert says in shown
    assert "<title>Error: Payments" in shown
    assert not PaymentRun.objects.exists()


def test_a_tick_that_is_not_ready_any_more_gets_the_reason_and_stays_ticked():
    application = with_bank_details()
    instalment = due(application).get()
    accounts.enter_bank_details(
        application,
        account_name="Weir Lane Bakers",
        sort_code="938611",
        account_number="07806039",
        by=application.started_by,
    )

    shown = page(preparer().post(reverse("run_choose"), {"instalments": [instalment.pk]}))

    assert "is not ready: “Your signed offer and your bank details, checked”." in shown


def test_a_doubled_click_on_prepare_opens_the_first_run():
    application = with_bank_details()
    client = preparer()
    _page, ticked = chosen(client, [due(application).get().pk])

    first = client.post(reverse("run_prepare"), ticked)
    second = client.post(reverse("run_prepare"), ticked)

    assert first.url == second.url
    assert PaymentRun.objects.count() == 1


def test_a_case_with_a_conflict_is_nowhere_in_payments():
    application = with_bank_details()
    run = prepared(application)
    torn = factories.staff("is_officer", "is_finance_preparer")
    Conflict.objects.create(application=application, user=torn, reason="My sister.")
    client = factories.client_for(torn)

    assert application.organisation.name not in page(client.get(reverse("payment_home")))
    assert client.get(to("run", run)).status_code == 404
    actions.cancel_payment_run(run, reason="x", by=colleague("is_finance_preparer"))
    ticked = {"instalments": [due(application).get().pk]}
    for name in ("run_choose", "run_prepare"):
        assert "not in the list" in page(client.post(reverse(name), ticked))


@pytest.mark.parametrize("number", [2, 30])
def test_the_home_page_costs_the_same_at_any_length(django_assert_num_queries, number):
    more_instalments(with_bank_details(), number)
    client = preparer()
    client.get(reverse("payment_home"))

    with django_assert_num_queries(13):
        client.get(reverse("payment_home"))
