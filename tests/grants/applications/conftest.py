"""Applications to begin with."""

import pytest

from tests import factories
from tests.factories import client_for


@pytest.fixture
def begun():
    """A draft with nothing in it, and the browser of the person who began it."""
    application = factories.draft(ready=False)
    return application, client_for(application.started_by)


@pytest.fixture
def ready():
    """A draft that can be sent, and the browser of the person who wrote it."""
    application = factories.draft()
    return application, client_for(application.started_by)


@pytest.fixture
def elm():
    """A co-op that is asked to apply together with another."""
    return factories.organisation(name="Elm Millers")
