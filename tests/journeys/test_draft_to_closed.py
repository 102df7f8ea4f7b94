"""One application, all the way, by the actions."""

import pytest

from grants.models import HistoryEntry
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_an_application_goes_from_draft_to_closed():
    application = factories.closed()

    states = HistoryEntry.objects.filter(application=application).exclude(to_state="")
    assert list(states.order_by("sequence").values_list("to_state", flat=True)) == [
        "draft",
        "submitted",
        "in_assessment",
        "with_panel",
        "offered",
        "accepted",
        "in_monitoring",
        "closed",
    ]
