"""The letter that asks for money back goes as the approver read it, and to no other account."""

import pytest

from applicants.access import Refused
from grants.awards.letters.models import Kind
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
