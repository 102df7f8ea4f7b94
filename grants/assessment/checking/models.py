"""What an officer checks before anybody scores."""

from django.conf import settings
from django.db import models
from django.utils.timezone import now

from grants.applications.models import Application
from grants.funds.models import EligibilityTest


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
