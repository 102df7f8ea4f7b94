"""The pages on which money is prepared, looked at, approved and sent."""

import csv
import io
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from grants.awards.schedule import plan_instalments
from grants.models import (
    Award,
    BankDetails,
    Conflict,
    HistoryEntry,
    Instalment,
    Payment,
    PaymentRun,
)
from grants.payments import actions
from grants.payments.queries import not_ready_to_pay, ready_to_pay, unpaid_and_free
from tests import factories
from tests.factories.cases import colleague, with_bank_details

pytestmark = pytest.mark.django_db

TYPED = {
    "account_name": "Weir Lane Bakers",
    "sort_code": "08-99-99",
    "account_number": "6637 4958",
}


def preparer():
    return factories.client_for(colleague("is_finance_preparer"))


def approver():
    return factories.client_for(colleague("is_finance_approver"))


def officer():
    return factories.client_for(colleague("is_officer"))


def signatory(application):
    return factories.client_for(application.started_by)


def page(response):
    assert response.status_code == 200
    return response.content.decode()


def due(application):
    return Instalment.objects.filter(award__application=application).exclude(released_at=None)


def prepared(application):
    return actions.prepare_payment_run(due(application), by=colleague("is_finance_preparer"))


def approved(application):
    return actions.approve_payment_run(prepared(application), by=colleague("is_finance_approver"))


def exported(application):
    return actions.export_payment_run(approved(application), by=colleague("is_finance_preparer"))


def to(name, run):
    return reverse(name, args=[run.reference])


# The home page of payments


def test_the_home_page_says_what_is_ready_and_what_is_missing():
    ready = with_bank_details(instalments=2)
    waiting = factories.accepted()

    shown = page(preparer().get(reverse("payment_home")))

    first, second = Instalment.objects.filter(award__application=ready).order_by("number")
    assert f'value="{first.pk}"' in shown
    assert f'value="{second.pk}"' not in shown
    assert "The letter asks first for: Your 6 month report, accepted" in shown
    assert "The co-op has not given its bank details" in shown
    assert waiting.organisation.name in shown
    assert "66374958" not in shown


def test_each_unpaid_instalment_stands_in_one_of_the_two_lists():
    with_bank_details(instalments=2)
    factories.accepted()
    factories.paid(instalments=2)
    application = factories.accepted()
    actions.enter_bank_details(
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
    actions.enter_bank_details(
        application,
        account_name="B",
        sort_code="089999",
        account_number="66374958",
        by=application.started_by,
    )
    actions.check_bank_details(application, note="Seen.", by=both)

    shown = page(factories.client_for(both).get(reverse("payment_home")))

    assert 'type="checkbox"' not in shown
    assert "so somebody else must pay them" in shown


def test_ticked_payments_become_a_run():
    application = with_bank_details()

    response = preparer().post(reverse("run_prepare"), {"instalments": [due(application).get().pk]})

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

    shown = page(preparer().post(reverse("run_prepare"), {"instalments": ticked}))

    assert says in shown
    assert "<title>Error: Payments" in shown
    assert not PaymentRun.objects.exists()


def test_a_tick_that_is_not_ready_any_more_gets_the_reason_and_stays_ticked():
    application = with_bank_details()
    instalment = due(application).get()
    details = BankDetails.objects.get()
    BankDetails.objects.filter(pk=details.pk).update(checked_at=None, checked_by=None)

    shown = page(preparer().post(reverse("run_prepare"), {"instalments": [instalment.pk]}))

    assert "have not been checked yet" in shown


def test_a_doubled_click_on_prepare_opens_the_first_run():
    application = with_bank_details()
    ticked = {"instalments": [due(application).get().pk]}
    client = preparer()

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
    assert "not in the list" in page(client.post(reverse("run_prepare"), ticked))


# A run


def test_the_page_of_a_run_shows_the_totals_of_its_file():
    run = exported(with_bank_details(awarded=Decimal("3333.33"), instalments=2))
    client = preparer()

    shown = page(client.get(to("run", run)))
    response = client.post(to("run_download", run))

    rows = list(csv.reader(io.StringIO(response.content.decode(), newline="")))[1:]
    total = sum(Decimal(row[3]) for row in rows)
    assert (len(rows), total) == (1, Decimal("1666.67"))
    assert '<span class="fund-stat__number">1</span>' in shown
    assert '<span class="fund-stat__number">£1,666.67</span>' in shown
    assert "66374958" not in shown


def test_the_download_is_a_file_that_nobody_sniffs():
    run = exported(with_bank_details())

    response = preparer().post(to("run_download", run))

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="{run.reference}.csv"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    assert response.content.decode() == run.file


@pytest.mark.parametrize(
    ("who", "says"),
    [
        (preparer, "because you prepared it"),
        (approver, "You can approve this run"),
        (lambda: factories.client_for(factories.staff("is_auditor")), "can’t be"),
    ],
)
def test_a_run_says_what_is_next_to_each_person(who, says):
    run = prepared(with_bank_details())

    shown = page(who().get(to("run", run)))

    assert says in shown
    assert ("Approve these payments" in shown) == (who is approver)


def test_a_run_goes_all_the_way_by_its_buttons():
    run = prepared(with_bank_details())

    approver().post(to("run_approve", run))
    preparer().post(to("run_export", run))
    preparer().post(to("run_download", run))
    today = localdate()
    paid_on = {"paid_on_0": today.day, "paid_on_1": today.month, "paid_on_2": today.year}
    field = {f"paid_on_{part}": getattr(today, part) for part in ("day", "month", "year")}
    response = approver().post(to("run_paid", run), {**paid_on, **field})

    assert response.url == to("run", run)
    run.refresh_from_db()
    assert (run.state, run.paid_on) == ("paid", today)
    shown = page(preparer().get(to("run", run)))
    assert shown.count("fund-timeline__words") == 5


@pytest.mark.parametrize("name", ["run_approve", "run_export", "run_download", "run_prepare"])
def test_what_changes_something_is_never_opened_by_a_link(name):
    run = prepared(with_bank_details())
    args = [] if name == "run_prepare" else [run.reference]

    assert preparer().get(reverse(name, args=args)).status_code == 405


@pytest.mark.parametrize(
    ("name", "who", "status"),
    [
        ("run_approve", preparer, 403),
        ("run_approve", officer, 403),
        ("run_cancel", approver, 403),
        ("run_export", officer, 403),
        ("run_download", officer, 403),
        ("run_download", preparer, 409),
        ("run_export", preparer, 409),
    ],
)
def test_who_may_not_and_what_is_too_early_change_nothing(name, who, status):
    run = prepared(with_bank_details())

    assert who().post(to(name, run), {"reason": "x"}).status_code == status
    run.refresh_from_db()
    assert run.state == "prepared"


def test_a_run_that_does_not_exist_is_not_found():
    assert preparer().get(reverse("run", args=["RUN-1999-0001"])).status_code == 404


def test_a_member_of_a_coop_sees_no_run():
    application = with_bank_details()
    run = prepared(application)

    assert signatory(application).get(to("run", run)).status_code == 404
    assert signatory(application).get(reverse("payment_home")).status_code == 403


def test_cancelling_asks_for_a_reason():
    run = prepared(with_bank_details())

    assert "Say why you are cancelling" in page(preparer().post(to("run_cancel", run)))
    preparer().post(to("run_cancel", run), {"reason": "Wrong month."})

    run.refresh_from_db()
    assert run.state == "cancelled"
    shown = page(preparer().get(to("run", run)))
    assert "Wrong month." in shown


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        (("", "", ""), "Enter the date when the bank paid"),
        (("31", "2", "2026"), "The date of payment must be a real date"),
        (("1", "1", "2199"), "or earlier"),
        (("1", "1", "2001"), "before that"),
        (("x", "\x00", "9" * 40), "Year must include 4 numbers"),
    ],
)
def test_a_wrong_date_of_payment_gets_a_sentence(parts, says):
    run = exported(with_bank_details())
    names = ("day", "month", "year")
    typed = {f"paid_on_{name}": part for name, part in zip(names, parts, strict=True)}

    assert says in page(preparer().post(to("run_paid", run), typed))


def test_changed_bank_details_show_on_the_run():
    application = with_bank_details()
    run = prepared(application)
    signatory(application).post(
        reverse("bank_details", args=[application.reference]),
        {**TYPED, "account_number": "88837491"},
    )

    assert "Changed since" in page(approver().get(to("run", run)))
    assert approver().post(to("run_approve", run)).status_code == 409


# Bank details


def test_a_signatory_gives_bank_details_and_sees_four_digits_after():
    application = factories.accepted()
    address = reverse("bank_details", args=[application.reference])

    signatory(application).post(address, TYPED)

    details = BankDetails.objects.get()
    assert (details.sort_code, details.account_number) == ("089999", "66374958")
    shown = page(signatory(application).get(address))
    assert "Ends in 4958" in shown
    assert "66374958" not in shown
    assert "We are checking" in shown


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("account_name", "", "Enter the name on the account"),
        ("account_name", "=1+1", "must start with a letter or a number"),
        ("account_name", "x" * 500, "must be 60 letters or fewer"),
        ("sort_code", "", "Enter a sort code"),
        ("sort_code", "12345", "Enter a valid sort code like 309430"),
        ("account_number", "", "Enter an account number"),
        ("account_number", "abc", "Enter a valid account number like 00733445"),
        ("account_number", "1" * 5000, "Account number must be between 6 and 8 digits"),
        ("account_number", "\x00", "Null characters are not allowed"),
    ],
)
def test_wrong_bank_details_get_a_sentence_and_are_kept_on_the_page(field, typed, says):
    application = factories.accepted()
    address = reverse("bank_details", args=[application.reference])

    shown = page(signatory(application).post(address, {**TYPED, field: typed}))

    assert shown.count(says) == 2  # in the summary and beside the field
    assert "<title>Error: Bank details" in shown
    assert not BankDetails.objects.exists()


def test_bank_details_are_a_signatorys_to_give():
    application = factories.accepted()
    editor = factories.client_for(factories.member(application.organisation))
    stranger = factories.client_for(factories.person())
    address = reverse("bank_details", args=[application.reference])

    assert editor.get(address).status_code == 403
    assert editor.post(address, TYPED).status_code == 403
    assert stranger.get(address).status_code == 404
    assert not BankDetails.objects.exists()


def test_bank_details_too_early_get_a_sentence_not_a_form():
    application = factories.submitted()
    address = reverse("bank_details", args=[application.reference])

    assert "once you have accepted an offer" in page(signatory(application).get(address))
    refused = page(signatory(application).post(address, TYPED))
    assert "Bank details are asked for once an offer is accepted." in refused


def test_an_officer_sees_full_numbers_only_after_asking_for_them():
    application = factories.accepted()
    signatory(application).post(reverse("bank_details", args=[application.reference]), TYPED)
    client = officer()
    check = reverse("bank_check", args=[application.reference])

    opened = page(client.get(check))
    assert "66374958" not in opened
    assert "089999" not in opened
    assert not HistoryEntry.objects.filter(verb="reveal_bank_details").exists()

    revealed = client.post(reverse("bank_reveal", args=[application.reference]))
    assert "66374958" in page(revealed)
    assert "no-store" in revealed["Cache-Control"]
    assert HistoryEntry.objects.filter(verb="reveal_bank_details").count() == 1


def test_an_officer_confirms_with_a_note():
    application = factories.accepted()
    signatory(application).post(reverse("bank_details", args=[application.reference]), TYPED)
    check = reverse("bank_check", args=[application.reference])
    details = BankDetails.objects.get()

    without = page(officer().post(check, {"seen": details.pk, "note": " "}))
    assert "Say how you checked the bank details" in without
    officer().post(check, {"seen": details.pk, "note": "Rang Ada on the old number."})

    details.refresh_from_db()
    assert details.checked_by == colleague("is_officer")
    assert "Rang Ada" in page(officer().get(check))


@pytest.mark.parametrize("seen", ["", "x", "-1", "0", "9" * 40])
def test_a_check_of_something_else_is_refused(seen):
    application = factories.accepted()
    signatory(application).post(reverse("bank_details", args=[application.reference]), TYPED)
    check = reverse("bank_check", args=[application.reference])

    shown = page(officer().post(check, {"seen": seen, "note": "Rang them."}))

    assert "There is a problem" in shown
    assert "Rang them." in shown
    assert not BankDetails.objects.exclude(checked_at=None).exists()


def test_there_may_be_nothing_to_check_yet():
    application = factories.accepted()

    address = reverse("bank_check", args=[application.reference])
    assert "No bank details yet" in page(officer().get(address))
    assert officer().post(reverse("bank_reveal", args=[application.reference])).status_code == 409


@pytest.mark.parametrize("role", ["is_auditor", "is_approver", "is_finance_preparer"])
def test_other_colleagues_never_see_full_numbers(role):
    application = with_bank_details()
    client = factories.client_for(factories.staff(role))

    for name in ("bank_check", "bank_reveal"):
        assert client.post(reverse(name, args=[application.reference])).status_code == 403


# How many questions a page asks of the database


def more_instalments(application, number):
    """An award with many parts, all of them ready."""
    award = Award.objects.get(application=application)
    award.amount = 10_000
    award.save()
    Instalment.objects.bulk_create(
        Instalment(
            award=award,
            number=planned.number + 100,
            amount=planned.amount,
            due_on=planned.due_on,
            needs=planned.needs,
            released_at=application.submitted_at if planned.number % 2 else None,
        )
        for planned in plan_instalments(Decimal(9_000), number, localdate())
    )


@pytest.mark.parametrize("number", [1, 30])
def test_the_home_page_costs_the_same_at_any_length(django_assert_num_queries, number):
    more_instalments(with_bank_details(), number)
    client = preparer()
    client.get(reverse("payment_home"))

    with django_assert_num_queries(7):
        client.get(reverse("payment_home"))


@pytest.mark.parametrize("number", [1, 30])
def test_a_run_costs_the_same_at_any_length(django_assert_num_queries, number):
    application = with_bank_details()
    more_instalments(application, number)
    run = prepared(application)
    assert Payment.objects.count() == (number + 1) // 2 + 1
    client = approver()
    client.get(to("run", run))

    with django_assert_num_queries(7):
        client.get(to("run", run))
