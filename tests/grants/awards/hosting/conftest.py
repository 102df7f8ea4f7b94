"""What the tests of this folder start from."""

import pytest

from applicants.models import LegalForm
from tests import factories


@pytest.fixture
def group():
    """An offer to a group that is not formed, with two named officers."""
    application = factories.offered(of=factories.organisation(legal_form=LegalForm.NOT_FORMED))
    factories.add_signatories(application)
    return application
