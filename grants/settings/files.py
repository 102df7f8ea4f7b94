"""Files: what is taken in, where it is kept, and the styles of the pages."""

import re
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ImproperlyConfigured

from .environment import BASE_DIR, DATA_DIR, DEBUG, env

UPLOAD_MAX_BYTES = 10 * 1024 * 1024  # one file; of a larger one nothing is kept
REQUEST_MAX_BYTES = 512 * 1024 * 1024  # everything sent at once; refused before it is read
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024  # all that is not a file: 100,000 words in any script
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "applicants.files.uploads.NoMoreThanWeTake",
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_PERMISSIONS = 0o600
KEEP_REMOVED_FILES_DAYS = env.int("KEEP_REMOVED_FILES_DAYS", default=30)
CLAMAV_URL = env.str("CLAMAV_URL", default="")
_scanner = urlsplit(CLAMAV_URL)
_is_tcp = _scanner.scheme == "tcp" and re.fullmatch(r"[^/@]+:\d{1,5}", _scanner.netloc)
_is_unix = _scanner.scheme == "unix" and not _scanner.netloc and _scanner.path
if CLAMAV_URL and not (_is_tcp or _is_unix):
    raise ImproperlyConfigured(
        "CLAMAV_URL must be tcp://host:port or unix:///path of a ClamAV daemon (clamd)."
    )
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700


def _uploads(where: str) -> dict:
    """Keep uploads in a folder, or in an S3-compatible store: s3://bucket/prefix?endpoint=…"""
    place = urlsplit(where)
    if place.scheme != "s3":
        folder = "django.core.files.storage.FileSystemStorage"
        return {"BACKEND": folder, "OPTIONS": {"location": where, "base_url": None}}
    options = {name: values[-1] for name, values in parse_qs(place.query).items()}
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": place.netloc,
            "location": place.path.strip("/"),
            "endpoint_url": options.get("endpoint"),
            "region_name": options.get("region"),
            "default_acl": "private",
            "file_overwrite": False,
        },
    }


STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    # No MEDIA_URL: an upload is only ever handed out by a page that checks who asks.
    "default": _uploads(env.str("MEDIA_STORAGE", default=str(DATA_DIR / "media"))),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
