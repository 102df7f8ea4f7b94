"""The demo fund: built by the actions, complete, true to the forms, and open to everybody in it."""

import os
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.mail import EmailMessage, get_connection
from django.core.management import CommandError, call_command
from django.urls import reverse

from applicants.models import RoleChange, User
from grants.casework import demo
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _is_demo(settings):
    settings.FUND = {**settings.FUND, "is_demo": True}


def run(command, *args):
    out = StringIO()
    call_command(command, *args, stdout=out)
    return out.getvalue()


def count_everything():
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_a_real_fund_gets_no_demo(settings):
    settings.FUND = {**settings.FUND, "is_demo": False}

    with pytest.raises(CommandError, match="This is a real fund"):
        run("demo")

    assert not User.objects.exists()


def test_a_demo_that_cannot_be_built_leaves_nothing_behind():
    factories.the_round(name="Grow Fund, pilot round", reference="grow-fund-pilot-round")
    before = count_everything()

    with pytest.raises(CommandError, match="There is a round with this name"):
        run("demo")

    assert count_everything() == before


def test_without_a_demo_nobody_is_listed():
    assert demo.logins() == []


# The mail page


@pytest.fixture
def mail_folder(settings, tmp_path):
    settings.EMAIL_BACKEND = demo.FOLDER_BACKEND
    settings.EMAIL_FILE_PATH = str(tmp_path)
    return tmp_path


def test_mail_shows_the_newest_message_first(mail_folder):
    for number in range(demo.MOST_MESSAGES + 2):
        message = EmailMessage(
            f"Letter {number} for Łucja", f"Świetnie: {number}", to=["a@b.example"]
        )
        path = mail_folder / f"{number}.log"
        path.write_bytes(message.message().as_bytes())
        os.utime(path, (number, number))  # a second apart: a file's own clock may be coarse

    messages = demo.mail()

    assert len(messages) == demo.MOST_MESSAGES
    newest = demo.MOST_MESSAGES + 1
    assert messages[0].subject == f"Letter {newest} for Łucja"
    assert (messages[0].to, messages[0].body) == ("a@b.example", f"Świetnie: {newest}")


def test_mail_takes_several_messages_out_of_one_file(mail_folder):
    with get_connection() as connection:
        EmailMessage("One", "1", to=["a@b.example"], connection=connection).send()
        EmailMessage("Two", "2", to=["a@b.example"], connection=connection).send()

    assert [message.subject for message in demo.mail()] == ["Two", "One"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\x00 not a message",
        b"Subject: =?nonsense?q?=ff?=\nContent-Type: text/plain; charset=nonsense\n\nHello",
        b"Content-Type: multipart/mixed; boundary=x\n\n--x",
        b"Content-Type: image/png\nContent-Transfer-Encoding: base64\n\n!!!",
    ],
)
def test_mail_survives_an_odd_file(mail_folder, content):
    (mail_folder / "odd.log").write_bytes(content)
    (mail_folder / "folder.log").mkdir()

    assert len(demo.mail()) <= 1


def test_mail_is_empty_when_it_leaves_by_another_way(settings, tmp_path):
    settings.EMAIL_FILE_PATH = str(tmp_path)
    (tmp_path / "one.log").write_bytes(b"Subject: One\n\n1")

    assert demo.mail() == []


def test_mail_is_empty_before_the_first_message(mail_folder):
    mail_folder.rmdir()

    assert demo.mail() == []


# The first administrator


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
