"""What was planned becomes the award; who may plan, and when."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate

from applicants.access import Refused
from grants.awards.releasing import actions
from grants.models import Award
from grants.money import total
from tests import factories
from tests.factories import client_for, terms
from tests.factories.cases import colleague
from tests.factories.panels import fresh, held, read

from .planning import LEASE, address, offer, officer, planned, post, resolution_of, split, version

pytestmark = pytest.mark.django_db


# --- Released as planned ---


def test_what_was_planned_becomes_the_award():
    application = offer()
    said = terms(
        amounts=("1000.01", "2999.99"),
        space="2",
        reports=["", "6 month report"],
        conditions=[(LEASE, 1), ("Tell the neighbours.", None)],
    )
    actions.edit_terms(
        resolution_of(application), terms=said, version=0, by=colleague("is_officer")
    )
    resolution = read(resolution_of(application), by=factories.staff("is_officer"))

    actions.release(resolution, by=colleague("is_approver"))

    award = Award.objects.get(application=application)
    assert [(row.amount, row.after_report) for row in award.instalments.order_by("number")] == [
        (Decimal("1000.01"), ""),
        (Decimal("2999.99"), "6 month report"),
    ]
    assert total(row.amount for row in award.instalments.all()) == award.amount
    assert award.gross_value == Decimal(4000) + 1200 + 80
    assert award.conditions.get(text=LEASE).before == 1
    assert award.conditions.get(text="Tell the neighbours.").before is None
    assert award.instalments.get(number=1).needs == (
        "Your signed offer and your bank details, checked; Send us the signed lease"
    )


def test_a_date_that_has_passed_stops_the_release_with_a_sentence():
    application = offer()
    said = terms(conditions=[(LEASE, 1)])
    actions.edit_terms(
        resolution_of(application), terms=said, version=0, by=colleague("is_officer")
    )
    resolution = read(resolution_of(application), by=factories.staff("is_officer"))

    with (
        time_machine.travel(localdate() + timedelta(31)),
        pytest.raises(Refused, match=r"Look at the terms again\. The date must be"),
    ):
        actions.release(resolution, by=colleague("is_approver"))

    assert not Award.objects.exists()
    assert fresh(resolution).released_at is None


def test_the_reader_sees_the_terms_beside_the_words():
    application = offer()
    split(application)

    shown = client_for(factories.staff("is_officer")).get(address("release_words", application))

    assert "I have read it" in shown.text
    assert "£1,333.34" in shown.text
    assert "How many payments?" not in shown.text


def test_words_saved_after_the_terms_leave_the_terms_alone():
    application = offer()
    split(application)

    response = post(
        "release_words", application, {"words": "Well done.", "version": version(application)}
    )

    assert response.status_code == 302
    assert len(planned(application).instalments) == 3


# --- Who, and when ---


def test_a_no_has_no_terms():
    application = held("decline")

    assert officer().get(address("terms", application)).status_code == 409
    with pytest.raises(Refused, match="no terms"):
        actions.edit_terms(
            resolution_of(application), terms=terms(), version=0, by=colleague("is_officer")
        )


def test_money_alone_has_no_days_and_days_alone_no_payment():
    application = held("part", amount="0", days="3")

    shown = officer().get(address("terms", application)).text

    assert "£1,200" in shown
    assert "When the money comes" not in shown


@pytest.mark.parametrize("role", ["is_finance_preparer", "is_assessor", "is_auditor"])
def test_only_officers_and_approvers_plan(role):
    application = offer()

    with pytest.raises(PermissionDenied):
        actions.edit_terms(resolution_of(application), terms=terms(), version=0, by=colleague(role))
