"""A letter that could not be made is not the end of it."""

import pytest
from django.urls import reverse

from grants.awards.actions import decline_application
from grants.awards.letters.issuing import make_queued_letters
from grants.awards.letters.models import Kind
from grants.models import Letter
from tests import factories
from tests.factories.cases import colleague

pytestmark = pytest.mark.django_db


def test_an_officer_has_a_letter_made_again_once_the_name_can_be_printed():
    of = factories.organisation(name="田中 bakers")
    application = factories.with_panel(of=of)
    decline_application(application, reasons="Not yet.", by=colleague("is_approver"))
    make_queued_letters()
    letter = Letter.objects.get(application=application)
    assert letter.issued_at is None
    assert "田" in letter.problem
    of.name = "Tanaka bakers"
    of.save()
    client = factories.client_for(colleague("is_officer"))
    assert "could not be made" in client.get(reverse("case", args=[application.reference])).text

    response = client.post(reverse("letter_again", args=[letter.reference]))
    make_queued_letters()

    assert response.status_code == 302
    letter.refresh_from_db()
    assert letter.issued_at is not None
    assert "Tanaka bakers" in letter.html


def test_an_issued_letter_is_never_made_again():
    application = factories.offered()
    letter = Letter.objects.get(application=application)
    client = factories.client_for(colleague("is_officer"))

    client.post(reverse("letter_again", args=[letter.reference]))

    assert Letter.objects.get(pk=letter.pk).issued_at == letter.issued_at
    assert not application.history.filter(verb="make_letter_again").exists()


# --- which wording -----------------------------------------------------------------------------


def stuck():
    """A letter in our own wording that could not be made; meanwhile there is another wording."""
    factories.letter_wording(Kind.REMINDER, more="In the words of spring.")
    letter = factories.queued_letter(Kind.REMINDER)
    Letter.objects.filter(pk=letter.pk).update(words={**letter.words, "due_on": ""})
    make_queued_letters()
    factories.letter_wording(Kind.REMINDER, more="In the words of autumn.")
    letter.refresh_from_db()
    assert letter.problem
    return letter


def make_again(letter, **sent):
    client = factories.client_for(colleague("is_officer"))
    fixed = {**letter.words, "due_on": "1 June 2027"}
    Letter.objects.filter(pk=letter.pk).update(words=fixed)
    client.post(reverse("letter_again", args=[letter.reference]), sent)
    make_queued_letters()
    letter.refresh_from_db()
    return letter


def test_a_letter_made_again_keeps_the_wording_that_it_was_queued_with():
    letter = make_again(stuck())

    assert "In the words of spring." in letter.html
    assert letter.application.history.filter(verb="make_letter_again").count() == 1


def test_an_officer_may_ask_for_the_wording_of_today():
    letter = make_again(stuck(), today="1")

    assert "In the words of autumn." in letter.html


def test_what_is_queued_keeps_its_wording_and_what_is_issued_is_not_touched():
    issued = factories.queued_letter(Kind.REMINDER, key="1")
    make_queued_letters()
    waiting = factories.queued_letter(Kind.REMINDER, of=issued.application, key="2")
    issued.refresh_from_db()
    before = issued.html, bytes(issued.pdf), issued.sha256

    factories.letter_wording(Kind.REMINDER, more="Another sentence.")
    factories.letter_signature()
    make_queued_letters()

    for letter in (issued, waiting):
        letter.refresh_from_db()
    assert (issued.html, bytes(issued.pdf), issued.sha256) == before
    assert "Another sentence." not in waiting.html
    assert "Chair of the panel" not in waiting.html
