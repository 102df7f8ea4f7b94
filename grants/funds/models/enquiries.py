"""Questions about a round, answered once for everybody."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from .rounds import Round


class EnquiryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who answer see all of them. Answers are public and stand on the round's page."""
        return self if user.is_officer else self.none()

    def waiting(self):
        return self.filter(answered_at=None)

    def answered(self):
        return self.exclude(answered_at=None)


class Enquiry(models.Model):
    """A question that somebody asked about a round, and the one answer that everybody reads.

    Who asked is never shown: `wording` is how the question is published, so that an officer can
    leave out what would tell. An answer is given once and stays.
    """

    reference = models.SlugField(max_length=32, unique=True)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="enquiries")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="enquiries"
    )
    asked_at = models.DateTimeField(default=now)
    text = models.TextField()
    wording = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "enquiries"
        constraints = [
            models.CheckConstraint(
                name="an_answer_says_what_when_and_by_whom",
                condition=Q(answered_at=None, answered_by=None, wording="", answer="")
                | (
                    Q(answered_at__isnull=False, answered_by__isnull=False)
                    & ~Q(wording="")
                    & ~Q(answer="")
                ),
            )
        ]
        indexes = [
            models.Index(
                fields=["asked_at"], name="enquiries_waiting", condition=Q(answered_at=None)
            )
        ]

    def __str__(self):
        return self.wording or self.text
