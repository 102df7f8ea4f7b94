"""A body that holds the money of a group, and its pages."""

from django.urls import reverse

from applicants.models import LegalForm
from grants.models import Application, Letter
from tests import factories


def oak(*, form=LegalForm.COOP_SOCIETY, signatories=2, **facts):
    """A body that could hold money."""
    facts = {"name": "Oak Mill Society", "registration_number": "91877R", **facts}
    host = factories.organisation(legal_form=form, **facts)
    for _one in range(signatories - 1):
        factories.member(host, is_signatory=True)
    return host


def page(name, application):
    return reverse(name, args=[application.reference])


def sign_form(**others):
    letter = Letter.objects.get(kind="offer").sha256
    return {"name": "Ola Oak", "agree": "on", "capacity": "chair", "letter": letter, **others}


def everybody_signs(application):
    return factories.all_sign(Application.objects.get(pk=application.pk))
