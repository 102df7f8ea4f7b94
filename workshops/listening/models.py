"""Ideas that we heard at a listening session, and what we answered in public."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate, now

from workshops.sessions.models import Session

ANSWER_WITHIN = timedelta(days=30)  # of the session


def answers_due_on(session):
    return localdate(session.ends_at) + ANSWER_WITHIN


class Idea(models.Model):
    """One point that somebody made. Who made it stands nowhere."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="ideas")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500)
    noted_at = models.DateTimeField(default=now)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The colleague who sees to it.",
    )
    answer = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="ideas_are_numbered"),
            models.CheckConstraint(name="an_idea_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="a_published_answer_has_an_owner_and_says_who_published_it",
                condition=Q(published_at=None, published_by=None)
                | (
                    Q(published_at__isnull=False, published_by__isnull=False, owner__isnull=False)
                    & ~Q(answer="")
                ),
            ),
        ]

    def __str__(self):
        return self.text


class ListeningArchive(models.Model):
    """The session is done with: each idea has its answer and its owner."""

    session = models.OneToOneField(Session, on_delete=models.PROTECT, related_name="archive")
    archived_at = models.DateTimeField(default=now)
    archived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
