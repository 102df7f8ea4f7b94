"""A line that nothing fitted is read again when it comes again; what was understood is not."""

import pytest

from applicants.models import Email
from grants.models import BankResult, HistoryEntry, LedgerEntry
from grants.payments.results import actions, queries

from .files import line_of, outcomes, preparer, sent, taken_in, uploaded, verdicts, whys

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_what_came_back_is_read_again_once_we_know_that_it_was_paid():
    (payment,) = sent()
    back = [line_of(payment, status="Returned", reason="Closed"), "RENT,450.00,01/01/2026,,"]
    first = taken_in(*back)
    assert "First upload that" in whys(first)[0]
    assert uploaded(*back) == first  # it says nothing more yet
    taken_in(line_of(payment, status="Paid"))

    again = taken_in(*back)

    assert (again.sha256, again == first) == (first.sha256, False)
    assert verdicts(again) == ["matched", "known"]
    assert "nothing fits it yet" in whys(again)[1]
    assert outcomes(payment) == ["returned"]
    replaced, rent = first.lines.order_by("number")
    assert replaced.answer == f"It was read again: see {again.reference}."
    assert queries.unmatched_lines(preparer()).get() == rent
    assert list(
        LedgerEntry.objects.filter(payment=payment).order_by("pk").values_list("kind", flat=True)
    ) == ["payment", "return"]


def test_a_line_that_fits_now_is_read_again_in_another_file_too():
    (payment,) = sent()
    back = line_of(payment, status="Returned", reason="Closed")
    first = taken_in(back)

    again = taken_in(line_of(payment, status="Paid"), back)

    assert verdicts(again) == ["matched", "matched"]
    assert not first.lines.unmatched().exists()


def test_a_file_that_fits_wholly_is_never_read_again():
    (payment,) = sent()
    first = taken_in(line_of(payment), line_of(payment))
    mails, entries = Email.objects.count(), HistoryEntry.objects.count()

    for amounts in ("plain", "minus"):
        assert uploaded(line_of(payment), line_of(payment), amounts=amounts) == first

    assert BankResult.objects.count() == 1
    assert (Email.objects.count(), HistoryEntry.objects.count()) == (mails, entries)


def test_what_somebody_set_aside_is_not_read_again():
    (payment,) = sent()
    back = line_of(payment, status="Returned", reason="Closed")
    first = taken_in(back)
    actions.answer_lines(first.lines.all(), answer="A mistake of the bank.", by=preparer())
    taken_in(line_of(payment, status="Paid"))

    assert uploaded(back) == first
    assert verdicts(taken_in(back, "X,1,01/01/2026,,")) == ["known", "unmatched"]
    assert outcomes(payment) == ["paid"]


def test_a_file_that_was_read_the_wrong_way_round_is_read_again():
    (payment,) = sent()
    first = taken_in(line_of(payment), amounts="minus")
    assert verdicts(first) == ["unmatched"]

    again = taken_in(line_of(payment), amounts="plain")

    assert verdicts(again) == ["matched"]
    assert not queries.unmatched_lines(preparer()).exists()
    assert uploaded(line_of(payment), amounts="plain") == again
