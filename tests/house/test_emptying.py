"""After a test that saves for good nothing is left of it, and every guard stands."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection

from tests import emptying, factories
from tests.factories.warm import rows_of_all_tables

pytestmark = [pytest.mark.usefixtures("transactional_db"), pytest.mark.database]


def delete_history():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM grants_historyentry")


def test_rows_that_must_stay_go_too_and_their_guards_stand_again():
    factories.paid()

    emptying.empty()

    assert list(rows_of_all_tables()) == []
    factories.submitted()
    with pytest.raises(IntegrityError):
        delete_history()


def test_what_django_knows_of_our_models_stays():
    factories.person()

    emptying.empty()

    assert ContentType.objects.count() > 50


def test_guards_that_a_test_took_away_are_put_back():
    with connection.schema_editor() as editor:
        emptying.guards.remove(editor)

    emptying.put_guards_back()

    factories.submitted()
    with pytest.raises(IntegrityError):
        delete_history()
