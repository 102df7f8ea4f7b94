"""The fund's own work, from the open round to the closed award, and the project itself."""

from .celery import app as celery_app

__all__ = ["celery_app"]
