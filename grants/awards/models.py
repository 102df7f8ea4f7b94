"""Decisions, awards with their conditions and instalments, and letters."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from grants.applications.models import Application, case_is_visible
from grants.money import DaysField, PoundsField


class Decision(models.Model):
    """What the panel decided, with its reasons. Added to, never changed."""

    class Outcome(models.TextChoices):
        OFFER = "offer", "Offer a grant"
        DECLINE = "decline", "Decline"
        DEFER = "defer", "Defer"

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reasons = models.TextField()
    decided_at = models.DateTimeField(default=now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=~Q(outcome="defer"),
                name="one_final_decision_for_each_application",
            )
        ]


class AwardQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(case_is_visible(user))


class Award(models.Model):
    """The terms of a grant. Its state is the application's: there is no second copy."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="award")
    reference = models.CharField(max_length=20, unique=True)
    amount = PoundsField("amount awarded")
    days = DaysField("advice days awarded", default=0)
    offered_at = models.DateTimeField(default=now)
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    respond_by = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    accepted_name = models.CharField(max_length=120, blank=True)
    accepted_letter_hash = models.CharField(max_length=64, blank=True)
    lapse_told_at = models.DateTimeField(null=True, blank=True)

    objects = AwardQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_award_gives_something", condition=Q(amount__gt=0) | Q(days__gt=0)
            ),
            models.CheckConstraint(
                name="an_acceptance_says_when_who_and_of_what",
                condition=Q(accepted_at=None, accepted_by=None, accepted_letter_hash="")
                | (
                    Q(accepted_at__isnull=False, accepted_by__isnull=False)
                    & ~Q(accepted_letter_hash="")
                    & ~Q(accepted_name="")
                ),
            ),
        ]

    def __str__(self):
        return self.reference


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


class LetterQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A letter opens for those who see its case; its bytes are read only when asked for."""
        return self.filter(case_is_visible(user)).defer("pdf")

    def issued(self):
        return self.exclude(issued_at=None)


class Letter(models.Model):
    """A letter of the fund: queued with the fact, made by a worker, then never changed.

    The bytes stand in the row, so that a letter and its hash cannot part.
    """

    class Kind(models.TextChoices):
        OFFER = "offer", "Offer letter"
        DECLINE = "decline", "Decision letter"
        INELIGIBLE = "ineligible", "Letter about eligibility"

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="letters")
    reference = models.CharField(max_length=30, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    queued_at = models.DateTimeField(default=now)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    dated_on = models.DateField()
    words = models.JSONField(help_text="What the template is filled with.")
    leased_until = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    html = models.TextField(blank=True)
    pdf = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "kind"], name="one_letter_of_a_kind_for_each_application"
            ),
            models.CheckConstraint(
                name="an_issued_letter_has_its_bytes_and_hash",
                condition=Q(issued_at=None, pdf=None, sha256="")
                | (Q(issued_at__isnull=False, pdf__isnull=False) & ~Q(sha256="")),
            ),
        ]
        indexes = [
            models.Index(fields=["queued_at"], name="letters_to_make", condition=Q(issued_at=None))
        ]

    def __str__(self):
        return self.reference
