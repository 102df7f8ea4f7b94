"""A case in assessment, and small ways to look at it, for the tests of this room."""

from django.urls import reverse

from grants.assessment.actions import assign_assessor, declare_no_conflict
from grants.funds.queries import criteria_of
from grants.models import HistoryEntry
from tests import factories
from tests.factories import client_for
from tests.factories.cases import REASON, colleague

# What an assessor of the two criteria of the factories sends.
FULL = {"mark_1": "3", "reason_1": REASON, "mark_2": "unable", "reason_2": "Not my trade."}


def assigned(application=None):
    """An application in assessment, and an assessor who is asked to score it and may open it."""
    application = application or factories.in_assessment()
    assessor = factories.staff("is_assessor")
    assign_assessor(application, assessor=assessor, by=colleague("is_officer"))
    declare_no_conflict(application, by=assessor)
    return application, assessor


def signed_in(application=None):
    """The same, and the assessor’s browser."""
    application, assessor = assigned(application)
    return application, assessor, client_for(assessor)


def scores(application, *given):
    return dict(zip(criteria_of(application.round), given, strict=True))


def verbs(application):
    entries = HistoryEntry.objects.filter(application=application).order_by("sequence")
    return list(entries.values_list("verb", flat=True))


def page(name, application, *more):
    return reverse(name, args=[application.reference, *more])


def text(response):
    return response.content.decode()
