"""What the tests of this folder start from."""

import pytest

from tests import factories


@pytest.fixture
def farhana(db):
    return factories.staff("is_approver", name="Farhana Begum")
