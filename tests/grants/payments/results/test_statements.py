"""A usual bank statement: our reference stands among other words, and DR is what left."""

import pytest
from django.utils.timezone import localdate

from grants.payments.results.values import NotClear, amount_of, named_in
from tests.factories.cases import settled

from .files import outcomes, sent, taken_in, verdicts, whys

pytestmark = [pytest.mark.django_db, pytest.mark.database]

HEADS = "Date,Narrative,Paid out"


def statement_line(narrative, amount="4000.00"):
    return f"{localdate():%d/%m/%Y},{narrative},{amount}"


@pytest.mark.parametrize(
    "narrative",
    [
        "FP WEIR LANE BAKERS {} FASTER PAYMENT",
        "{} FP 30/11/26 1042",
        "TO WEIR LANE:{}",
        "BGC/{}/12-34-56",
    ],
)
def test_our_reference_is_found_among_other_words(narrative):
    (payment,) = sent()

    for reference in (payment.reference, payment.reference.replace("-", " ")):
        assert named_in(narrative.format(reference)) == {payment.reference.replace("-", "")}
    result = taken_in(statement_line(narrative.format(payment.reference)), heads=HEADS)

    assert verdicts(result) == ["matched"]
    assert outcomes(payment) == ["paid"]


@pytest.mark.parametrize(
    "narrative",
    [
        "RENT",
        "CDF-2026-0001",
        "XCDF-2026-0001-1",
        "CDF-2026-0001-B1",
        "CDF-2026-0001-1-2",
        "CDF-2026-0001-123",
        "CDF-2026-0001 12/03",
        "CDF 2026 0001 12/03",
        "CDF 2026 0001 12/03/26",
        "CDF-20260001-1",
    ],
)
def test_what_only_looks_like_it_is_not(narrative):
    assert named_in(narrative) == set()


def test_two_of_ours_in_one_line_are_not_guessed_between():
    one, two = sent(2)

    result = taken_in(statement_line(f"{one.reference} AND {two.reference}"), heads=HEADS)

    assert whys(result) == ["This line names more than one of our payments."]
    assert outcomes(one, two) == [None, None]


def test_another_amount_still_fits_nothing():
    (payment,) = sent()

    result = taken_in(statement_line(f"FP {payment.reference} X", "3999.99"), heads=HEADS)

    assert verdicts(result) == ["unmatched"]


def test_the_same_payment_in_other_words_is_one_line_that_was_read():
    (payment,) = sent()
    taken_in(statement_line(f"FP {payment.reference}"), heads=HEADS)

    again = taken_in(statement_line(f"FASTER PAYMENT {payment.reference}"), heads=HEADS, name="b")

    assert verdicts(again) == ["known"]


@pytest.mark.parametrize(
    ("text", "amount"),
    [("20.00 DR", "-20"), ("20.00DR", "-20"), ("£20.00 CR", "20"), ("-20.00 dr", "-20")],
)
def test_dr_is_what_left_and_cr_is_what_came(text, amount):
    assert f"{amount_of(text):.0f}" == amount


@pytest.mark.parametrize("text", ["-20.00 CR", "(20.00)CR", "20 DR CR", "DR", "20 D"])
def test_signs_that_say_two_things_are_not_guessed(text):
    with pytest.raises(NotClear):
        amount_of(text)


def test_a_statement_with_dr_and_cr_is_read():
    (payment,) = sent()
    heads = "Date,Reference,Amount"

    result = taken_in(
        statement_line(payment.reference, "4000.00 DR"),
        statement_line("CDF-2026-9999-1", "20.00 CR"),
        heads=heads,
        amounts="minus",
    )

    assert verdicts(result) == ["matched", "unmatched"]
    assert "money that came in" in whys(result)[1]
    assert settled(payment.run, "returned").payments.get().outcome == "returned"
