"""What an officer typed while trying a form. It is no application, and nothing counts it."""

from django.conf import settings
from django.db import models
from django.utils.timezone import now

from grants.funds.models import Round


class Trial(models.Model):
    """One officer’s trial of one round’s form.

    Answers are kept by the code of their question and not by its number, so that a trial goes
    on while colleagues still add, move and delete questions.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="trials")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    answers = models.JSONField(default=dict)
    saved = models.JSONField(default=list, help_text="The codes of the sections saved so far.")
    started_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "officer"], name="one_trial_of_a_round_for_each_officer"
            )
        ]

    def __str__(self):
        return f"Trial of {self.round}"
