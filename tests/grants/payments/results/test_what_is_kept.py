"""Of a bank’s lines that are not ours, we keep where they stood, how much and when: no words."""

import pytest
from django.urls import reverse

from tests import factories
from tests.grants.payments.pages import page, preparer

from .files import line_of, sent, taken_in, uploaded, verdicts, whys
from .test_roll_numbers import of_society

pytestmark = [pytest.mark.django_db, pytest.mark.database]

SALARY = "SALARY JANE DOE NI QQ123456C,2100.00,30/11/2025,,Wages Jane"
RENT = "RENT 12-34-56 12345678,GBP12345678,30/11/2025,Jane,"


def kept_of(result):
    names = ("reference", "amount_text", "date_text", "status_text", "reason_text")
    return list(result.lines.order_by("number").values_list(*names))


def test_the_words_of_a_line_that_is_not_ours_are_not_kept():
    result = taken_in(SALARY.replace(",Wages Jane", ","), RENT, "GRANT OF A,-5.00,30/11/2025,,")

    assert kept_of(result) == [
        ("", "2100.00", "30/11/2025", "", ""),
        ("", "", "", "", ""),
        ("", "-5.00", "30/11/2025", "", ""),
    ]
    assert verdicts(result) == ["unmatched"] * 3
    assert "Jane" not in " ".join(whys(result))
    auditor = factories.client_for(factories.staff("is_auditor"))
    for address in (reverse("unmatched_list"), reverse("result", args=[result.reference])):
        shown = page(auditor.get(address))
        assert "JANE" not in shown
        assert "12345678" not in shown
        assert "No reference of ours" in shown


def test_what_names_us_keeps_its_words():
    (payment,) = sent()
    (society,) = of_society()

    result = taken_in(
        line_of(payment, reference="cdf 2026 0001 B1 THANKS", amount="-5.00"),
        line_of(payment, amount="1.00"),
        line_of(payment, reference="FP CDF-1999-0001-1 X"),
        line_of(society, reference="AB/123-4", amount="1.00"),
    )

    assert [line[0] for line in kept_of(result)] == [
        "cdf 2026 0001 B1 THANKS",
        payment.reference,
        "FP CDF-1999-0001-1 X",
        "AB/123-4",
    ]


def test_a_line_that_names_a_payment_by_roll_number_keeps_its_words_also_if_the_rest_is_unclear():
    """What a building society sends back: our money, with no word of ours beside it."""
    (society,) = of_society()
    came_in = line_of(society, reference="AB/123-4", amount="-4000.00")
    without_a_status = line_of(society, reference="ab 123 4", reason="Account closed")
    without_a_day = "AB/123-4,4000.00,soon,,"
    of_others = "XY/999-9,-4000.00,30/11/2025,,"

    result = taken_in(came_in, without_a_status, without_a_day, of_others)

    assert kept_of(result) == [
        tuple(came_in.split(",")),
        tuple(without_a_status.split(",")),
        tuple(without_a_day.split(",")),
        ("", "-4000.00", "30/11/2025", "", ""),
    ]
    assert verdicts(result) == ["unmatched"] * 4


def test_the_same_line_again_is_known_though_its_words_are_gone():
    line = SALARY.replace(",Wages Jane", ",")
    taken_in(line)

    again = taken_in(line, name="again.csv", heads="Reference,Amount,Date,Status,Why not")

    assert verdicts(again) == ["known"]
    assert kept_of(again)[0][0] == ""


def test_before_it_is_taken_in_only_who_takes_it_in_reads_the_words():
    waiting = reverse("result", args=[uploaded(SALARY).reference])
    auditor = factories.client_for(factories.staff("is_auditor"))

    assert "JANE DOE" in page(preparer().get(waiting))
    assert "JANE DOE" not in page(auditor.get(waiting))
