"""An offer that was just made, and its pages."""

from decimal import Decimal

from django.urls import reverse

from grants.awards.actions import offer_award
from tests import factories
from tests.factories.cases import colleague


def offer(application):
    return reverse("offer", args=[application.reference])


def text(response):
    return response.content.decode()


def just_decided(**terms):
    """Offered, and the worker has not made the letter yet."""
    terms = {"amount": Decimal(4000), "days": Decimal(3), "reasons": "Good.", **terms}
    return offer_award(factories.with_panel(), by=colleague("is_approver"), **terms)
