"""The page of a run, on which money is looked at, approved and sent."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from applicants.access import Refused
from grants.models import HistoryEntry, Instalment, Payment, PaymentRun
from grants.payments import actions
from grants.payments.accounts import actions as accounts
from grants.payments.files import standard18
from tests import factories
from tests.factories.cases import colleague, with_bank_details

from .pages import (
    TYPED,
    approved,
    approver,
    chosen,
    due,
    exported,
    more_instalments,
    officer,
    page,
    prepared,
    preparer,
    signatory,
    to,
)

pytestmark = pytest.mark.django_db


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
    when = {f"happened_on_{part}": getattr(today, part) for part in ("day", "month", "year")}
    said = {"outcome": "paid", "evidence": "Statement, page 2.", **when}
    mark = preparer().post(to("run_say", run), said).url
    response = approver().post(f"{mark}confirm/")

    assert response.url == to("run", run)
    run.refresh_from_db()
    assert run.state == "settled"
    assert run.payments.get().paid_on == today
    shown = page(preparer().get(to("run", run)))
    assert shown.count("fund-timeline__words") == 6


@pytest.mark.parametrize(
    "name", ["run_approve", "run_export", "run_download", "run_prepare", "run_choose"]
)
def test_what_changes_something_is_never_opened_by_a_link(name):
    run = prepared(with_bank_details())
    args = [] if name in ("run_prepare", "run_choose") else [run.reference]

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


def test_changed_bank_details_show_on_the_run():
    application = with_bank_details()
    run = prepared(application)
    signatory(application).post(
        reverse("bank_change", args=[application.reference]),
        {**TYPED, "account_number": "88837491"},
    )

    assert "Changed since" in page(approver().get(to("run", run)))
    assert approver().post(to("run_approve", run)).status_code == 409


@pytest.mark.parametrize("number", [1, 30])
def test_a_run_costs_the_same_at_any_length(django_assert_num_queries, number):
    application = with_bank_details()
    more_instalments(application, number)
    run = prepared(application)
    assert Payment.objects.count() == (number + 1) // 2 + 1
    client = approver()
    client.get(to("run", run))

    with django_assert_num_queries(9):
        client.get(to("run", run))


# The day and the file that the bank wants


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (("28", "11", "2026"), "The day of payment must be"),  # too soon
        (("5", "12", "2026"), "Banks don’t work on 5 December 2026"),  # a Saturday
        (("25", "12", "2026"), "Banks don’t work on 25 December 2026"),
        (("20", "3", "2027"), "Choose a day from"),
        (("31", "2", "2026"), "must be a real date"),
    ],
)
def test_a_day_on_which_no_bank_pays_is_refused_beside_the_date(time_machine, typed, says):
    time_machine.move_to("2026-11-27 10:00Z")
    application = with_bank_details()
    parts = {
        f"pay_on_{name}": part for name, part in zip(("day", "month", "year"), typed, strict=True)
    }

    client = preparer()
    _page, sent = chosen(client, [due(application)[0].pk])

    shown = page(client.post(reverse("run_prepare"), sent | parts))

    assert says in shown
    assert not PaymentRun.objects.exists()


def test_without_a_day_it_is_the_second_working_day(time_machine):
    time_machine.move_to("2026-12-23 10:00Z")  # a Wednesday before Christmas

    assert prepared(with_bank_details()).pay_on == date(2026, 12, 29)


def test_on_a_day_without_work_the_days_of_the_bank_are_not_counted(time_machine):
    time_machine.move_to("2026-11-28 10:00Z")  # a Saturday: nobody takes a file before Monday

    assert prepared(with_bank_details()).pay_on == date(2026, 12, 2)


LATE = "too late to pay this run on 1 December 2026"


@pytest.mark.parametrize(
    ("kind", "in_time", "too_late"),
    [
        ({"PAYMENT_PROFILE": "standard18"}, "2026-11-27", "2026-11-28"),
        ({"PAYMENT_PROFILE": "sddirect"}, "2026-11-27", "2026-11-30"),
        (
            {"PAYMENT_PROFILE": "pain001", "PAYMENT_SERVICE_LEVEL": "NURG"},
            "2026-11-27",
            "2026-11-30",
        ),
        ({"PAYMENT_PROFILE": "pain001"}, "2026-12-01", "2026-12-02"),
        ({"PAYMENT_PROFILE": "csv"}, "2026-12-01", "2026-12-24"),
    ],
)
def test_no_file_is_made_that_comes_too_late_for_its_day(
    settings, time_machine, kind, in_time, too_late
):
    for name, value in kind.items():
        setattr(settings, name, value)
    time_machine.move_to("2026-11-27 10:00Z")
    application = with_bank_details()
    run = approved(application)
    time_machine.move_to(f"{too_late} 10:00Z")

    before = HistoryEntry.objects.count()
    with pytest.raises(Refused, match=f"{LATE}.*Cancel the run, and prepare it again"):
        actions.export_payment_run(run, by=colleague("is_finance_preparer"))
    run.refresh_from_db()
    assert (run.state, run.file, run.exported_at) == ("approved", "", None)
    assert HistoryEntry.objects.count() == before
    shown = page(preparer().get(to("run", run)))
    assert LATE in shown
    assert "Make the payment file</button>" not in " ".join(shown.split())
    assert "Can’t go on" in page(preparer().get(reverse("payment_home")))

    time_machine.move_to(f"{in_time} 11:00Z")
    run = actions.export_payment_run(run, by=colleague("is_finance_preparer"))
    time_machine.move_to("2026-12-24 10:00Z")  # made in time, it stays what it is
    assert actions.download_payment_file(run, by=colleague("is_finance_preparer")) == run.file
    shown = page(preparer().get(to("run", run)))
    assert LATE not in shown
    assert "Can’t go on" not in page(preparer().get(reverse("payment_home")))


def test_a_run_that_comes_too_late_is_not_approved_and_can_be_made_anew(time_machine):
    time_machine.move_to("2026-11-27 10:00Z")
    application = with_bank_details()
    run = prepared(application)
    time_machine.move_to("2026-12-24 10:00Z")

    with pytest.raises(Refused, match=LATE):
        actions.approve_payment_run(run, by=colleague("is_finance_approver"))
    actions.cancel_payment_run(run, reason="Too late.", by=colleague("is_finance_preparer"))

    assert exported(application).pay_on == date(2026, 12, 30)


@pytest.mark.parametrize(
    ("profile", "ending", "begins"),
    [
        ("csv", "csv", b"Payee name,"),
        ("standard18", "txt", b"VOL1"),
        ("pain001", "xml", b"<?xml "),
    ],
)
def test_the_file_is_of_the_kind_that_the_bank_takes(settings, profile, ending, begins):
    settings.PAYMENT_PROFILE = profile
    run = exported(with_bank_details())
    settings.PAYMENT_PROFILE = "csv"  # a later change touches nothing that was made

    file = preparer().post(to("run_download", run))

    assert file.content.startswith(begins)
    assert f'filename="{run.reference}.{ending}"' in file["Content-Disposition"]
    again = preparer().post(to("run_download", run))
    assert again.content == file.content


def rich(*amounts):
    """Cases with one payment each, of so many pounds."""
    cases = []
    for amount in amounts:
        application = with_bank_details()
        due(application).update(amount=amount)
        cases.append(application)
    return Instalment.objects.filter(award__application__in=cases).exclude(released_at=None)


OF_BACS = {"PAYMENT_PROFILE": "standard18"}
NAMELESS = {"name": "F", "sort_code": "089999", "account_number": "66374958", "user_number": ""}


@pytest.mark.parametrize(
    ("kind", "amounts", "says"),
    [
        (OF_BACS, ["20000000.01"], "The amount of the payment .* is more than one payment may be"),
        ({"PAYMENT_PROFILE": "paygate"}, ["20000000.01"], "The amount of the payment"),
        ({"PAYMENT_PROFILE": "pain001"}, ["1000000.01"], "The amount of the payment"),
        (OF_BACS, ["20000000"] * 2, "The total of all payments is more than one Bacs file"),
        (OF_BACS | {"PAYER": NAMELESS}, ["10"], "the fund’s Bacs user number.*PAYER_USER_NUMBER"),
        (OF_BACS | {"PAYER": NAMELESS | {"name": "Фонд"}}, ["10"], "the fund’s own name “Фонд”"),
        (
            {"PAYMENT_PROFILE": "pain001", "PAYER": NAMELESS | {"sort_code": ""}},
            ["10"],
            "own account",
        ),
    ],
)
def test_what_no_file_carries_is_refused_before_there_is_a_run(
    settings, monkeypatch, kind, amounts, says
):
    for name, value in kind.items():
        setattr(settings, name, value)
    monkeypatch.setattr(standard18, "MOST_IN_ALL", Decimal("39999999.99"))  # fifty are many to make
    payments = rich(*amounts)

    with pytest.raises(Refused, match=says):
        actions.prepare_payment_run(payments, by=colleague("is_finance_preparer"))

    assert not PaymentRun.objects.exists()


def test_a_name_that_no_payment_carries_is_refused_before_there_is_a_run():
    application = factories.accepted()
    accounts.enter_bank_details(
        application,
        account_name="ŊŊ",
        sort_code="089999",
        account_number="66374958",
        by=application.started_by,
    )
    factories.checked_account(application, note="Seen.", by=colleague("is_officer"))
    assert prepared(application).payments.count() == 1  # it has a plain form: NN

    other = factories.accepted()
    accounts.enter_bank_details(
        other,
        account_name="Кооператив",
        sort_code="089999",
        account_number="66374958",
        by=other.started_by,
    )
    factories.checked_account(other, note="Seen.", by=colleague("is_officer"))
    with pytest.raises(Refused, match="in the account name “Кооператив”"):
        prepared(other)
    assert PaymentRun.objects.count() == 1
