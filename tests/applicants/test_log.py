"""The log holds no address that opens something."""

import logging
import logging.config

import pytest
from django.conf import settings
from django.test import Client

from applicants.log import WithoutKeys


@pytest.mark.parametrize(
    ("address", "logged"),
    [
        ("/workshops/my/1f.abc.def/needs/", "/workshops/my/…/needs/"),
        ("/workshops/confirm/1f.abc.def/", "/workshops/confirm/…/"),
        ("/invitations/abc/", "/invitations/…/"),
        ("/workshops/is-a-co-op/book/", "/workshops/is-a-co-op/book/"),
    ],
)
def test_an_address_that_is_a_key_is_covered(address, logged):
    record = logging.LogRecord("x", 40, "", 0, "%s: %s", ("Internal Server Error", address), None)

    assert WithoutKeys().filter(record)
    assert record.getMessage() == f"Internal Server Error: {logged}"


def test_every_handler_covers_them():
    assert settings.LOGGING["handlers"]["stderr"]["filters"] == ["without_keys"]


@pytest.mark.django_db
def test_a_page_that_fails_leaves_no_key_in_the_log(capsys, monkeypatch):
    logging.config.dictConfig(settings.LOGGING)
    monkeypatch.setattr("workshops.newcomers.queries.read_token", _fails)
    client = Client(raise_request_exception=False)

    client.get("/workshops/my/1f.a-secret-key.signed/")

    said = capsys.readouterr().err
    assert "/workshops/my/…/" in said
    assert "a-secret-key" not in said


def _fails(purpose, token):
    raise RuntimeError
