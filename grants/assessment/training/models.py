"""The practice application of a fund, and what assessors made of it.

None of these tables knows an application, so no sum over applications can include them.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from grants.funds.models import Fund


class TrainingCase(models.Model):
    """A made-up application that assessors of a fund score before a real one."""

    fund = models.OneToOneField(Fund, on_delete=models.PROTECT, related_name="training_case")
    coop = models.CharField(max_length=120)
    sheet = models.JSONField(help_text="Its questions and answers, in their order.")
    made_at = models.DateTimeField(default=now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self):
        return self.coop


class ModelScore(models.Model):
    """What the fund would give for one criterion of the training case, and why."""

    case = models.ForeignKey(TrainingCase, on_delete=models.PROTECT, related_name="model_scores")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    guidance = models.TextField(blank=True)
    weight = models.PositiveSmallIntegerField()
    mark = models.PositiveSmallIntegerField()
    reason = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="model_scores_in_order"),
            models.CheckConstraint(
                name="a_model_mark_is_0_to_4", condition=Q(mark__gte=0, mark__lte=4)
            ),
        ]

    def __str__(self):
        return self.name


class Practice(models.Model):
    """One assessor’s try at a training case: a draft until it is filed."""

    case = models.ForeignKey(TrainingCase, on_delete=models.PROTECT, related_name="practices")
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="practices"
    )
    started_at = models.DateTimeField(default=now)
    filed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "assessor"], name="one_practice_for_each_assessor"
            )
        ]


class PracticeScore(models.Model):
    """The mark that somebody gave for one criterion of a training case, with its reason."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(ModelScore, on_delete=models.PROTECT, related_name="+")
    mark = models.PositiveSmallIntegerField(null=True, blank=True)
    is_answered = models.BooleanField(default=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "criterion"], name="one_practice_score_for_each_criterion"
            ),
            models.CheckConstraint(
                name="a_practice_mark_is_0_to_4",
                condition=Q(mark=None) | Q(mark__gte=0, mark__lte=4),
            ),
            models.CheckConstraint(
                name="a_practice_mark_is_an_answer", condition=Q(is_answered=True) | Q(mark=None)
            ),
        ]
