"""What a round judges, and what must be true before it does."""

from django.db import models
from django.db.models import Q

from .rounds import Round


class Criterion(models.Model):
    """What assessors judge, and how much it counts. Weights of a round add up to 100."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="criteria")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    guidance = models.TextField(blank=True)
    weight = models.PositiveSmallIntegerField()
    marks = models.JSONField(
        default=list, blank=True, help_text="What 0 to 4 mean for it. None: the general words."
    )
    is_essential = models.BooleanField(
        default=False, help_text="With a 0 for this, the fund offers advice first, not money."
    )

    class Meta:
        verbose_name_plural = "criteria"
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="criteria_in_order"),
            models.CheckConstraint(
                name="a_weight_is_1_to_100", condition=Q(weight__gte=1, weight__lte=100)
            ),
        ]

    def __str__(self):
        return self.name


class EligibilityTest(models.Model):
    """One thing that must be true before an application is assessed.

    With a question of its own it is also asked beforehand, on the page “Can we apply?”, so that
    nobody writes for days and then hears no.
    """

    class Alternative(models.TextChoices):
        NONE = "", "Nothing else"
        WORKSHOP = "workshop", "A workshop of ours"
        ADVICE = "advice", "A talk with us"
        FUND = "fund", "Another round that is open"

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="eligibility_tests")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    question = models.CharField(max_length=200, blank=True)
    guidance = models.CharField(max_length=300, blank=True)
    passes_on = models.CharField(
        max_length=3, choices=[("yes", "Yes"), ("no", "No")], default="yes"
    )
    otherwise = models.CharField(max_length=400, blank=True)
    alternative = models.CharField(
        max_length=10, choices=Alternative.choices, default=Alternative.NONE, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="eligibility_tests_in_order"),
            models.CheckConstraint(
                name="a_question_asked_beforehand_explains_its_no",
                condition=Q(question="") | ~Q(otherwise=""),
            ),
        ]

    def __str__(self):
        return self.text
