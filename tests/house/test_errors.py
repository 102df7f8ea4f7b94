"""When something goes wrong: a plain page, nothing half done, and nothing that was typed lost."""

import re

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client, RequestFactory
from django.urls import reverse

from applicants import errors
from grants.applications.queries import saved_sections
from tests import factories

pytestmark = pytest.mark.django_db

PLAIN_TALK = re.compile(r"traceback|exception|forbidden|verification failed|error \d|\b[45]\d\d\b")


def forgiving(client=None):
    """A browser sees a page where a test would see an exception."""
    client = client or Client()
    client.raise_request_exception = False
    return client


def is_in_house_style(response, heading):
    page = response.text
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert '<html lang="en-GB"' in page
    assert len(re.findall("<h1", page)) == 1
    assert re.search(rf"<h1[^>]*>{heading}</h1>", page), page
    assert "fund.css" in page
    assert "hello@alderwick.example" in page  # who to ask
    assert "default-src" in response.headers["Content-Security-Policy"]
    said = re.sub(r"<[^>]+>", " ", page.partition("<main")[2]).lower()
    assert not PLAIN_TALK.search(said), said
    return True


# --- Every error page --------------------------------------------------------------------------


def test_400_what_makes_no_sense():
    response = forgiving().get("/", headers={"host": "thief.example"})

    assert response.status_code == 400
    assert is_in_house_style(response, "We could not read that")


def test_403_a_page_for_others():
    response = factories.client_for(factories.person()).get(reverse("people"))

    assert response.status_code == 403
    assert is_in_house_style(response, "This page is not open to you")


def test_403_a_form_that_was_open_too_long():
    browser = Client(enforce_csrf_checks=True)

    response = browser.post(reverse("account_login"), {"login": "a@example.org"})

    assert response.status_code == 403
    assert is_in_house_style(response, "Please send that again")


def test_404_nothing_here():
    response = Client().get("/nothing/of/the/kind/")

    assert response.status_code == 404
    assert is_in_house_style(response, "We can’t find this page")


def test_409_not_now():
    application = factories.in_assessment()
    officer = factories.client_for(factories.staff("is_officer"))

    response = officer.post(reverse("case_start_assessment", args=[application.reference]))

    assert response.status_code == 409
    assert is_in_house_style(response, "This can’t be done now")


def test_413_far_too_much():
    response = Client().generic("POST", "/accounts/login/", CONTENT_LENGTH=str(2**30))

    assert response.status_code == 413
    assert is_in_house_style(response, "That is too large")


def test_429_too_often():
    for _ in range(301):
        response = Client().post(reverse("account_login"), {"login": "x", "password": "x"})

    assert response.status_code == 429
    assert is_in_house_style(response, "Please wait a moment")


def fails_on(sql):
    """A fault of ours: one statement, and only that one, breaks."""

    def wrapper(execute, statement, params, many, context):
        if sql in statement:
            raise ZeroDivisionError("the secret inside")
        return execute(statement, params, many, context)

    return connection.execute_wrapper(wrapper)


def test_500_a_fault_of_ours():
    with fails_on("grants_round"):
        response = forgiving().get(reverse("round_list"))

    assert response.status_code == 500
    assert is_in_house_style(response, "Sorry, something went wrong")
    assert "the secret inside" not in response.text


@pytest.mark.parametrize("view", [errors.bad_request, errors.server_error])
def test_error_pages_need_neither_database_nor_visitor(view, django_assert_num_queries):
    request = RequestFactory().get("/")

    with django_assert_num_queries(0):
        response = view(request)

    assert "hello@alderwick.example" in response.text


def test_a_fault_is_logged_without_what_was_typed(caplog):
    with fails_on("applicants_user"):
        forgiving().post(
            reverse("account_login"), {"login": "mina@example.org", "password": "weir-lane-42"}
        )

    assert "Internal Server Error: /accounts/login/" in caplog.text
    assert "mina" not in caplog.text
    assert "weir-lane-42" not in caplog.text


# --- The database is away ----------------------------------------------------------------------


def away(kind=OperationalError):
    def wrapper(execute, statement, params, many, context):
        raise kind("the database is gone")

    return connection.execute_wrapper(wrapper)


@pytest.mark.parametrize("kind", [OperationalError, InterfaceError])
def test_503_keeps_what_was_typed_and_works_again_afterwards(kind):
    application = factories.draft(ready=False)
    browser = forgiving(factories.client_for(application.started_by))
    address = reverse("section", args=[application.reference, 2])
    typed = "We bake on two more days.\n<b>Sourdough</b> & rye, 100 % ours."

    with away(kind):
        response = browser.post(address, {"q2": typed, "version": "0"})

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "30"
    assert is_in_house_style(response, "Sorry, we are closed for a moment")
    assert "We bake on two more days.\n&lt;b&gt;Sourdough&lt;/b&gt; &amp; rye" in response.text
    assert "the database is gone" not in response.text
    assert not saved_sections(application)
    assert browser.post(address, {"q2": typed, "version": "0"}).status_code in (200, 302)
    assert saved_sections(application)


def test_503_never_shows_a_secret_again():
    secrets = {
        "password": "weir-lane-42-buns",
        "password1": "other-words-77",
        "code": "123456",
        "sort_code": "089999",
        "account_number": "66374958",
        "csrfmiddlewaretoken": "the-token",
        "login": "mina@example.org",
    }

    with away():
        response = forgiving().post(reverse("account_login"), secrets)

    assert response.status_code == 503
    for name, words in secrets.items():
        assert (words in response.text) == (name == "login"), name


def test_503_for_somebody_who_only_looks():
    with away():
        response = forgiving().get(reverse("round_list"))

    assert response.status_code == 503
    assert "What you typed" not in response.text


def test_the_health_page_fails_with_the_database_and_recovers_with_it():
    browser = forgiving()

    with away():
        down = browser.get("/health/")
    up = browser.get("/health/")

    assert (down.status_code, up.status_code) == (503, 200)


# --- Requests that make no sense ----------------------------------------------------------------

MULTIPART = "multipart/form-data; boundary=x"
FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("&".join(f"q{number}=x" for number in range(10_000)), FORM),
        ("q2=" + "x" * (3 * 1024 * 1024), FORM),
        ("q2=%ff%fe%00&q2=%c3%28", FORM),
        ("%00=%00&=&&&=x", FORM),
        ("q2=x", "application/x-www-form-urlencoded; charset=utf-7"),
        ("q2=x", "application/x-www-form-urlencoded; charset=nonsense"),
        ("--y\r\nnot a part", MULTIPART),
        ('--x\r\nContent-Disposition: form-data; name="q2"\r\n\r\nhalf', MULTIPART),
        ("--x--", "multipart/form-data"),
        (
            '--x\r\nContent-Disposition: form-data; name="'
            + "n" * 5000
            + '"\r\n\r\n1\r\n--x--\r\n',
            MULTIPART,
        ),
        ("\r\n".join(["--x", "A: b"] * 3000), MULTIPART),
        ("[" * 50_000, "application/json"),
        ('{"a":' * 20_000, "application/json"),
        ("", "text/plain"),
        ("x" * 100, "application/octet-stream"),
    ],
)
def test_a_body_that_makes_no_sense_is_refused_and_changes_nothing(body, content_type):
    application = factories.draft(ready=False)
    browser = factories.client_for(application.started_by)
    visitor = Client()

    for address in (
        reverse("section", args=[application.reference, 2]),
        reverse("attachment_add", args=[application.reference]),
        reverse("account_login"),
    ):
        for client in (browser, visitor):
            response = client.generic("POST", address, body, content_type=content_type)
            assert response.status_code in (200, 302, 400, 403, 404, 409), address
    assert not application.attachments.exists()


ODD_ADDRESSES = [
    "/cases/%00/",
    "/cases/%ff%fe/",
    "/organisations/é/",
    "/organisations/%F0%9F%8D%9E/",
    "/files/..%2f..%2fetc%2fpasswd/",
    "/files/%2e%2e/%2e%2e/etc/passwd",
    "/people/" + "9" * 400 + "/",
    "/people/-1/",
    "/people/٣/",
    "/applications/x/sections/" + "9" * 400 + "/",
    "/outbox/00000000-0000-0000-0000-000000000000/",
    "/outbox/not-a-uuid/",
    "/" + "a" * 10_000,
    "//thief.example/",
    "/rounds/" + "x" * 5000 + "/",
    "/static/../grants/settings/keys.py",
    "/static/%2e%2e/grants/settings/keys.py",
    "/accounts/confirm-email/" + "x" * 5000 + "/",
    "/accounts/confirm-email/%00:x:y/",
    "/accounts/password/reset/key/zzzzzzzzzzzzzzzzzzzzz-x/",
    "/accounts/password/reset/key/0-%00/",
]


@pytest.mark.parametrize("address", ODD_ADDRESSES)
def test_an_odd_address_is_nothing_worse_than_not_found(address):
    clients = [
        Client(),
        factories.client_for(factories.person()),
        factories.client_for(factories.staff("is_officer")),
        factories.client_for(factories.staff("is_administrator")),
    ]

    for client in clients:
        response = client.get(address)
        assert response.status_code in (200, 301, 302, 400, 403, 404)
        if response.status_code in (301, 302):
            assert response.url.startswith("/")
            assert not response.url.startswith("//")
