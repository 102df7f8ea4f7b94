"""Our answers to those who asked for a place, where we choose who comes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from workshops.booking.models import Booking


class RequestAnswer(models.Model):
    """How many of a party got a place, and what we told them. It is never changed; the words go
    when somebody of them is forgotten."""

    WHEN_FORGOTTEN = "workshops.requests.actions.forget_requests"
    DELETED = "What we told them is deleted."

    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="request_answer")
    given = models.PositiveSmallIntegerField(help_text="How many of them have a place.")
    declined = models.PositiveSmallIntegerField(help_text="How many of them have none.")
    because = models.CharField(
        max_length=300, blank=True, help_text="What we told them; a no always says why."
    )
    answered_at = models.DateTimeField(default=now)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_answer_is_about_somebody", condition=~Q(given=0, declined=0)
            ),
            models.CheckConstraint(name="a_no_says_why", condition=Q(declined=0) | ~Q(because="")),
        ]

    def __str__(self):
        return f"{self.given} of {self.given + self.declined}"
