"""The numbers on the home page of an officer: as many as the list behind each shows."""

import pytest
from django.urls import reverse

from applicants.models import Email
from grants.casework import tiles
from grants.casework.today import Today
from grants.models import Conflict
from grants.monitoring.actions import send_report
from tests import factories
from tests.factories.cases import colleague, with_unchecked_account

pytestmark = pytest.mark.django_db


def numbers(user):
    user.forget()
    return {tile.label: tile.number for tile in tiles.tiles_for_officer(user, Today(user))}


def a_report():
    application = factories.in_monitoring()
    report = application.award.reports.get(number=1)
    send_report(report, answers={"1": "Well."}, by=application.started_by)
    return application


def an_unchecked_account():
    return with_unchecked_account()


def a_message():
    application = factories.submitted()
    factories.message(application)
    return application


@pytest.mark.parametrize(
    ("label", "make", "name"),
    [
        ("Reports to read", a_report, "reports_to_read"),
        ("Bank details to check", an_unchecked_account, "bank_checks"),
        ("Messages from co-ops", a_message, "message_list"),
        ("To check", factories.submitted, "application_list"),
        ("In assessment", factories.in_assessment, "application_list"),
    ],
)
def test_a_number_is_that_of_its_list_and_leaves_out_what_a_conflict_closes(label, make, name):
    officer, torn = factories.staff("is_officer"), factories.staff("is_officer")
    first, second = make(), make()
    Conflict.objects.create(application=first, user=torn, reason="My sister.")

    assert numbers(officer)[label] == 2
    assert numbers(torn)[label] == 1
    shown = factories.client_for(torn).get(reverse(name)).text
    assert second.reference in shown
    assert first.reference not in shown


def test_a_number_stops_where_it_need_not_be_exact():
    application = factories.submitted()
    mail = Email.objects.filter(about=application.reference).first()
    for number in range(tiles.ENOUGH + 1):
        mail.pk, mail.key = None, f"{number}"
        mail.uuid = Email._meta.get_field("uuid").get_default()
        mail.state, mail.problem = Email.State.FAILED, "No such person."
        mail.save(force_insert=True)

    assert numbers(colleague("is_officer"))["Emails that could not be sent"] == "100 or more"


def test_nothing_at_all_is_nothing():
    assert set(numbers(colleague("is_officer")).values()) == {0}
