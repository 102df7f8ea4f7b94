"""A letter that could not be made is not the end of it."""

import pytest
from django.urls import reverse

from grants.awards.actions import decline_application
from grants.awards.letters.issuing import make_queued_letters
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
