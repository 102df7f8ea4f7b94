"""The town is made once, and walked once, for all tests of this folder."""

import pytest
from django.test import override_settings

from tests.house import walking
from tests.house.a_town import a_town
from tests.house.undefined import noting_undefined


@pytest.fixture(scope="package")
def town(django_db_setup, django_db_blocker):
    """Every test of it carries the mark: a database is made only when one that runs asks for it."""
    # However slow the machine, the walk is one visit: nobody has to sign in again on the way.
    one_visit = override_settings(ACCOUNT_REAUTHENTICATION_TIMEOUT=3600)
    with one_visit, a_town(django_db_blocker) as town:
        town.pages, town.undefined = [], {}
        with django_db_blocker.unblock(), noting_undefined() as noted:
            for page in walking.walk(town):
                town.pages.append(page)
                for name in noted.taken():
                    town.undefined.setdefault(name, str(page))
        town.forms = list(walking.forms_of(town.pages))
        yield town
