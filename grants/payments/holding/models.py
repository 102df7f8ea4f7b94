"""Why an instalment is not paid although it could be: somebody holds it, or it was cancelled.

An instalment itself stays as the letter promised it, so that those of an award always add up to
it, to the penny. A cancelled one still counts in that sum; the ledger says that its money is free.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now

from grants.awards.terms.models import Instalment
from grants.money import PoundsField


class HoldQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(let_go_at=None)

    def overruling(self):
        """What somebody let go that a colleague held."""
        return self.filter(let_go_by__isnull=False).exclude(held_by=F("let_go_by"))

    def overruled_by(self, user):
        """What a colleague held, and this person let go."""
        return self.overruling().filter(let_go_by=user)


class InstalmentHold(models.Model):
    """Not to be paid until somebody lets it go."""

    instalment = models.ForeignKey(Instalment, on_delete=models.PROTECT, related_name="holds")
    because = models.TextField()
    held_at = models.DateTimeField(default=now)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    let_go_at = models.DateTimeField(null=True, blank=True)
    let_go_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    let_go_because = models.TextField(blank=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["instalment"],
                condition=Q(let_go_at=None),
                name="an_instalment_is_held_once_at_a_time",
            ),
            models.CheckConstraint(
                name="a_hold_that_ended_says_when_by_whom_and_why",
                condition=Q(let_go_at=None, let_go_by=None, let_go_because="")
                | (Q(let_go_at__isnull=False, let_go_by__isnull=False) & ~Q(let_go_because="")),
            ),
            models.CheckConstraint(name="a_hold_says_why", condition=~Q(because="")),
        ]

    def __str__(self):
        return f"hold of {self.instalment_id}"


class InstalmentCancellation(models.Model):
    """Never to be paid: its money was given back to the round, through the ledger.

    One person put it on hold, and another one decided.
    """

    instalment = models.OneToOneField(
        Instalment, on_delete=models.PROTECT, related_name="cancellation"
    )
    amount = PoundsField(help_text="What was given back: all of the instalment.")
    because = models.TextField()
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_cancelled_instalment_was_more_than_nothing", condition=Q(amount__gt=0)
            ),
            models.CheckConstraint(name="a_cancellation_says_why", condition=~Q(because="")),
            models.CheckConstraint(
                name="a_cancellation_takes_two_people", condition=~Q(by=F("held_by"))
            ),
        ]

    def __str__(self):
        return f"cancellation of {self.instalment_id}"
