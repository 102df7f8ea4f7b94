"""What an officer checks, and what they found."""

from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from grants.applications.models import Application, Attachment
from grants.funds.models import EligibilityTest

LONGEST_CONDITION = 240  # so that with its date it still fits into a letter


class Said(NamedTuple):
    """What an officer says about one check; a condition without a day waits for the money."""

    result: str
    reason: str
    evidence: str = ""
    document: Attachment | None = None
    condition: str = ""
    due_on: date | None = None


class FindingQuerySet(models.QuerySet):
    def current(self):
        """What holds now; what was corrected stays readable beside it."""
        return self.filter(replaced_at=None)


class Finding(models.Model):
    """What somebody found when they checked one thing. A correction is another row."""

    class Result(models.TextChoices):
        PASS = "pass", "Yes"
        CONDITION = "condition", "Yes, with a condition"
        FAIL = "fail", "No"
        NOT_APPLICABLE = "not_applicable", "Does not apply"

    result = models.CharField(max_length=15, choices=Result.choices)
    reason = models.TextField()
    evidence = models.CharField("where we saw it", max_length=300, blank=True)
    document = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    condition = models.CharField(max_length=LONGEST_CONDITION, blank=True)
    due_on = models.DateField(null=True, blank=True)
    checked_at = models.DateTimeField(default=now)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_has_a_condition_when_it_says_so",
                condition=(Q(result="condition") & ~Q(condition=""))
                | (~Q(result="condition") & Q(condition="", due_on=None)),
            )
        ]

    @property
    def is_fail(self):
        return self.result == self.Result.FAIL

    @property
    def said(self):
        return Said(
            self.result, self.reason, self.evidence, self.document, self.condition, self.due_on
        )


class EligibilityCheck(Finding):
    """The result of one eligibility test, with its reason."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="eligibility_checks"
    )
    test = models.ForeignKey(EligibilityTest, on_delete=models.PROTECT, related_name="+")

    class Meta(Finding.Meta):
        constraints = [
            *Finding.Meta.constraints,
            models.UniqueConstraint(
                fields=["application", "test"],
                condition=Q(replaced_at=None),
                name="one_result_for_each_eligibility_test",
            ),
        ]
