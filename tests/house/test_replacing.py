"""Writing a row over another is a change too, whatever a database calls it."""

import pytest
from django.db import IntegrityError, connection, transaction

from grants.models import Decision
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.database]

OVERWRITE = {
    "sqlite": "INSERT OR REPLACE INTO grants_decision SELECT * FROM grants_decision",
    "postgresql": (
        "INSERT INTO grants_decision SELECT * FROM grants_decision "
        "ON CONFLICT (id) DO UPDATE SET reasons = 'Other reasons'"
    ),
}


def test_a_decision_cannot_be_written_over():
    factories.declined()
    reasons = Decision.objects.get().reasons

    with (
        pytest.raises(IntegrityError, match="kept as it was"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(OVERWRITE[connection.vendor])

    assert Decision.objects.get().reasons == reasons
