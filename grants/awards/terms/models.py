"""What an award is made of: its conditions, and the instalments that add up to it."""

from django.db import models
from django.db.models import Q

from grants.awards.models import Award
from grants.money import PoundsField


class Condition(models.Model):
    """What must be met, in words, as the letter says it."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="conditions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["award", "number"], name="conditions_in_order")
        ]


class Instalment(models.Model):
    """A planned slice of an award. The instalments of an award add up to it, to the penny."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="instalments")
    number = models.PositiveSmallIntegerField()
    amount = PoundsField()
    due_on = models.DateField()
    needs = models.CharField("what we need first", max_length=200)
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["award", "number"], name="instalments_in_order"),
            models.CheckConstraint(
                name="an_instalment_is_more_than_nothing", condition=Q(amount__gt=0)
            ),
        ]

    def __str__(self):
        return f"{self.award.reference} instalment {self.number}"
