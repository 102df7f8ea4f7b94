"""Who leads sessions, and which."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.timezone import now

from workshops.sessions.models import Session


class FacilitatorQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Colleagues only."""
        return self if user.is_officer or user.is_auditor else self.none()


class Facilitator(models.Model):
    """Somebody who leads sessions. They need no account: a brief goes to their address."""

    reference = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    email = models.EmailField()
    fee_pence = models.PositiveIntegerField(help_text="What they usually get for a session.")
    brings = models.CharField(max_length=300, blank=True)
    added_at = models.DateTimeField(default=now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = FacilitatorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_facilitator_for_each_address")
        ]

    def __str__(self):
        return self.name

    @property
    def fee(self):
        return Decimal(self.fee_pence) / 100


class Assignment(models.Model):
    """Somebody leads a session. What was agreed for it stays, whatever they get later."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="facilitation")
    facilitator = models.ForeignKey(
        Facilitator, on_delete=models.PROTECT, related_name="assignments"
    )
    fee_pence = models.PositiveIntegerField()
    materials = models.CharField(max_length=500, blank=True, help_text="What must be there.")
    despite = models.CharField(
        max_length=300, blank=True, help_text="Why, although they lead another one then."
    )
    assigned_at = models.DateTimeField(default=now)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    briefed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "facilitator"],
                condition=Q(ended_at=None),
                name="nobody_leads_a_session_twice",
            ),
            models.CheckConstraint(
                name="an_assignment_that_ended_says_by_whom",
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    @property
    def fee(self):
        return Decimal(self.fee_pence) / 100
