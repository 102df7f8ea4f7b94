"""Who would come to a workshop that has no date which suits them."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.timezone import now

from workshops.sessions.models import Session, Workshop


def new_key():
    return secrets.token_urlsafe(9)


class InterestQuerySet(models.QuerySet):
    def live(self):
        """Those who said yes to our email, and were neither told of a date nor said stop."""
        return self.filter(confirmed_at__isnull=False, ended_at=None)

    def each_once(self):
        """Without those that go on from one whose date was cancelled: the wish is the same."""
        same = Interest.objects.filter(
            workshop=models.OuterRef("workshop"),
            asked_at=models.OuterRef("asked_at"),
            pk__lt=models.OuterRef("pk"),
        )
        return self.exclude(models.Exists(same.filter(told_of__isnull=False)))


class Interest(models.Model):
    """Somebody wants to hear when a workshop has a date. They hear it once, and that ends it.

    Nobody counts before they said yes in an email, so nobody can be put here by somebody else.
    """

    WHEN_FORGOTTEN = "workshops.interest.actions.forget_interest"

    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="interest")
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True, help_text="Empty once it is wiped; the row still counts.")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    link_key = models.CharField(max_length=20, default=new_key)
    asked_at = models.DateTimeField(default=now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    told_of = models.ForeignKey(
        Session, on_delete=models.PROTECT, null=True, blank=True, related_name="told_of"
    )
    ended_at = models.DateTimeField(
        null=True, blank=True, help_text="When they were told of a date, or said stop."
    )

    objects = InterestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "workshop",
                Lower("email"),
                condition=Q(ended_at=None) & ~Q(email=""),
                name="one_open_interest_for_each_person_and_workshop",
            ),
            models.CheckConstraint(
                name="whoever_was_told_of_a_date_said_yes_and_it_ended",
                condition=Q(told_of=None) | Q(confirmed_at__isnull=False, ended_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.name or 'Somebody'}, {self.workshop}"
