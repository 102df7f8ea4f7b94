"""The real settings for the processes that the tests start; only nothing is collected."""

from grants.settings import *  # noqa: F403
from grants.settings import STORAGES

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
