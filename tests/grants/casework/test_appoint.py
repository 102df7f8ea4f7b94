"""The command that makes the first administrator, and gives roles before there is one."""

from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.urls import reverse

from applicants.models import RoleChange, User
from tests import factories

pytestmark = pytest.mark.django_db


def run(command, *args):
    out = StringIO()
    call_command(command, *args, stdout=out)
    return out.getvalue()


def test_appoint_makes_an_administrator_who_signs_in_by_code(client):
    said = run("appoint", "Ines@Fund.example ", "--role", "administrator", "--name", "Inés Roca")

    person = User.objects.get(email="ines@fund.example")
    assert (person.name, person.is_administrator, person.has_usable_password()) == (
        "Inés Roca",
        True,
        False,
    )
    assert RoleChange.objects.get(user=person).changed_by is None
    assert EmailAddress.objects.get(user=person).primary
    assert reverse("account_request_login_code") in said
    response = client.post(reverse("account_request_login_code"), {"email": person.email})
    assert response.url.startswith(reverse("account_confirm_login_code"))


def test_appoint_adds_a_role_to_those_that_a_person_holds():
    officer = factories.staff("is_officer")

    said = run("appoint", officer.email, "--role", "approver")

    officer.refresh_from_db()
    assert (officer.is_officer, officer.is_approver) == (True, True)
    assert f"{officer} is now: Approver." in said


@pytest.mark.parametrize("address", ["not-an-address", "", "a@b"])
def test_appoint_wants_an_email_address(address):
    with pytest.raises(CommandError, match="is not an email address"):
        run("appoint", address, "--role", "administrator")

    assert not User.objects.exists()


def test_appoint_refuses_somebody_who_acts_for_a_co_op():
    owner = factories.person()
    factories.organisation(owner=owner)

    with pytest.raises(CommandError, match="acts for a co-op"):
        run("appoint", owner.email, "--role", "officer")


def test_appoint_refuses_roles_that_do_not_go_together():
    officer = factories.staff("is_officer")

    with pytest.raises(CommandError, match="These roles don’t go together"):
        run("appoint", officer.email, "--role", "administrator")
