"""What the service refuses to start with, and what it tells a browser in production."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

HOUSE = Path(settings.BASE_DIR)
GOOD_KEY = "a-key-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz"


def run(*command, folder, **env):
    """Start a program as an operator would: with these settings and no others."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=HOUSE,
        env={
            "PATH": os.environ["PATH"],
            "ENV_FILE": os.devnull,
            "DATA_DIR": str(folder / "data"),
            "DJANGO_SETTINGS_MODULE": "grants.settings",
            **env,
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def value_of(expression, *, folder, **env):
    """What a setting comes to, in a process of its own."""
    code = f"import json; from grants import settings; print(json.dumps({expression}))"
    result = run("-c", code, folder=folder, **env)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


# --- What it refuses -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("env", "sentence"),
    [
        ({}, "Set SECRET_KEY to a long random text that nobody else knows;"),
        (
            {"SECRET_KEY": GOOD_KEY, "SUBSIDY_LIMIT": "-1"},
            "SUBSIDY_LIMIT must be an amount in pounds, such as 1000 or 312.50.",
        ),
        (
            {"SECRET_KEY": GOOD_KEY, "ADVISER_DAY_VALUE": "£400"},
            "ADVISER_DAY_VALUE must be an amount in pounds",
        ),
        ({"SECRET_KEY": "short"}, "Set SECRET_KEY to a long random text"),
        (
            {"SECRET_KEY": GOOD_KEY, "APPROVAL_LIMIT": "much"},
            "APPROVAL_LIMIT: “much” is not an amount in pounds",
        ),
        (
            {"SECRET_KEY": GOOD_KEY, "APPROVAL_LIMIT": "-5"},
            "APPROVAL_LIMIT: “-5” is not an amount in pounds",
        ),
        (
            {"SECRET_KEY": GOOD_KEY, "APPROVAL_LIMITS": "ana@a.example"},
            "must be an email address and an amount",
        ),
        (
            {"SECRET_KEY": GOOD_KEY, "APPROVAL_LIMITS": "ana@a.example=x"},
            "“x” is not an amount in pounds",
        ),
        (
            {"SECRET_KEY": GOOD_KEY, "APPROVAL_LIMITS": "a@b.example=1,A@b.example=2"},
            "APPROVAL_LIMITS names a@b.example twice.",
        ),
        (
            {"SECRET_KEY": GOOD_KEY, "RESULT_COLUMNS": "Narrative=ref"},
            "must be a column and what it is",
        ),
        (
            {"SECRET_KEY": GOOD_KEY, "RESULT_STATUSES": "Sent=gone"},
            "RESULT_STATUSES: “Sent=gone” must be a word of your bank and what it means",
        ),
        (
            {"SECRET_KEY": GOOD_KEY, "RESULT_STATUSES": "Sent=paid,sent=pending"},
            "RESULT_STATUSES says of “sent” two things.",
        ),
        *(
            (
                {"SECRET_KEY": GOOD_KEY, "REFERENCE_PREFIX": prefix},
                "REFERENCE_PREFIX must be 2 to 4 capital letters, such as CDF, and not RUN or RES.",
            )
            for prefix in ("", "C", "cdf", "CD1", "FIVES", "ÄÖ", "RUN", "RES")
        ),
        ({"SECRET_KEY": "change-me" * 9}, "Set SECRET_KEY to a long random text"),
        ({"SECRET_KEY": "django-insecure-" + "x" * 40}, "Set SECRET_KEY to a long random text"),
        ({"DEBUG": "1", "SECRET_KEY": "short"}, "Set SECRET_KEY to a long random text"),
        (
            {"SECRET_KEY": GOOD_KEY, "SITE_URL": "http://fund.example.org"},
            "SITE_URL must start with https://, because people send bank details to the service.",
        ),
        (
            {"SECRET_KEY": GOOD_KEY, "SITE_URL": "fund.example.org"},
            "SITE_URL must be the full address of the service, such as https://fund.example.org.",
        ),
        (
            {"SECRET_KEY": GOOD_KEY, "SITE_URL": "ftp://fund.example.org"},
            "SITE_URL must be the full address of the service, such as https://fund.example.org.",
        ),
        (
            {"SECRET_KEY": GOOD_KEY, "FUND_COLOUR": "green; background: url(//thief.example)"},
            "FUND_COLOUR must be a colour such as #0b5c4a.",
        ),
    ],
)
def test_it_does_not_start_and_says_in_a_sentence_what_to_do(env, sentence, tmp_path):
    result = run("manage.py", "up", folder=tmp_path, **env)

    assert result.returncode == 1
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert GOOD_KEY not in result.stderr


def test_the_sentence_shows_how_to_make_a_key(tmp_path):
    said = run("manage.py", "check", folder=tmp_path).stderr
    recipe = said.partition("python3 -c '")[2].partition("'")[0]

    key = run("-c", recipe, folder=tmp_path).stdout.strip()

    result = run("manage.py", "check", folder=tmp_path, SECRET_KEY=key)
    assert result.returncode == 0, result.stderr


def test_the_demo_makes_a_key_of_its_own_and_keeps_it(tmp_path):
    first = value_of("settings.SECRET_KEY", folder=tmp_path, DEBUG="1")
    second = value_of("settings.SECRET_KEY", folder=tmp_path, DEBUG="1")

    assert first == second
    assert len(first) > 40
    assert (tmp_path / "data" / "secret-key").stat().st_mode & 0o077 == 0
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0


def test_production_is_the_default(tmp_path):
    facts = value_of(
        "[settings.DEBUG, settings.FUND['is_demo'], settings.TIME_ZONE, settings.USE_TZ]",
        folder=tmp_path,
        SECRET_KEY=GOOD_KEY,
    )

    assert facts == [False, False, "Europe/London", True]


@pytest.mark.parametrize(("count", "believed"), [("0", None), ("1", True)])
def test_a_proxy_is_believed_only_when_there_is_one(count, believed, tmp_path):
    header = value_of(
        "getattr(settings, 'SECURE_PROXY_SSL_HEADER', None)",
        folder=tmp_path,
        SECRET_KEY=GOOD_KEY,
        TRUSTED_PROXY_COUNT=count,
    )

    assert bool(header) == bool(believed)


def test_a_new_field_key_still_reads_what_the_old_one_wrote(tmp_path):
    old, new = "o" * 43 + "=", "n" * 43 + "="
    code = (
        "import sys, django; django.setup(); from applicants import secrets;"
        "print(getattr(secrets, sys.argv[1])(sys.argv[2]))"
    )
    common = {"folder": tmp_path, "SECRET_KEY": GOOD_KEY}
    token = run("-c", code, "encrypt", "66374958", FIELD_KEY=old, **common).stdout.strip()

    read = run("-c", code, "decrypt", token, FIELD_KEY=f"{new},{old}", **common).stdout.strip()

    assert "66374958" not in token
    assert read == "66374958"


# --- What a browser is told in production -----------------------------------------------------

VISIT = """
import json, re, django
django.setup()
from django.core.management import call_command
from django.test import Client

call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
from applicants.models import User
from allauth.account.models import EmailAddress
person = User.objects.create_user("a@example.org", "plain-demo-words-7", name="A")
EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)

def browser(**extra):
    return Client(SERVER_NAME="fund.example.org", **extra)

def told(response):
    cookies = {name: dict(morsel) for name, morsel in response.cookies.items()}
    return {
        "status": response.status_code,
        "headers": {k: v for k, v in response.headers.items()},
        "cookies": {name: {k: v for k, v in facts.items() if v} for name, facts in cookies.items()},
    }

safe = browser(enforce_csrf_checks=True)
page = safe.get("/accounts/login/", secure=True)
data = {"login": person.email, "password": "plain-demo-words-7"}
token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]
print(json.dumps({
    "page": told(page),
    "health": told(browser().get("/health/")),
    "plain": told(browser().get("/accounts/login/")),
    "stranger": told(Client(SERVER_NAME="thief.example").get("/accounts/login/", secure=True)),
    "without a token": told(safe.post("/accounts/login/", data, secure=True)),
    "from elsewhere": told(safe.post(
        "/accounts/login/", data | {"csrfmiddlewaretoken": token}, secure=True,
        headers={"referer": "https://thief.example/", "origin": "https://thief.example"},
    )),
    "signed in": told(safe.post(
        "/accounts/login/", data | {"csrfmiddlewaretoken": token}, secure=True,
        headers={"referer": "https://fund.example.org/accounts/login/"},
    )),
    "private": told(safe.get("/organisations/start/", secure=True)),
}))
"""
# Pages name their styles by a list that `collectstatic` writes; a test must not write it here.
PRODUCTION = """
from grants.settings import *
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
"""


@pytest.fixture(scope="module")
def production(tmp_path_factory):
    """What the real service, with the settings of a real server, tells a browser."""
    folder = tmp_path_factory.mktemp("production")
    (folder / "production.py").write_text(PRODUCTION)
    result = run(
        "-c",
        VISIT,
        folder=folder,
        PYTHONPATH=f"{folder}{os.pathsep}{HOUSE}",
        DJANGO_SETTINGS_MODULE="production",
        SITE_URL="https://fund.example.org",
        SECRET_KEY=GOOD_KEY,
    )
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_every_page_carries_these_headers(production):
    headers = production["page"]["headers"]

    assert sorted(headers["Content-Security-Policy"].split("; ")) == [
        "base-uri 'none'",
        "default-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self' data:",
        "object-src 'none'",
    ]
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Permissions-Policy"].startswith("camera=(), geolocation=()")
    assert "Server" not in headers
    assert "X-Powered-By" not in headers


def test_nothing_unsafe_is_allowed_on_any_page(production):
    for visit in production.values():
        assert "unsafe" not in visit["headers"].get("Content-Security-Policy", "")


@pytest.mark.parametrize("visit", ["without a token", "from elsewhere", "stranger"])
def test_error_pages_carry_the_policy_too(production, visit):
    assert "default-src 'self'" in production[visit]["headers"]["Content-Security-Policy"]


def test_cookies_belong_to_this_host_and_to_nobody_else(production):
    cookies = production["page"]["cookies"] | production["signed in"]["cookies"]

    assert set(cookies) == {"__Host-session", "__Host-csrf"}
    for facts in cookies.values():
        assert facts["secure"]
        assert facts["httponly"]
        assert facts["path"] == "/"
        assert facts["samesite"] == "Lax"
        assert "domain" not in facts
    assert cookies["__Host-session"]["max-age"] == 12 * 60 * 60


def test_signing_in_works_and_private_pages_stay_out_of_caches(production):
    assert production["signed in"]["status"] == 302
    assert production["private"]["status"] == 200
    assert "no-store" in production["private"]["headers"]["Cache-Control"]
    assert "private" in production["private"]["headers"]["Cache-Control"]


def test_an_unsafe_address_leads_to_the_safe_one(production):
    assert production["plain"]["status"] == 301
    assert production["plain"]["headers"]["Location"] == (
        "https://fund.example.org/accounts/login/"
    )
    assert production["health"]["status"] == 200  # asked from inside, without TLS


def test_a_request_for_another_host_is_refused(production):
    assert production["stranger"]["status"] == 400


def test_a_form_from_elsewhere_is_refused(production):
    assert production["without a token"]["status"] == 403
    assert production["from elsewhere"]["status"] == 403
