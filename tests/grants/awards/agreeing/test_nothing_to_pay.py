"""An offer of advice days alone: nobody who accepts it reads of a payment, or gives an account."""

from decimal import Decimal

import pytest
from django.urls import reverse

from applicants.models import Email
from tests import factories

pytestmark = pytest.mark.django_db

OF_MONEY = ("pay", "bank details")


@pytest.mark.parametrize("awarded", [Decimal(0), Decimal(4000)])
def test_the_email_about_an_accepted_offer_speaks_of_payment_only_where_there_is_one(awarded):
    application = factories.accepted(awarded=awarded)

    body = Email.objects.filter(event="grants/offer_accepted").first().body

    assert "other public money that your co-op has had" in body
    assert reverse("public_money", args=[application.reference]) in body
    for word in OF_MONEY:
        assert (word in body) == bool(awarded), word


@pytest.mark.parametrize("awarded", [Decimal(0), Decimal(4000)])
def test_nor_does_the_page_of_whoever_does_not_sign(awarded):
    application = factories.accepted(awarded=awarded, confirmed=False)
    reader = factories.client_for(factories.member(application.organisation))

    shown = reader.get(reverse("progress", args=[application.reference])).content.decode()

    assert "needs to tell us about other public money." in shown
    assert ("Then we can pay." in shown) == bool(awarded)
