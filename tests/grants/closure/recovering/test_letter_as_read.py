"""The letter that asks for money back goes as the approver read it, and to no other account."""

import pytest

from applicants.access import Refused
from grants.awards.letters.models import Kind
from grants.awards.letters.wordings.checking import accounts_in
from grants.closure.recovering import actions
from grants.models import MoneyBack
from tests import factories
from tests.factories import client_for

from .test_money_back import approver, letters, officer, page, typed

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_only_the_letter_that_was_read_goes():
    recovery = factories.money_back_asked()
    address = page("money_back_decide", recovery)
    client = client_for(approver())
    seen = client.get(address).text.split('name="seen" value="')[1].split('"')[0]
    factories.letter_wording(Kind.RECOVERY, more="Our bank has changed. Ring us for it.")

    response = client.post(address, {"seen": seen})
    assert response.status_code == 409
    assert "The letter changed since you read it. Read it again." in response.text
    assert "Our bank has changed." in response.text
    assert client.post(address).status_code == 409  # nothing was read
    assert not letters().exists()
    again = response.text.split('name="seen" value="')[1].split('"')[0]
    assert client.post(address, {"seen": again}).status_code == 302
    assert letters().exists()


def test_a_letter_that_no_paper_can_show_is_not_sent():
    recovery = factories.money_back_asked(reasons="You sold the 烤箱.")

    shown = client_for(approver()).get(page("money_back_decide", recovery)).text
    with pytest.raises(Refused, match="Our letters can’t show 烤 箱"):
        actions.decide_money_back(recovery, by=approver())

    assert "Our letters can’t show 烤 箱." in shown
    assert "Send this letter" not in shown
    assert not letters().exists()


def test_no_account_stands_in_the_reasons():
    application = factories.paid()
    typed_account = typed(reasons="Pay it to sort code 10-79-99, please.")

    response = client_for(officer()).post(page("money_back_ask", application), typed_account)

    assert "10-79-99 looks like an account. The letter says itself where to pay." in response.text
    assert not MoneyBack.objects.exists()


@pytest.mark.parametrize(
    "reasons",
    [
        "You spent £4,000.00 on a van.", "You spent £100,000.", "You spent £1,234,567.89 of it.",
        "We paid you on 27/03/2027.", "We paid you on 27.3.2027 and on 27 3 2027.",
        "We paid you on 2027-03-27.", "The report for 2026/2027 is missing, and 2026-27 too.",
        "This is about CDF-2026-0001, payment CDF-2026-0001-1 and CDF-2026-0001-B1.",
        "£300 of 2026/2027 27/03/2027 CDF-2026-0042-2 £5,000", "Between 2026 and 2027: £1,200.",
        "You spent £40,000 3 times, £300, 400 flyers.", "From 27/03/2027-28/03/2027, £4000.00.",
    ],
)  # fmt: skip
def test_sums_dates_years_and_our_references_are_reasons(reasons):
    assert list(accounts_in(reasons)) == []


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("Pay 10-79-99 now.", "10-79-99"),
        ("£4,000 to 107999 88837491", "107999 88837491"),
        ("On 27/03/2027: sort code 10 79 99.", "10 79 99"),
        ("CDF-2026-0001 to 88837491.", "88837491"),
        ("1*0*7*9*9*9", "1*0*7*9*9*9"),
        ("2026/2027 88 83 74 91", "88 83 74 91"),
        ("£107999 88837491", "107999 88837491"),
        ("£10,79,99", "10,79,99"),
        ("£10 79 99", "10 79 99"),
        ("CDF-1079-9988", "1079-9988"),
        ("CDF-2026-00018883", "2026-00018883"),
        ("CDF-2026-0001-888374", "2026-0001-888374"),
        ("10/79/9988", "10/79/9988"),
        ("10.12.2027-883749", "883749"),
        ("2026-27-88", "2026-27-88"),
        ("20 26-27 88", "20 26-27 88"),
    ],
)
def test_an_account_is_found_beside_them_and_said_where_it_stands(text, account):
    assert list(accounts_in(text)) == [(account, text.index(account))]
