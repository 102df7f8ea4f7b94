"""The mail page of the demo: what would have left, the newest first."""

import os

import pytest
from django.core.mail import EmailMessage, get_connection

from grants.casework import demo


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
