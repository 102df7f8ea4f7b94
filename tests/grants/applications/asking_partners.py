"""What tests of joint applications do and read."""

import re

from django.urls import reverse

from applicants.models import Email
from grants.applications.queries import draft_of
from grants.models import Application, SectionAnswers


def fresh(application):
    return Application.objects.get(pk=application.pk)


def problems(application):
    return [str(problem) for problem in draft_of(fresh(application)).problems]


def token_of(partner):
    mail = Email.objects.filter(event="grants/partner_asked", to=partner.email).latest("pk")
    return re.search(r"/partners/link/(\w+)/", mail.body).group(1)


def link(partner):
    return reverse("partner_link", args=[token_of(partner)])


def retype(application, **changes):
    """Somebody changes the partner's line of the budget."""
    row = SectionAnswers.objects.get(application=application, section__number=2)
    row.answers["3"][-1].update(changes)
    row.save()
