"""The pages about what the bank said, as finance and the auditor see them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from grants.models import BankResult, HandMark
from tests import factories
from tests.factories.cases import colleague, said, settled
from tests.grants.payments.pages import page, preparer, to

from .files import file_of, line_of, sent, taken_in, uploaded
from .many import many_at_the_bank

pytestmark = pytest.mark.django_db


def upload(client, content, name="bank.csv"):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("result_upload"), {"file": file, "amounts": "plain"})


def at(name, result, *more):
    return reverse(name, args=[result.reference, *more])


def test_a_file_goes_all_the_way_by_its_buttons():
    paid, failed = sent(2)
    client = preparer()
    content = file_of(
        line_of(paid), line_of(failed, status="Failed", reason="Closed"), "RENT,1,01/01/2026,,"
    )

    shown = page(client.get(upload(client, content.encode()).url))
    seen = shown.partition('name="seen" value="')[2].partition('"')[0]
    result = BankResult.objects.get()
    assert "1 payment is paid: £4,000 in all." in shown
    assert "1 payment failed: £4,000 in all." in shown
    assert "No payment that went to the bank has this reference." in shown
    paid.refresh_from_db()
    assert paid.outcome is None

    done = client.post(at("result_apply", result), {"seen": seen})
    shown = page(client.get(done.url))
    assert "Nothing fits" in shown
    client.post(at("line_answer", result, 4), {"answer": "Our rent."})
    assert "Our rent." in page(client.get(f"{at('result', result)}?lines=unmatched"))
    assert "Nothing is unclear" in page(client.get(reverse("unmatched_list")))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The selected file is empty"),
        (b"\n \n", "This file is empty."),
        (b"PK\x03\x04 and more", "This is a spreadsheet, although its name may say CSV."),
        (b"x" * (11 * 1024 * 1024), "The selected file must be smaller than 10 MB"),
        (b"X,1,2026-03-02\n", "The first line must name the columns"),
    ],
)
def test_a_file_that_is_none_gets_a_sentence_beside_it(content, says):
    shown = page(upload(preparer(), content))

    assert says in shown
    assert "<title>Error: What the bank says" in shown
    assert not BankResult.objects.exists()


@pytest.mark.parametrize("typed", [{}, {"file": "x"}, {"file": ["\x00", "y"]}])
def test_no_file_gets_a_sentence(typed):
    assert "Select a file" in page(preparer().post(reverse("result_upload"), typed))


@pytest.mark.parametrize("typed", [{}, {"amounts": "both"}, {"amounts": ["\x00", "x"]}])
def test_who_uploads_a_file_says_how_it_writes_what_left(typed):
    file = SimpleUploadedFile("bank.csv", b"Reference,Amount,Date\nX,1,2026-03-02\n")

    shown = page(preparer().post(reverse("result_upload"), typed | {"file": file}))

    assert "Choose how this file writes a payment that you made" in shown
    assert not BankResult.objects.exists()


def test_the_settings_say_how_the_files_of_the_bank_write_what_left(settings):
    asked = reverse("result_list")
    assert "checked" not in page(preparer().get(asked))
    settings.RESULT_AMOUNTS = "minus"
    shown = page(preparer().get(asked))
    assert 'value="minus"' in shown.partition(" checked")[0][-200:]


def test_how_a_file_is_read_can_be_changed_after_a_look():
    (payment,) = sent()
    result = uploaded(line_of(payment), amounts="minus")
    client = preparer()
    assert "is money that came in" in page(client.get(at("result", result)))

    columns = {"reference": "0", "amount": "1", "date": "2"}
    response = client.post(at("result_columns", result), columns)
    assert "Choose how this file writes" in page(response)
    response = client.post(at("result_columns", result), columns | {"amounts": "plain"})

    assert "1 payment is paid" in page(client.get(response.url))


def test_unknown_columns_are_chosen_on_the_page():
    (payment,) = sent()
    client = preparer()
    content = f"Wer,Was,Wann\n{payment.reference},{payment.amount},{localdate()}\n"
    response = client.get(upload(client, content.encode()).url)
    choose = response.url

    assert "Choose the column with the amount" in page(client.post(choose, {"reference": "0"}))
    twice = {"reference": "0", "amount": "0", "date": "2"}
    assert "Choose each column once only" in page(client.post(choose, twice))
    odd = {"reference": "\x00", "amount": "9", "date": ["x", "2"]}
    assert "Choose from what this page shows now" in page(client.post(choose, odd))
    right = {"reference": "0", "amount": "1", "date": "2", "amounts": "plain"}
    response = client.post(choose, right)

    assert "1 payment is paid" in page(client.get(response.url))


def test_who_only_looks_is_told_why_a_file_has_no_lines_yet():
    client = preparer()
    address = upload(client, b"Wer,Was,Wann\nX,1,2026-03-02\n").url
    auditor = factories.client_for(colleague("is_auditor"))

    response = auditor.get(address)

    assert response.status_code == 200
    assert "the names of its columns" in page(response)
    assert "<button" not in page(response).partition("<main")[2].partition("</main>")[0]


def test_formulas_and_markup_are_only_text():
    harm = '"=HYPERLINK(""http://x"")",<script>alert(1)</script>,01/01/2026,,'

    shown = page(preparer().get(at("result", uploaded(harm))))

    assert "<script>alert(1)" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "=HYPERLINK(&quot;http://x&quot;)" in shown


def test_an_old_page_of_a_file_changes_nothing():
    (payment,) = sent()
    result = uploaded(line_of(payment))

    response = preparer().post(at("result_apply", result), {"seen": "of yesterday"})

    assert response.status_code == 409
    assert "Something changed since you looked" in response.content.decode()
    payment.refresh_from_db()
    assert payment.outcome is None


def test_the_same_file_leads_to_what_was_found():
    (payment,) = sent()
    result = taken_in(line_of(payment))
    client = preparer()

    response = upload(client, file_of(line_of(payment)).encode(), name="again.csv")

    assert response.url == at("result", result)
    assert "changes nothing" in page(client.get(response.url))


def test_the_auditor_looks_and_has_no_buttons():
    (payment,) = sent()
    waiting, done = uploaded("A,1,01/01/2026,,"), taken_in(line_of(payment))
    auditor = factories.client_for(factories.staff("is_auditor"))

    shown = page(auditor.get(reverse("result_list")))
    assert "Look at this file" not in shown
    assert waiting.reference in shown
    assert "Take this file in" not in page(auditor.get(at("result", waiting)))
    assert page(auditor.get(at("result", done)))
    assert auditor.post(at("result_apply", waiting)).status_code == 403


def say(client, run, **facts):
    today = localdate()
    typed = {
        "outcome": "failed",
        "because": "Closed",
        "evidence": "Page 2.",
        **{f"happened_on_{part}": getattr(today, part) for part in ("day", "month", "year")},
        **facts,
    }
    return client.post(to("run_say", run), typed)


def test_two_people_say_it_by_the_buttons_and_one_can_not():
    one, two = sent(2)
    client = preparer()

    mark = say(client, one.run, payments=[str(one.pk)]).url
    assert "I saw it too" not in page(client.get(mark))
    assert client.post(f"{mark}confirm/").status_code == 409
    second = factories.client_for(colleague("is_finance_approver"))
    assert "Page 2." in page(second.get(mark))
    second.post(f"{mark}confirm/")

    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.outcome, two.outcome) == ("failed", None)
    shown = page(client.get(to("run", one.run)))
    assert "Closed" in shown
    assert "Not known yet" in shown


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"outcome": ""}, "Choose what the bank did"),
        ({"outcome": "eaten"}, "Choose what the bank did"),
        ({"because": ""}, "Write the reason that the bank gave"),
        ({"because": "x" * 201}, "Use 200 letters or fewer"),
        ({"because": "\x00"}, "Take out what are no letters"),
        ({"evidence": ""}, "Say where one can see what the bank did"),
        ({"payments": ["x", "-1", "\x00"]}, "Choose from what this page shows now"),
        ({"happened_on_day": "31", "happened_on_month": "2"}, "must be a real date"),
        ({"happened_on_year": "2199"}, "or earlier"),
        ({"happened_on_year": "2001"}, "was made on"),
        ({"outcome": "returned", "is_all": "on"}, "no payment in this run"),
    ],
)
def test_what_is_missing_or_cannot_be_gets_a_sentence(typed, says):
    (payment,) = sent()

    shown = page(
        say(
            preparer(),
            payment.run,
            **{"payments": [] if "is_all" in typed else [str(payment.pk)]} | typed,
        )
    )

    assert says in shown
    assert not HandMark.objects.exists()


def test_dropping_asks_why():
    (payment,) = sent()
    mark = said(payment.run)
    drop = reverse("mark_drop", args=[payment.run.reference, mark.number])

    assert "Say why it is not so" in page(preparer().post(drop))
    preparer().post(drop, {"because": "Not on page 2."})

    assert "Not on page 2." in page(preparer().get(to("run", payment.run)))


def test_nobody_outside_finance_says_what_the_bank_did():
    (payment,) = sent()
    for who in (colleague("is_officer"), payment.instalment.award.application.started_by):
        assert say(factories.client_for(who), payment.run).status_code in (403, 404)


@pytest.mark.parametrize("outcome", ["failed", "returned"])
def test_who_forgets_to_tick_has_not_said_that_all_failed(outcome):
    one, _two = sent(2)
    settled(one.run) if outcome == "returned" else None

    shown = page(say(preparer(), one.run, outcome=outcome))

    assert "Tick the payments that this is true of" in shown
    assert not HandMark.objects.filter(outcome=outcome).exists()


def test_all_is_said_by_a_tick_of_its_own_that_says_how_many_and_how_much():
    one, two = sent(2)
    client = preparer()

    assert "2 wait for the bank (£8,000)" in page(client.get(to("run_say", one.run)))
    both = page(say(client, one.run, payments=[str(one.pk)], is_all="on"))
    mark = say(client, one.run, is_all="on").url

    assert "Tick single payments, or all of them, not both" in both
    assert set(HandMark.objects.get().payments.all()) == {one, two}
    assert "2 payments, £8,000 in all" in page(client.get(mark))


def test_what_was_paid_is_all_that_waits_where_nothing_is_ticked():
    one, two = sent(2)

    say(preparer(), one.run, outcome="paid", because="")

    assert set(HandMark.objects.get().payments.all()) == {one, two}


def test_of_a_long_run_single_payments_are_named_by_their_references():
    run = many_at_the_bank(310)
    client, (first, second) = preparer(), run.payments.order_by("pk")[:2]

    assert "One in each line" in page(client.get(to("run_say", run)))
    for typed, says in (
        ("", "Write the references of the payments that this is true of"),
        (f"{first.reference}\nCDF-1999-0001-1", "“CDF-1999-0001-1” is not in this run"),
        (f"{first.reference}\n\x00 ,;", "“,;” is not in this run"),
    ):
        assert says in page(say(client, run, references=typed))
    named = f" {first.reference.lower()}\r\n\r\n{second.reference}\n{first.reference}"
    say(client, run, references=named)

    assert set(HandMark.objects.get().payments.all()) == {first, second}


def test_the_pages_cost_the_same_at_any_length():
    client, costs = preparer(), []
    client.get(reverse("result_list"))
    for number in (1, 30):
        lines = [f"R{number}{n},1.00,01/01/2026,," for n in range(number)]
        done, waiting = taken_in(*lines), uploaded("B,1,01/01/2026,,", *lines)
        costs.append([])
        for address in (
            reverse("result_list"),
            reverse("unmatched_list"),
            at("result", done),
            at("result", waiting),
        ):
            with CaptureQueriesContext(connection) as made:
                client.get(address)
            costs[-1].append(len(made))

    assert costs[0] == costs[1]
    assert max(costs[0]) < 10
