"""The log holds no address that opens something."""

import logging
import logging.config
import re

import pytest
from django.conf import settings
from django.test import Client

from applicants.log import KEY_PARTS, PART, WithoutKeys, before_key, routes


@pytest.mark.parametrize(
    ("address", "logged"),
    [
        ("/workshops/my/1f.abc.def/needs/", "/workshops/my/…/needs/"),
        ("/workshops/confirm/1f.abc.def/", "/workshops/confirm/…/"),
        ("/invitations/abc/", "/invitations/…/"),
        ("/workshops/feedback/1f.abc.def/", "/workshops/feedback/…/"),
        ("/workshops/at-the-hub/scan/0a1b2c3d/", "/workshops/at-the-hub/scan/…/"),
        ("/workshops/certificates/ABCD-EFGH/pdf/", "/workshops/certificates/…/pdf/"),
        ("/workshops/certificates/?code=ABCD-EFGH", "/workshops/certificates/?code=…"),
        ("/accounts/password/reset/key/1a-abc-def/", "/accounts/password/reset/key/…/"),
        ("https://fund.example/workshops/my/1f.abc.def/", "https://fund.example/workshops/my/…/"),
        ("/workshops/certificates/", "/workshops/certificates/"),
        ("/workshops/at-the-hub/feedback/", "/workshops/at-the-hub/feedback/"),
        ("/workshops/is-a-co-op/book/", "/workshops/is-a-co-op/book/"),
    ],
)
def test_an_address_that_is_a_key_is_covered(address, logged):
    record = logging.LogRecord("x", 40, "", 0, "%s: %s", ("Internal Server Error", address), None)

    assert WithoutKeys().filter(record)
    assert record.getMessage() == f"Internal Server Error: {logged}"


SECRET = "1f.s3cret-Key_0.signed"
WITH_A_KEY = [route for route in routes() if before_key(route) is not None]


@pytest.mark.parametrize("route", WITH_A_KEY)
def test_no_route_with_a_key_lets_it_through(route):
    address = "/" + PART.sub(lambda part: SECRET if _is_key(part) else "seven", route)
    address = re.sub(r"[\^$\\]", "", address)
    record = logging.LogRecord("x", 40, "", 0, "Fault at %s", (address,), None)

    WithoutKeys().filter(record)

    assert SECRET in address
    assert SECRET not in record.getMessage()


def test_whatever_is_no_plain_name_or_number_in_an_address_is_known_as_a_key():
    """Our own references are slugs, and open nothing by themselves; what is signed is none."""
    odd = {
        part[1]
        for route in routes()
        for part in re.finditer(r"<(?:str:|path:)?(\w+)>", route)
        if "(?P" not in route
    }

    assert len(WITH_A_KEY) > 20
    assert odd <= KEY_PARTS


def test_while_the_routes_are_not_read_nothing_long_is_let_through(monkeypatch):
    monkeypatch.setattr("applicants.log.keys", lambda: [][0])
    record = logging.LogRecord("x", 40, "", 0, f"Fault at /new/{SECRET}/", (), None)

    WithoutKeys().filter(record)

    assert record.getMessage() == "Fault at /new/…/"


def _is_key(part):
    return (part[1] or part[2]) in KEY_PARTS


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
