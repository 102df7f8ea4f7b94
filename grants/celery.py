"""The background worker: it wakes up on a schedule and does what grants/tasks.py says.

No page and no action knows it, so the web server never loads it.
"""

import os
from pathlib import Path

from celery import Celery
from celery.schedules import crontab
from celery.signals import beat_embedded_init, task_prerun, worker_process_init

from . import doorbell
from .processes import end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "grants.settings")

doorbell.install()
app = Celery("grants")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "deliver emails": {
        "task": "grants.tasks.deliver_emails",
        "schedule": 2.0,
        "options": {"expires": 5},
    },
    "render letters": {
        "task": "grants.tasks.render_letters",
        "schedule": 2.0,
        "options": {"expires": 5},
    },
    # Reminders are due at 8 in the morning; a worker that was away then catches up.
    "remind drafts": {
        "task": "grants.tasks.remind_drafts",
        "schedule": crontab(minute="*/15"),
        "options": {"expires": 600},
    },
    "remind assessors": {
        "task": "grants.tasks.remind_assessors",
        "schedule": crontab(minute="*/15"),
        "options": {"expires": 600},
    },
    "remind signatories": {
        "task": "grants.tasks.remind_signatories",
        "schedule": crontab(minute="*/15"),
        "options": {"expires": 600},
    },
    "remind to confirm": {
        "task": "grants.tasks.remind_to_confirm",
        "schedule": crontab(minute="*/15"),
        "options": {"expires": 600},
    },
    "find links": {
        "task": "grants.tasks.find_links",
        "schedule": crontab(minute="*/15"),
        "options": {"expires": 600},
    },
    "fill places": {
        "task": "grants.tasks.fill_places",
        "schedule": 30.0,
        "options": {"expires": 60},
    },
    "issue certificates": {
        "task": "grants.tasks.issue_certificates",
        "schedule": 60.0,
        "options": {"expires": 120},
    },
    "tell of sessions": {
        "task": "grants.tasks.tell_of_sessions",
        "schedule": 60.0,
        "options": {"expires": 120},
    },
    "scan files": {
        "task": "grants.tasks.scan_files",
        "schedule": 5.0,
        "options": {"expires": 10},
    },
    "forget removed files": {
        "task": "grants.tasks.forget_removed_files",
        "schedule": crontab(hour=3, minute=0),
    },
    "daily": {"task": "grants.tasks.daily", "schedule": crontab(hour=7, minute=0)},
}


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
