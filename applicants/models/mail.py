"""The outbox: the messages that we send."""

import uuid

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.timezone import now


class EmailQuerySet(models.QuerySet):
    def due(self, at):
        """Messages that a worker may take now: waiting, or left behind by a dead worker.

        One that follows another of its thread waits for it: the end of a calendar entry never
        overtakes its beginning.
        """
        earlier = Email.objects.filter(
            thread=OuterRef("thread"),
            pk__lt=OuterRef("pk"),
            state__in=[Email.State.WAITING, Email.State.SENDING],
        )
        return self.filter(
            Q(state=Email.State.WAITING, next_try_at__lte=at)
            | Q(state=Email.State.SENDING, leased_until__lt=at)
        ).filter(Q(thread="") | ~Exists(earlier))


class Email(models.Model):
    """One message to one person: written with the fact that caused it, sent later.

    The row is the truth and the broker is only a hint: what is written here is
    sent, whatever dies in between.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be sent"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Could not be sent"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.CharField(max_length=80)
    to = models.EmailField()
    key = models.CharField(max_length=120, help_text="With event and address, makes it one.")
    about = models.CharField(max_length=40, blank=True, db_index=True)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    context = models.JSONField(
        null=True, editable=False, help_text="What it is made of, until its words are written."
    )
    is_private = models.BooleanField(default=False)
    calendar = models.TextField(blank=True, help_text="An entry for their calendar.")
    calendar_method = models.CharField(max_length=10, blank=True)
    thread = models.CharField(
        max_length=120, blank=True, help_text="Messages of one thread go out in their order."
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    created_at = models.DateTimeField(default=now)
    next_try_at = models.DateTimeField(default=now)
    leased_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = EmailQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "to", "key"], name="one_message_for_each_event_and_person"
            ),
            models.CheckConstraint(
                name="a_calendar_entry_says_what_to_do_with_it",
                condition=Q(calendar="") | ~Q(calendar_method=""),
            ),
            models.CheckConstraint(
                name="sent_messages_say_when",
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(
                F("next_try_at"),
                name="email_waiting",
                condition=Q(state__in=["waiting", "sending"]),
            ),
            models.Index(
                fields=["thread"],
                name="email_in_order",
                condition=Q(state__in=["waiting", "sending"]) & ~Q(thread=""),
            ),
            models.Index(fields=["-created_at"], name="email_newest"),
            models.Index(fields=["state"], name="email_failed", condition=Q(state="failed")),
        ]

    def __str__(self):
        return self.subject or "A message that has no words yet"
