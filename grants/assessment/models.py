"""Checking and scoring: eligibility, conflicts, assessors, scores, the officer's advice."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from grants.applications.models import Application
from grants.funds.models import Criterion, EligibilityTest
from grants.money import DaysField, PoundsField


class EligibilityCheck(models.Model):
    """The result of one eligibility test, with its reason."""

    class Result(models.TextChoices):
        PASS = "pass", "Yes"
        CONDITION = "condition", "Yes, with a condition"
        FAIL = "fail", "No"
        NOT_APPLICABLE = "not_applicable", "Does not apply"

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="eligibility_checks"
    )
    test = models.ForeignKey(EligibilityTest, on_delete=models.PROTECT, related_name="+")
    result = models.CharField(max_length=15, choices=Result.choices)
    reason = models.TextField()
    checked_at = models.DateTimeField(default=now)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "test"], name="one_result_for_each_eligibility_test"
            )
        ]

    @property
    def is_fail(self):
        return self.result == self.Result.FAIL


class Conflict(models.Model):
    """A declared conflict of interest. It closes the case to that person everywhere."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="conflicts")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="conflicts"
    )
    reason = models.TextField()
    declared_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "user"], name="one_conflict_for_each_person"
            )
        ]


class Assignment(models.Model):
    """Who is asked to assess an application."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="assignments"
    )
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments"
    )
    assigned_at = models.DateTimeField(default=now)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "assessor"],
                condition=Q(ended_at=None),
                name="each_assessor_is_assigned_once",
            )
        ]


class Assessment(models.Model):
    """One assessor's whole opinion: a draft until it is filed, then frozen."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="assessments"
    )
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assessments"
    )
    started_at = models.DateTimeField(default=now)
    filed_at = models.DateTimeField(null=True, blank=True)
    total = models.DecimalField(
        "weighted total out of 100", max_digits=5, decimal_places=2, null=True, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "assessor"], name="one_assessment_for_each_assessor"
            ),
            models.CheckConstraint(
                name="a_total_is_0_to_100", condition=Q(total=None) | Q(total__range=(0, 100))
            ),
        ]
        indexes = [
            models.Index(
                fields=["application", "total"],
                name="filed_totals",
                condition=Q(filed_at__isnull=False),
            )
        ]


class Score(models.Model):
    """The mark for one criterion, with its reason."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    mark = models.PositiveSmallIntegerField(null=True, blank=True)
    is_answered = models.BooleanField(
        default=True, help_text="Answered without a mark: the assessor cannot judge this."
    )
    reason = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "criterion"], name="one_score_for_each_criterion"
            ),
            models.CheckConstraint(
                name="a_mark_is_an_answer", condition=Q(is_answered=True) | Q(mark=None)
            ),
            models.CheckConstraint(
                name="a_mark_is_0_to_4", condition=Q(mark=None) | Q(mark__lte=4, mark__gte=0)
            ),
        ]


class Recommendation(models.Model):
    """The officer's advice to the panel."""

    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="recommendation"
    )
    amount = PoundsField()
    days = DaysField(default=0)
    reason = models.TextField()
    made_at = models.DateTimeField(default=now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
