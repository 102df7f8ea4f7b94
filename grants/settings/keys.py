"""The secrets of the service."""

import base64
import secrets

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.core.exceptions import ImproperlyConfigured

from .environment import DATA_DIR, DEBUG, env


def _key_of_the_demo() -> str:
    """Make a random key once and keep it beside the demo's data, readable by its owner only."""
    path = DATA_DIR / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY and DEBUG:
    SECRET_KEY = _key_of_the_demo()
if len(SECRET_KEY) < 40 or "change-me" in SECRET_KEY or "insecure" in SECRET_KEY:
    raise ImproperlyConfigured(
        "Set SECRET_KEY to a long random text that nobody else knows; make one with: "
        "python3 -c 'import secrets; print(secrets.token_urlsafe(50))' "
        "(to try the demo on your own machine, use `make run`)."
    )
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])


def _field_key(secret: str) -> str:
    """Derive the key for secrets in the database from the secret key."""
    derived = HKDF(SHA256(), length=32, salt=None, info=b"coopfund field encryption")
    return base64.urlsafe_b64encode(derived.derive(secret.encode())).decode()


# Fernet keys, the newest first: bank details and second-factor secrets are stored under the
# first and can be read with any. See "Keys" in docs/operations.md before changing them.
FIELD_KEYS = env.list("FIELD_KEY", default=[]) or [
    _field_key(secret) for secret in [SECRET_KEY, *SECRET_KEY_FALLBACKS]
]
