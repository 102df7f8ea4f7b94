"""A co-op’s request to look again at how a decision was made, and the answer."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from grants.applications.models import case_is_visible
from grants.awards.models import Decision


class ReviewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A review opens for those who see its case."""
        return self.filter(case_is_visible(user, "decision__application"))

    def waiting(self):
        """Those that nobody has answered."""
        return self.filter(answered_at=None)


class Review(models.Model):
    """One request for a review of one decision: on what ground, who looks at it, what they found.

    It is about how we decided, never about how good the plan is. It moves nothing by itself.
    """

    class Ground(models.TextChoices):
        FACT = "fact", "You got a fact wrong"
        RULES = "rules", "You did not follow your own rules"
        UNFAIR = "unfair", "It was not fair"

    class Outcome(models.TextChoices):
        UPHELD = "upheld", "Something went wrong"
        STANDS = "stands", "The decision stands"

    reference = models.SlugField(max_length=32, unique=True)
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="review")
    ground = models.CharField(max_length=6, choices=Ground.choices)
    words = models.TextField()
    asked_at = models.DateTimeField(default=now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reviews",
    )
    assigned_at = models.DateTimeField(null=True, blank=True)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(max_length=6, choices=Outcome.choices, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_review_says_what_went_wrong",
                condition=Q(ground__in=["fact", "rules", "unfair"]) & ~Q(words=""),
            ),
            models.CheckConstraint(
                name="a_reviewer_was_chosen_by_somebody_at_some_time",
                condition=Q(reviewer=None, assigned_at=None, assigned_by=None)
                | Q(reviewer__isnull=False, assigned_at__isnull=False, assigned_by__isnull=False),
            ),
            models.CheckConstraint(
                name="an_answered_review_says_what_and_why",
                condition=Q(answered_at=None, outcome="", answer="")
                | Q(
                    answered_at__isnull=False,
                    reviewer__isnull=False,
                    outcome__in=["upheld", "stands"],
                )
                & ~Q(answer=""),
            ),
        ]

    def __str__(self):
        return f"Review, {self.application}"

    @property
    def application(self):
        return self.decision.application

    @property
    def is_upheld(self):
        return self.outcome == self.Outcome.UPHELD
