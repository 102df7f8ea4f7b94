"""That somebody without an account was forgotten: when, by whom, and nothing of who it was."""

from django.conf import settings
from django.db import models
from django.utils.timezone import now


class GuestForgotten(models.Model):
    """One act of forgetting. It is never changed and never removed."""

    stands_as = models.EmailField(
        blank=True, help_text="The address that stands in all that was theirs."
    )
    places = models.PositiveIntegerField(help_text="How many places stay without their name.")
    forgotten_at = models.DateTimeField(default=now)
    forgotten_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty when the time to keep it was over.",
    )
