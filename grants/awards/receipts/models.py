"""The decision receipt, as it was when the decision went out."""

from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from grants.awards.models import Decision


class DecisionReceipt(models.Model):
    """What we told a co-op about one final decision, and its hash. Never changed.

    A correction that comes later changes the case, but not what was told that day.
    """

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="receipt")
    content = models.JSONField(help_text="Marks, weights, sums and words, as `facts` makes them.")
    content_hash = models.CharField(max_length=64)
    review_by = models.DateField(help_text="The last day on which a review can be asked for.")
    kept_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_decision_receipt_has_its_hash", condition=~Q(content_hash="")
            )
        ]

    def __str__(self):
        return f"Decision receipt, {self.decision.application}"
