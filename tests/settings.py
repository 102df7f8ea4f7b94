"""The real settings, made quick, and cut off from this machine's own set-up."""

import atexit
import os
import secrets
import shutil
import tempfile

os.environ["ENV_FILE"] = os.devnull
os.environ["DEBUG"] = "0"
os.environ["SECRET_KEY"] = secrets.token_urlsafe(50)
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="coopfund-tests-")
atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)

from grants.settings import *  # noqa: E402, F403
from grants.settings import DATA_DIR, DATABASES, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PAYER = {
    "name": "Co-operate Fund",
    "sort_code": "089999",
    "account_number": "66374958",
    "user_number": "408912",
}
OWN_EMAIL_DOMAINS = ["fund.example", "alderwick.example"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True  # nothing is collected for a test

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, as in real life: threads and processes then meet the real locks. It is thrown
    # away afterwards, so nobody waits for the disk.
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA recursive_triggers=ON;"
    )
    # One process asks the same things thousands of times: what was read once is kept.
    DATABASES["default"]["OPTIONS"]["cached_statements"] = 2000
