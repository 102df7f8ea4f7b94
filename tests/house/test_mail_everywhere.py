"""Every email and letter: sent by something that happens, and nothing undefined in it."""

import html
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.test.signals import template_rendered

import applicants
from applicants.models import Email
from grants.models import Letter
from tests import factories
from tests.standing import standing

from .happenings import make_everything_happen
from .undefined import showing_undefined, undefined_names

pytestmark = pytest.mark.django_db

TEMPLATES = Path(settings.BASE_DIR) / "templates"


def test_an_undefined_name_is_found():
    with showing_undefined():
        text = render_to_string("emails/applicants/person_added.txt", {"site": ""})

    assert {"person", "by", "fund.name", "fund.email"} <= undefined_names(text)


# --- Mail and letters ------------------------------------------------------------------------


class Rendered:
    """Which templates were rendered while this listened."""

    def __init__(self):
        self.names = set()

    def __call__(self, sender, template, **context):
        self.names.add(template.name)


@pytest.fixture(scope="module")
def everything_that_happens(django_db_setup, django_db_blocker):
    """All of it once, for all tests of this file: the names of the templates that it took."""
    listener = Rendered()
    template_rendered.connect(listener)
    with standing(django_db_blocker), showing_undefined():
        make_everything_happen()
        yield listener.names
    template_rendered.disconnect(listener)


def files_in(folder, ending):
    return {str(path.relative_to(TEMPLATES)) for path in (TEMPLATES / folder).rglob(f"*{ending}")}


def test_every_email_and_letter_is_sent_by_something_that_happens(everything_that_happens):
    """A template that nothing renders is dead, or its event is missing from the story above."""
    ours = files_in("emails", ".txt") | files_in("letters", ".html")

    assert len(ours) > 25
    assert ours - everything_that_happens == set()


def test_every_email_says_all_that_it_means_to_say(everything_that_happens):
    for email in Email.objects.all():
        said = f"{email.event}\n{email.subject}\n{email.body}"
        assert not undefined_names(said), said
        assert not re.search(r"\bNone\b|<[A-Z]\w+: |\{[{%]|&(#|\w+;)|\S  +\S", said), said
        assert email.body.startswith("Hello "), said
        assert settings.FUND["name"] in email.body, said
        assert settings.FUND["email"] in email.body or settings.FUND["phone"] in email.body, said
        assert "\n\n\n" not in email.body, said


UUID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}")


def test_every_subject_is_short_and_for_people(everything_that_happens):
    subjects = dict(Email.objects.values_list("event", "subject"))

    for event, subject in subjects.items():
        assert 10 <= len(subject) <= 78, event
        assert not UUID.search(subject), event
        assert not re.search(r"#\d|\bid\b", subject), event
        assert not subject.endswith("."), event
        assert subject == subject.strip(), event


def test_every_letter_says_all_that_it_means_to_say(everything_that_happens):
    letters = Letter.objects.all()

    assert {letter.kind for letter in letters} == set(Letter.Kind.values)
    for letter in letters:
        assert letter.issued_at is not None, letter.problem
        assert not undefined_names(letter.html)
        words = html.unescape(re.sub(r"<[^>]+>", " ", letter.html))
        assert not re.search(r"\bNone\b|\{[{%]", words)


def test_links_in_mail_lead_to_pages(everything_that_happens):
    owners = {user.email: user for user in applicants.models.User.objects.all()}
    opened = set()
    for email in Email.objects.all():
        for link in re.findall(rf"{re.escape(settings.SITE_URL)}(\S+)", email.body):
            if (email.event, link.split("/")[1]) in opened:
                continue
            opened.add((email.event, link.split("/")[1]))
            owner = owners.get(email.to)  # or somebody without an account
            response = (factories.client_for(owner) if owner else Client()).get(link)
            assert response.status_code in (200, 302), f"{email.event}: {link}"

    assert len(opened) > 15
