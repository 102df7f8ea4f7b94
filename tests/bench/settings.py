"""The real settings, with the reference page beside the service and a stopwatch before it."""

from pathlib import Path

from grants.settings import *  # noqa: F403
from grants.settings import DATA_DIR, DATABASES, MIDDLEWARE, TEMPLATES

ROOT_URLCONF = "tests.bench.urls"
MIDDLEWARE = ["tests.bench.reference.Stopwatch", *MIDDLEWARE]
TEMPLATES[0]["DIRS"].append(Path(__file__).parent / "templates")
STATIC_ROOT = DATA_DIR / "staticfiles"  # collected for each run, and thrown away with it
DATABASES["default"].setdefault("TEST", {})
