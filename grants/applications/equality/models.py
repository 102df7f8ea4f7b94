"""Answers to the equality questions, with nothing that leads back to a person."""

import uuid

from django.db import models
from django.db.models import Q

from grants.funds.models import Round


class EqualityAnswers(models.Model):
    """What one person answered about themselves.

    There is no link to an application, an organisation or a person, no time finer than a month,
    and no number that tells the order. Until the application is sent it knows a random key, so
    that the answers can be given anew; sending forgets the key on both sides.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    month = models.DateField(help_text="The first day of the month.")
    key = models.CharField(max_length=32, null=True, unique=True)  # noqa: DJ001 - many have none
    answers = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "equality answers"
        constraints = [
            models.CheckConstraint(
                name="equality_answers_know_only_their_month", condition=Q(month__day=1)
            )
        ]


class EqualityTotal(models.Model):
    """How many gave an answer in a round, once the single answers are deleted."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=20)
    option = models.CharField(max_length=40, blank=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "question", "option"], name="one_total_for_each_equality_answer"
            )
        ]
