"""Who got a role with money a moment ago looks on, and does not use it yet."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.timezone import now

from grants.awards.actions import decline_application
from grants.payments import actions
from tests import factories
from tests.factories.cases import colleague, with_bank_details

from .pages import due, page, prepared, to

pytestmark = pytest.mark.django_db


def newcomer(role, since):
    """A colleague whose role counts from tomorrow."""
    return factories.staff(role, **{since: now() + timedelta(days=1)})


def test_a_new_preparer_prepares_nothing_yet(time_machine):
    application = with_bank_details()
    new = newcomer("is_finance_preparer", "prepares_from")
    assert factories.client_for(new).get(reverse("payment_home")).status_code == 200

    with pytest.raises(PermissionDenied):
        actions.prepare_payment_run(due(application), by=new)

    time_machine.move_to(new.prepares_from)
    assert actions.prepare_payment_run(due(application), by=new).payments.count() == 1


def test_a_new_approver_of_payments_approves_nothing_yet(time_machine):
    run = prepared(with_bank_details())
    new = newcomer("is_finance_approver", "approves_from")
    client = factories.client_for(new)

    shown = page(client.get(to("run", run)))
    assert "Your role counts from" in shown
    assert "Approve these payments" not in shown
    assert client.post(to("run_approve", run)).status_code == 403

    time_machine.move_to(new.approves_from)
    assert "Approve these payments" in page(factories.client_for(new).get(to("run", run)))


def test_a_new_approver_decides_on_nothing_yet():
    application = factories.with_panel()
    new = newcomer("is_approver", "decides_from")

    with pytest.raises(PermissionDenied):
        decline_application(application, reasons="No.", by=new)

    decline_application(application, reasons="No.", by=colleague("is_approver"))
