"""A bank's file is looked at, taken in once, and never believed further than it is clear."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from applicants.access import Refused
from applicants.models import Email
from grants.history import faults_in
from grants.models import (
    BankResult,
    BankResultLine,
    Conflict,
    HistoryEntry,
    LedgerEntry,
    Payment,
)
from grants.payments.results import actions, queries
from tests import factories
from tests.factories.cases import colleague, said, settled, with_bank_details

from .files import (
    file_of,
    in_one_run,
    line_of,
    outcomes,
    preparer,
    sent,
    taken_in,
    uploaded,
    verdicts,
    whys,
)
from .many import many_at_the_bank

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_file_says_what_became_of_each_payment():
    paid, failed, waiting = sent(3)

    result = taken_in(
        line_of(paid, status="Paid"),
        line_of(failed, status="Rejected", reason="No account"),
        line_of(waiting, status="Pending"),
        "RENT,450.00,01/01/2026,Paid,",
    )

    assert verdicts(result) == ["matched", "matched", "pending", "unmatched"]
    assert outcomes(paid, failed, waiting) == ["paid", "failed", None]
    assert failed.because == "No account"
    assert result.content == ""
    note = paid.instalment.award.application.history.get(verb="record_paid").note
    assert note == f"({result.reference}, line 2)"
    assert paid.run.state == "exported"


def test_looking_changes_nothing():
    (payment,) = sent()

    result = uploaded(line_of(payment))
    (finding,) = queries.findings_for(result)

    assert (finding.verdict, finding.payment) == ("matched", payment)
    assert outcomes(payment) == [None]
    assert not BankResultLine.objects.exists()


def test_the_same_file_is_the_same_file():
    (payment,) = sent()
    first = taken_in(line_of(payment))

    again = uploaded(line_of(payment), name="other.csv")
    actions.apply_result(again, by=preparer())

    assert again == first
    assert BankResult.objects.count() == 1
    assert LedgerEntry.objects.filter(kind="payment").count() == 1


def test_the_same_lines_in_another_file_change_nothing():
    one, two = sent(2)
    taken_in(line_of(one), "RENT,450.00,01/01/2026,,")
    mails, entries = Email.objects.count(), HistoryEntry.objects.count()

    same = "{0.reference};£{0.amount:,.2f};{1:%Y-%m-%d}".format
    result = taken_in(same(one, localdate()), "rent;450;2026-01-01", heads="Reference;Amount;Date")

    assert verdicts(result) == ["known", "known"]
    assert (Email.objects.count(), HistoryEntry.objects.count()) == (mails, entries)
    assert outcomes(one, two) == ["paid", None]


def test_a_file_that_goes_on_where_the_last_one_ended_adds_only_what_is_new():
    one, two = sent(2)
    taken_in(line_of(one))

    result = taken_in(line_of(one), line_of(two))

    assert verdicts(result) == ["known", "matched"]
    assert outcomes(one, two) == ["paid", "paid"]
    assert one.run.state == "settled"


def test_a_line_twice_in_one_file_is_asked_about_and_not_counted_twice():
    (payment,) = sent()

    result = taken_in(line_of(payment), line_of(payment))

    assert verdicts(result) == ["matched", "unmatched"]
    assert "Line 2 says the same" in whys(result)[1]
    assert LedgerEntry.objects.filter(kind="payment").count() == 1
    assert verdicts(taken_in(line_of(payment), line_of(payment), "X,1,01/01/2026,,")) == [
        "known",
        "known",
        "unmatched",
    ]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"amount": "1.00"}, "is £4,000, not £1"),
        ({"reference": "CDF-1999-0001-1"}, "No payment that went to the bank"),
        ({"reference": ""}, "has no reference"),
        ({"reference": "=HYPERLINK(1)"}, "No payment that went to the bank"),
        ({"amount": ""}, "has no amount"),
        ({"amount": "£0.00"}, "about £0"),
        ({"amount": "=4000"}, "not an amount"),
        ({"on": timedelta(-1)}, "The day does not fit"),
        ({"on": timedelta(1)}, "has not come yet"),
        ({"status": "Maybe"}, "“Maybe” means"),
        ({"status": "Returned"}, "we don’t know yet that it was paid"),
    ],
)
def test_what_does_not_fit_is_listed_with_the_reason(change, says):
    (payment,) = sent()
    if "on" in change:
        change = {"on": localdate() + change["on"]}

    result = taken_in(line_of(payment, **change))

    assert verdicts(result) == ["unmatched"]
    assert says in whys(result)[0]
    assert outcomes(payment) == [None]


def test_the_bank_may_change_how_it_writes_a_reference():
    (payment,) = sent()

    result = taken_in(line_of(payment, reference=payment.reference.replace("-", " ").lower()))

    assert verdicts(result) == ["matched"]


def test_a_late_line_does_not_fit(time_machine):
    time_machine.move_to("2026-11-27 10:00Z")
    (payment,) = sent()
    time_machine.move_to("2026-12-24 10:00Z")

    result = taken_in(line_of(payment))

    assert "The day does not fit" in whys(result)[0]


def test_what_is_paid_twice_by_the_bank_is_asked_about(time_machine):
    time_machine.move_to("2026-11-27 10:00Z")
    (payment,) = sent()
    taken_in(line_of(payment))
    time_machine.move_to("2026-11-30 10:00Z")

    result = taken_in(line_of(payment))

    assert verdicts(result) == ["unmatched"]
    assert "We know this payment as “paid” on 27 November 2026" in whys(result)[0]


def test_what_two_people_wrote_down_is_known_when_the_file_comes():
    (payment,) = sent()
    settled(payment.run)

    result = taken_in(line_of(payment))

    assert verdicts(result) == ["known"]
    assert LedgerEntry.objects.filter(kind="payment").count() == 1


def test_paid_and_sent_back_in_one_file_in_any_order():
    (payment,) = sent()

    result = taken_in(
        line_of(payment, status="Returned", reason="Closed"), line_of(payment, status="Paid")
    )

    assert verdicts(result) == ["matched", "matched"]
    assert outcomes(payment) == ["returned"]
    kinds = (
        LedgerEntry.objects.filter(payment=payment).order_by("pk").values_list("kind", flat=True)
    )
    assert list(kinds) == ["payment", "return"]


def test_late_bad_news_is_not_given_to_the_next_payment():
    """The first payment failed and was made again: a second “failed” may be about either."""
    (first,) = sent()
    taken_in(line_of(first, status="Failed", reason="Closed"))
    second = in_one_run(first.instalment.award.application).payments.get()

    result = taken_in(line_of(first, status="failed", reason="Again"), "X,1,01/01/2026,,")
    assert verdicts(result)[0] == "known"
    assert outcomes(second) == [None]

    result = taken_in(line_of(first, status="failed"), line_of(first, status="failed"))
    assert verdicts(result) == ["known", "unmatched"]
    assert "we don’t guess which" in whys(result)[1]
    assert outcomes(second) == [None]

    assert verdicts(taken_in(line_of(second, status="Paid"))) == ["matched"]
    assert outcomes(first, second) == ["failed", "paid"]


def test_two_payments_that_fit_are_not_chosen_between():
    """It takes a fault to get here: the same reference, amount and time in two live runs."""
    one, two = sent(2)
    with connection.cursor() as cursor:
        for statement in ("DROP TRIGGER grants_payment_keeps_update",):
            if connection.vendor == "postgresql":
                statement += " ON grants_payment"
            cursor.execute(statement)
    settled(one.run, payments=[one.pk])
    other = in_one_run(with_bank_details()).payments.get()
    Payment.objects.filter(pk=other.pk).update(reference=two.reference)

    result = taken_in(line_of(two))

    assert "we don’t guess which" in whys(result)[0]


def test_a_statement_that_shows_both_ways_takes_only_what_left():
    paid, other = sent(2)

    result = taken_in(
        line_of(paid, amount=f"-{paid.amount}"),
        line_of(other, amount=f"{other.amount}"),
        heads="Reference,Amount,Date",
        amounts="minus",
    )

    assert verdicts(result) == ["matched", "unmatched"]
    assert "money that came in" in whys(result)[1]


def test_a_file_without_lines_is_refused():
    result = actions.upload_result(
        name="a.csv", content=file_of().encode(), amounts="plain", by=preparer()
    )

    with pytest.raises(Refused, match="no line below"):
        actions.apply_result(result, by=preparer())


def test_a_thrown_away_file_is_gone_and_may_come_again():
    (payment,) = sent()
    result = uploaded(line_of(payment))

    for _click in range(2):
        result = actions.discard_result(result, by=preparer())

    assert result.content == ""
    with pytest.raises(Refused, match="thrown away"):
        actions.apply_result(result, by=preparer())
    again = uploaded(line_of(payment))
    assert again != result
    actions.apply_result(again, by=preparer())
    with pytest.raises(Refused, match="stays"):
        actions.discard_result(again, by=preparer())


def test_what_changed_since_somebody_looked_is_looked_at_again():
    (payment,) = sent()
    result = uploaded(line_of(payment))
    seen = queries.matching.digest_of(queries.findings_for(result))
    settled(payment.run)

    with pytest.raises(Refused, match="Something changed"):
        actions.apply_result(result, seen=seen, by=preparer())
    assert BankResult.objects.get().applied_at is None


def test_a_mark_that_waits_is_overtaken_by_the_file():
    (payment,) = sent()
    mark = said(payment.run)

    taken_in(line_of(payment))

    with pytest.raises(Refused, match="known already"):
        actions.confirm_mark(mark, by=colleague("is_finance_approver"))
    actions.drop_mark(mark, because="The file said so.", by=preparer())
    assert LedgerEntry.objects.filter(kind="payment").count() == 1


def test_a_file_about_a_case_with_a_conflict_is_for_somebody_else():
    one, two = sent(2)
    torn = factories.staff("is_finance_preparer")
    case = one.instalment.award.application
    Conflict.objects.create(application=case, user=torn, reason="My sister.")
    result = uploaded(line_of(one), line_of(two), by=torn)

    with pytest.raises(Refused, match="too close to"):
        actions.apply_result(result, by=torn)

    assert outcomes(one, two) == [None, None]
    assert not BankResultLine.objects.exists()


def test_unmatched_lines_wait_until_somebody_says_what_they_are():
    (payment,) = sent()
    result = taken_in(line_of(payment), "RENT,450.00,01/01/2026,,")
    assert queries.unmatched_lines(preparer()).get().amount_text == "450.00"

    for answer in ("Our rent.", "Something else."):
        actions.answer_lines(result.lines.all(), answer=answer, by=preparer())

    line = result.lines.get(number=3)
    assert (line.answer, line.answered_by) == ("Our rent.", preparer())
    assert not queries.unmatched_lines(preparer()).exists()
    assert result.lines.get(number=2).answer == ""


# What the database refuses by itself


@pytest.mark.parametrize(
    "change", [{"verdict": "known"}, {"reference": "x"}, {"why": "x"}, {"amount_text": "1"}]
)
def test_a_line_stays_as_the_bank_wrote_it(change):
    (payment,) = sent()
    taken_in(line_of(payment))

    with pytest.raises(IntegrityError), transaction.atomic():
        BankResultLine.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        BankResultLine.objects.all().delete()


def test_a_file_is_taken_in_once_and_keeps_its_hash():
    (payment,) = sent()
    taken_in(line_of(payment))

    for change in ({"sha256": "0" * 64}, {"applied_by": colleague("is_finance_approver")}):
        with pytest.raises(IntegrityError, match="kept as it was"), transaction.atomic():
            BankResult.objects.update(**change)


# Many


def assert_only_batches(costs):
    """SQLite takes a thousand values in a statement, so even 300 rows more are some batches."""
    assert costs[400] - costs[100] < 50
    if connection.vendor == "postgresql":
        assert costs[400] == costs[100]


def test_a_large_file_costs_a_few_statements_for_each_five_hundred_lines():
    costs = {}
    for number in (100, 400):
        run = many_at_the_bank(number)
        lines = [line_of(payment) for payment in run.payments.order_by("pk")]
        lines[0] = line_of(run.payments.order_by("pk")[0], status="Failed", reason="Closed")
        result = uploaded(*lines)
        with CaptureQueriesContext(connection) as queries_made:
            actions.apply_result(result, by=preparer())
        costs[number] = len(queries_made)
        assert result.lines.filter(verdict="matched").count() == number
        run.refresh_from_db()
        assert run.state == "settled"
        assert faults_in(run.payments.first().instalment.award.application) == []

    assert_only_batches(costs)


def test_a_large_run_is_marked_by_hand_at_the_same_cost():
    costs = {}
    for number in (100, 400):
        mark = said(many_at_the_bank(number))
        with CaptureQueriesContext(connection) as queries_made:
            actions.confirm_mark(mark, by=colleague("is_finance_approver"))
        costs[number] = len(queries_made)

    assert_only_batches(costs)
