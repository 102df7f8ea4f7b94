#!/usr/bin/env python
"""The door for operators: `python manage.py help` lists what can be done."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "grants.settings")
    try:
        settings.DEBUG  # noqa: B018  (reading one setting reads and checks them all)
    except ImproperlyConfigured as problem:
        sys.exit(f"The service cannot start. {problem}")
    execute_from_command_line(sys.argv)
