"""An application in each of its thirteen states, for tests that must see them all."""

from datetime import timedelta

from django.utils.timezone import now

from grants.applications import actions as applying
from grants.awards.agreeing import actions as agreeing
from grants.closure import actions as closing
from grants.models import Award
from tests import factories
from tests.factories.cases import colleague


def withdrawn(**facts):
    application = factories.submitted(**facts)
    return applying.withdraw_application(application, by=application.started_by)


def lapsed(**facts):
    application = factories.offered(**facts)
    Award.objects.filter(application=application).update(respond_by=now() - timedelta(days=1))
    assert agreeing.lapse_offers() == 1
    application.refresh_from_db()
    return application


def terminated(**facts):
    application = factories.accepted(**facts)
    return closing.terminate_award(
        application, reason="The group has closed.", by=colleague("is_officer")
    )


STAGES = {
    "draft": factories.draft,
    "submitted": factories.submitted,
    "in_assessment": factories.in_assessment,
    "with_panel": factories.with_panel,
    "offered": factories.offered,
    "accepted": factories.accepted,
    "in_monitoring": factories.in_monitoring,
    "closed": factories.closed,
    "withdrawn": withdrawn,
    "ineligible": factories.ineligible,
    "declined": factories.declined,
    "lapsed": lapsed,
    "terminated": terminated,
}
