"""What each assessor thinks, mark by mark."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from grants.applications.models import Application
from grants.funds.models import Criterion


class AssessmentQuerySet(models.QuerySet):
    def counting(self):
        """Those whose marks count: every figure, difference and list of scores starts here.

        They are filed, and not set aside.
        """
        return self.filter(filed_at__isnull=False, set_aside_at=None)


class Assessment(models.Model):
    """One assessor's whole opinion: a draft until it is filed, then frozen.

    One that was set aside stays as it was filed, and counts no longer.
    """

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="assessments"
    )
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assessments"
    )
    started_at = models.DateTimeField(default=now)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(default=now)
    filed_at = models.DateTimeField(null=True, blank=True)
    total = models.DecimalField(
        "weighted total out of 100", max_digits=5, decimal_places=2, null=True, blank=True
    )
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_why = models.CharField(max_length=120, blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "assessor"], name="one_assessment_for_each_assessor"
            ),
            models.CheckConstraint(
                name="a_total_is_0_to_100", condition=Q(total=None) | Q(total__range=(0, 100))
            ),
            models.CheckConstraint(
                name="only_filed_scores_are_set_aside_and_say_why",
                condition=Q(set_aside_at=None, set_aside_why="")
                | Q(set_aside_at__isnull=False, filed_at__isnull=False) & ~Q(set_aside_why=""),
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
