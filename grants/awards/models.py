"""Decisions, and the awards that they give."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from applicants.models import MOVES, Organisation
from grants.applications.models import Application, case_is_visible
from grants.money import DaysField, PoundsField, total


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

    WHEN_MERGED = {"payee": MOVES}
    WHEN_DETAILS_CHANGE = "grants.awards.agreeing.other_details.tell_officers"

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="award")
    reference = models.CharField(max_length=20, unique=True)
    amount = PoundsField("amount awarded")
    days = DaysField("advice days awarded", default=0)
    offered_at = models.DateTimeField(default=now)
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    respond_by = models.DateTimeField()
    # As many as its form asked for when it was offered; another form now takes nobody away.
    signers = models.PositiveSmallIntegerField(default=1)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    accepted_name = models.CharField(max_length=120, blank=True)
    accepted_letter_hash = models.CharField(max_length=64, blank=True)
    # Whose account the grant goes to: the co-op, or the body that holds the money for it.
    payee = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lapse_told_at = models.DateTimeField(null=True, blank=True)

    objects = AwardQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_award_gives_something", condition=Q(amount__gt=0) | Q(days__gt=0)
            ),
            models.CheckConstraint(
                name="an_acceptance_says_when_who_and_of_what",
                condition=Q(accepted_at=None, accepted_by=None, payee=None, accepted_letter_hash="")
                | (
                    Q(accepted_at__isnull=False, accepted_by__isnull=False, payee__isnull=False)
                    & ~Q(accepted_letter_hash="")
                    & ~Q(accepted_name="")
                ),
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def gross_value(self):
        """What public money it is, in pounds: its money, and its days and space at their value."""
        return total(line.value for line in self.lines.all())
