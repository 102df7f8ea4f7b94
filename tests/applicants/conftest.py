"""What the tests of this folder start from."""

import pytest

from tests.faults.postbox import open_postbox


@pytest.fixture
def smtp(settings):
    """A real mail server, which the outbox really talks to."""
    with open_postbox() as postbox:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", postbox.port
        settings.EMAIL_TIMEOUT = 5
        yield postbox
