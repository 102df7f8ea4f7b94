"""The background worker: it wakes up on a schedule and does what grants/tasks.py says."""

import os
from pathlib import Path

from celery import Celery
from celery.signals import beat_embedded_init, task_prerun, worker_process_init

from . import doorbell
from .processes import end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "grants.settings")

doorbell.install()
app = Celery("grants")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_process_init.connect
@beat_embedded_init.connect
def end_with_the_worker(**_signal: object) -> None:
    """See that a killed worker leaves no scheduler behind that goes on ringing by itself."""
    end_with_parent()


@task_prerun.connect
def show_a_pulse(**_signal: object) -> None:
    """Let the supervisor see that tasks are being taken up; see the command `up`."""
    if pulse := os.environ.get("WORKER_PULSE"):
        Path(pulse).touch()
