"""Who makes a form, and their browser."""

import pytest

from tests.factories import client_for, staff


@pytest.fixture
def by():
    return staff("is_officer")


@pytest.fixture
def client(by):
    return client_for(by)
