"""What an officer asked to change before we go on."""

from django.conf import settings
from django.db import models
from django.utils.timezone import now

from grants.applications.models import Submission


class ChangeRequest(models.Model):
    """What we asked to change in what was sent. Never changed itself.

    Every return leaves one; one that names no question leaves all of them open.
    """

    submission = models.OneToOneField(
        Submission, on_delete=models.PROTECT, related_name="change_request"
    )
    note = models.TextField(blank=True, help_text="What we said about all of it.")
    questions = models.JSONField(default=dict, help_text="By key: what we said about each.")
    # With those that a rule may come to ask when one of the named answers changes.
    open_keys = models.JSONField(default=list)
    asked_at = models.DateTimeField(default=now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self):
        return f"Changes to {self.submission.application}"
