"""Reports: due, sent in, accepted."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from grants.applications.models import case_is_visible
from grants.awards.models import Award
from grants.awards.terms.models import Instalment
from grants.lifecycle import ReportLifecycle, ReportStage, Stage
from grants.states import StateQuerySet


class ReportQuerySet(StateQuerySet):
    def visible_to(self, user):
        """Reports open for those who see their case. What every page of one shows comes along."""
        return self.filter(case_is_visible(user, "award__application")).select_related(
            "award__application__organisation", "award__application__round", "releases", "sent_by"
        )


class Report(ReportLifecycle):
    """What a co-op tells us about a grant."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="reports")
    number = models.PositiveSmallIntegerField()
    reference = models.CharField(max_length=25, unique=True)
    name = models.CharField(max_length=60)
    due_on = models.DateField()
    releases = models.ForeignKey(
        Instalment, on_delete=models.PROTECT, null=True, blank=True, related_name="released_by"
    )
    answers = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["award", "number"], name="reports_in_order"),
            models.CheckConstraint(
                name="a_report_sent_says_when_and_by_whom",
                condition=Q(state="due") | Q(sent_at__isnull=False, sent_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_report_accepted_says_when_and_by_whom",
                condition=~Q(state="accepted")
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["sent_at"], name="reports_to_read", condition=Q(state="sent"))
        ]

    def __str__(self):
        return self.reference

    @property
    def is_open(self):
        """The co-op may write in it: it is due, and the grant is running."""
        return self.state == ReportStage.DUE and self.award.application.state == Stage.IN_MONITORING

    def applications_moved(self):
        return [self.award.application]
