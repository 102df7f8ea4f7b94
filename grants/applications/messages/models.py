"""Messages between a co-op and the fund, kept as they were written."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import now

from grants.applications.models import Application, ApplicationQuerySet
from grants.involvement import conflicts_of

MOST_LETTERS = 5000


class MessageQuerySet(models.QuerySet):
    def unread(self, *, from_fund):
        return self.filter(read_at=None, is_from_fund=from_fund)


class Message(models.Model):
    """Some plain text from one side to the other. Only `read` is ever written later."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="messages")
    # Made with the page that it was typed on: a second click sends the same one.
    uuid = models.UUIDField(default=uuid.uuid4, editable=False)
    # What it is about, where it was written from a page of its own, such as an offer.
    subject = models.CharField(max_length=80, blank=True)
    text = models.TextField(max_length=MOST_LETTERS)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    is_from_fund = models.BooleanField()
    sent_at = models.DateTimeField(default=now)
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "sent_by", "uuid"], name="a_message_is_sent_once"
            ),
            models.CheckConstraint(
                name="read_messages_say_when_and_by_whom",
                condition=Q(read_at=None, read_by=None)
                | Q(read_at__isnull=False, read_by__isnull=False),
            ),
            models.CheckConstraint(name="a_message_says_something", condition=~Q(text="")),
        ]
        indexes = [
            models.Index(
                fields=["is_from_fund", "application"],
                name="messages_unread",
                condition=Q(read_at=None),
            )
        ]

    def __str__(self):
        return f"Message about {self.application}"


class ThreadQuerySet(ApplicationQuerySet):
    def visible_to(self, user):
        """As for applications; and a draft whose co-op wrote to us, to those who may answer.

        That opens the messages and nothing else: to see the draft itself one still needs
        `Application.objects.visible_to`.
        """
        seen = Q(pk__in=Application.objects.visible_to(user).values("pk"))
        if user.is_officer or user.is_auditor:
            wrote = Exists(Message.objects.filter(application=OuterRef("pk")))
            seen |= Q(wrote) & ~Q(pk__in=conflicts_of(user))
        return self.filter(seen)


class Thread(Application):
    """An application, seen as the messages about it. Not a table of its own."""

    objects = ThreadQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        proxy = True
