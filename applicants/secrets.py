"""Text that somebody who reads the database must not be able to read."""

from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import models


@lru_cache(maxsize=2)
def _cipher(*keys):
    return MultiFernet([Fernet(key) for key in keys])


def encrypt(text):
    """Encrypt with the newest key."""
    return _cipher(*settings.FIELD_KEYS).encrypt(text.encode()).decode()


def decrypt(secret):
    """Decrypt with whichever key still fits."""
    return _cipher(*settings.FIELD_KEYS).decrypt(secret.encode()).decode()


class SecretField(models.TextField):
    """Text that is encrypted on its way into the database.

    Two equal secrets look different at rest, so they cannot be searched or compared there.
    """

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return encrypt(value) if value else value

    def from_db_value(self, value, expression, connection):
        return decrypt(value) if value else value
