"""The pages and files of the books: what they show, to whom, and what rubbish gets."""

import csv
import io
import tracemalloc
from datetime import datetime
from decimal import Decimal
from itertools import islice

import openpyxl
import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from grants.awards.releasing.actions import release
from grants.ledger import LedgerEntry, LedgerKind, enter, financial_year
from grants.models import Award, Conflict, Fund
from grants.payments.books.files import LEDGER, csv_lines, ledger_rows
from grants.payments.books.rows import rows_for
from tests import factories
from tests.factories import panels
from tests.factories.cases import colleague
from tests.grants.payments.pages import page, preparer

pytestmark = [pytest.mark.django_db, pytest.mark.database]

PAGES = ("money_report", "money_forecast", "ledger")
FILES = ("money_report_csv", "ledger_csv", "money_report_workbook", "ledger_workbook")


def text_of(response):
    assert response.status_code == 200
    return b"".join(response.streaming_content).decode()


def lines_of(response):
    return list(csv.DictReader(io.StringIO(text_of(response).removeprefix("\ufeff"), newline="")))


def book_of(response):
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    first, *rest = [[cell.value for cell in line] for line in sheet.iter_rows()]
    return [dict(zip(first, line, strict=True)) for line in rest]


RUBBISH = [
    {"year": "x"},
    {"year": "9999"},
    {"year": "20266"},
    {"year": "\u0662\u0660\u0662\u0666"},
    {"year": "\x00"},
    {"by": "nothing"},
    {"by": "\x00"},
    {"by": ["fund", "round"], "year": ["2026", "x"]},
    {"fund": "\x00", "round": "\x00", "code": "\x00", "words": "\x00"},
    {"kind": "x"},
    {"words": "%_'\"" * 90},
    {"page": "9999"},
    {"page": "-1"},
    {"page": "\x00"},
]


@pytest.mark.parametrize("typed", RUBBISH)
def test_what_makes_no_sense_in_an_address_is_left_out(typed):
    factories.paid()
    client = preparer()
    has_nul = "\x00" in "".join(
        map("".join, typed.values())
    )  # the whole service answers that with a page

    for name in (*PAGES, *FILES):
        response = client.get(reverse(name), typed)
        assert response.status_code == (400 if has_nul else 200), name
        assert b"".join(response) if response.streaming else response.content


@pytest.mark.parametrize("by", ["fund", "round", "code", "year"])
@pytest.mark.parametrize("year", ["", str(financial_year(localdate()))])
def test_the_report_and_its_files_say_the_same(by, year):
    Fund.objects.create(name="=Start", purpose="Begin.", cost_code="ST-1")
    factories.paid(round=factories.open_round(fund=Fund.objects.get()))
    factories.offered()
    client, asked = preparer(), {"by": by, "year": year}

    shown = client.get(reverse("money_report"), asked).context["report"]
    text = lines_of(client.get(reverse("money_report_csv"), asked))
    book = book_of(client.get(reverse("money_report_workbook"), asked))

    lines = [*shown.lines, shown.total]
    paid = [line.sums.paid for line in lines]
    assert [Decimal(line["Paid"]) for line in text] == paid
    assert [line["Paid"] for line in book] == paid
    label = next(iter(text[0]))
    assert [line[label] for line in text] == [line[label] for line in book]
    if by == "fund":
        assert "'=Start" in [line["Fund"] for line in text]


def test_the_ledger_runs_from_row_to_row_and_its_files_end_where_it_stands():
    application = factories.paid(instalments=2)
    enter(application, LedgerKind.RECOVERY, Decimal("10.50"), key="back", by=None, because="=1+1")
    factories.offered(of=factories.organisation(name="@Bakers"))
    client = preparer()

    response = client.get(reverse("ledger"))
    text = lines_of(client.get(reverse("ledger_csv")))
    book = book_of(client.get(reverse("ledger_workbook")))

    rows, balance = response.context["rows"], response.context["balance"]
    assert rows[0].left == balance.unpaid == LedgerEntry.objects.all().balance().unpaid
    assert [row.left for row in rows[::-1]] == [Decimal(line["Left to pay"]) for line in text]
    assert sum(Decimal(line["Promised"]) for line in text) == balance.committed
    assert sum(line["Paid"] or 0 for line in book) == float(balance.paid)
    assert [line["Paid"] for line in text if line["What happened"] == "Paid back by the co-op"] == [
        "-10.50"
    ]
    assert {"'=1+1", ""} == {line["Reason"] for line in text}
    assert "'@Bakers" in [line["Organisation"] for line in book]
    assert all(isinstance(line["Day"], datetime) for line in book)
    assert text[0]["Day"] == localdate().isoformat()


def test_a_file_is_called_by_its_period():
    client = preparer()

    def name(page, **typed):
        response = client.get(reverse(page), typed)
        b"".join(response)  # a file that is sent is closed once it was read
        return response["Content-Disposition"].partition("=")[2].strip('"')

    assert name("ledger_csv", year="2025") == "ledger-april-2025-to-march-2026.csv"
    assert name("ledger_workbook") == f"ledger-up-to-{localdate()}.xlsx"
    assert name("money_report_csv", by="code", year="2025") == (
        "report-by-cost-code-april-2025-to-march-2026.csv"
    )


def test_the_ledger_is_narrowed_by_what_the_address_says():
    wanted = factories.paid(round=factories.open_round(cost_code="GR-7"))
    other = factories.offered()
    client = preparer()

    def found(**typed):
        rows = client.get(reverse("ledger"), typed).context["rows"]
        return {row.application_id for row in rows}

    assert found() == {wanted.pk, other.pk}
    assert found(code="GR-7") == {wanted.pk}
    assert found(code="none") == {other.pk}
    assert found(round=wanted.round.reference) == {wanted.pk}
    assert found(words=wanted.organisation.name) == {wanted.pk}
    assert found(words=other.reference.lower()) == {other.pk}
    assert found(kind="payment") == {wanted.pk}
    assert found(words="RUN-") == set()
    assert found(words=wanted.ledger.get(kind="payment").payment.run.reference) == {wanted.pk}
    assert found(fund="Grow Fund") == {wanted.pk, other.pk}
    assert found(fund="No such fund") == set()
    assert found(year=str(financial_year(localdate()))) == {wanted.pk, other.pk}
    assert found(year="2001") == set()


def test_a_case_with_a_conflict_is_nowhere_in_the_rows():
    application = factories.paid()
    torn = factories.staff("is_officer", "is_finance_preparer")
    Conflict.objects.create(application=application, user=torn, reason="My sister.")
    client = factories.client_for(torn)

    shown = page(client.get(reverse("ledger")))

    assert application.organisation.name not in shown
    assert application.organisation.name not in text_of(client.get(reverse("ledger_csv")))
    assert client.get(reverse("award_money", args=[application.reference])).status_code == 404
    assert "Nothing here" in shown
    assert page(client.get(reverse("money_report")))


def test_the_trail_begins_with_the_panel_and_its_minutes():
    panel = panels.sitting(cases=1)
    item = panels.item_of(panel)
    resolution = panels.resolved(item, "full")
    panels.signed(panel)
    release(panels.read(resolution, by=colleague("is_officer")), by=colleague("is_approver"))
    officer = factories.client_for(colleague("is_officer"))

    shown = page(officer.get(reverse("award_money", args=[item.application.reference])))

    assert "The panel that met on" in shown
    assert reverse("panel_minutes", args=[panel.reference]) in shown


def test_the_trail_names_the_three_people_the_run_and_what_the_bank_did():
    application = factories.paid(instalments=2)
    payment = application.ledger.get(kind="payment").payment
    row = application.ledger.get(kind="payment")
    client = preparer()

    ledger = page(client.get(reverse("ledger")))
    shown = page(client.get(reverse("award_money", args=[application.reference])))

    assert f"{reverse('award_money', args=[application.reference])}#row-{row.pk}" in ledger
    assert f'id="row-{row.pk}"' in shown
    assert reverse("run", args=[payment.run.reference]) in shown
    for person in (payment.bank_checked_by, payment.prepared_by, payment.approved_by):
        assert str(person) in shown
    assert "account that ends in 4958" in shown
    assert "66374958" not in shown
    assert "It is in no payment run yet." in shown


def test_finance_follows_a_row_once_the_offer_is_accepted():
    application = factories.offered()
    address = reverse("award_money", args=[application.reference])

    assert address not in page(preparer().get(reverse("ledger")))
    assert preparer().get(address).status_code == 404
    officer = factories.client_for(colleague("is_officer"))
    assert address in page(officer.get(reverse("ledger")))
    assert "It waits for: Your signed offer" in page(officer.get(address))


def test_an_officer_reads_no_link_to_a_run():
    application = factories.paid()
    officer = factories.client_for(colleague("is_officer"))

    shown = page(officer.get(reverse("award_money", args=[application.reference])))

    run = application.ledger.get(kind="payment").payment.run
    assert run.reference in shown
    assert reverse("run", args=[run.reference]) not in shown


@pytest.mark.parametrize("number", [1, 4])
def test_pages_cost_the_same_for_any_number_of_rows(number, django_assert_max_num_queries):
    for _ in range(number):
        factories.paid(instalments=2)
    client = preparer()
    for name, most in (("money_report", 10), ("money_forecast", 10), ("ledger", 10)):
        client.get(reverse(name))
        with django_assert_max_num_queries(most):
            client.get(reverse(name))
    with django_assert_max_num_queries(15):
        client.get(reverse("award_money", args=[Award.objects.latest("pk").reference]))


def test_a_file_of_many_rows_keeps_memory_flat():
    application = factories.paid()
    payment = application.ledger.get(kind="payment").payment
    facts = {"application": application, "kind": "failure", "amount": 1, "payment": payment}
    LedgerEntry.objects.bulk_create(
        (LedgerEntry(on=localdate(), key=f"k/{n}", because="A reason. " * 20, **facts))
        for n in range(6_000)
    )
    rows = rows_for(colleague("is_auditor"))
    most = []
    for number in (600, 6_000):
        tracemalloc.start()
        for _line in csv_lines(LEDGER, islice(ledger_rows(rows), number)):
            pass
        most.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert most[1] < most[0] * 1.5


# --- Cost codes ---


def codes_of(typed):
    fund = factories.fund()
    round = factories.open_round()
    form = {f"fund-{fund.pk}": typed, f"round-{round.pk}": ""}
    return fund, preparer().post(reverse("cost_codes"), form)


def test_a_code_is_kept_in_capitals_and_counts_from_now_on():
    before = factories.offered()
    fund, response = codes_of(" gr-12  b ")

    fund.refresh_from_db()
    assert response.status_code == 302
    assert fund.cost_code == "GR-12 B"
    assert factories.offered().ledger.get().cost_code == "GR-12 B"
    assert before.ledger.get().cost_code == ""


@pytest.mark.parametrize("typed", ["=1+1", "-5", "@x", "A\x00B", "Ŵ-1", "x" * 31, ["=1", "+1"]])
def test_a_code_that_is_none_gets_a_sentence_and_stays(typed):
    fund, response = codes_of(typed)

    shown = page(response)
    assert "<title>Error: Cost codes" in shown
    assert "letters" in shown
    fund.refresh_from_db()
    assert fund.cost_code == ""
