"""What happened to a session: a line for each change, with how it was before."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from .clock import clock

# What a change of places may change, and how its line in the history reads.
COUNTED = {
    "capacity": "Places",
    "held_back": "Held back",
    "online_capacity": "Places online",
    "online_held_back": "Held back online",
    "room_size": "The room holds",
    "most_waiting": "Most on the waiting list",
}


class SessionChange(models.Model):
    """One line of what happened to a session. It is never changed and never removed."""

    class Kind(models.TextChoices):
        PUBLISHED = "published", "Published"
        POSTPONED = "postponed", "Postponed"
        DATED = "dated", "Given a new date"
        OPENED = "opened", "Booking opened"
        MOVED = "moved", "Moved"
        ONLINE = "online", "Turned into an online session"
        ROOM = "room", "Moved from online into a room"
        BOTH = "both", "In a room and online now"
        PLACES = "places", "Number of places changed"
        GIVEN = "given", "A place that was held back given out"
        VOLUNTEERS = "volunteers", "Asked who could give their place up"
        DRAFTED = "drafted", "Changed before it was published"
        CANCELLED = "cancelled", "Cancelled"
        STOPPED = "stopped", "Stopped early"

    # Nobody must plan anew.
    QUIET = ("published", "opened", "both", "places", "given", "volunteers", "drafted")

    session = models.ForeignKey(
        "workshops.Session", on_delete=models.PROTECT, related_name="changes"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    because = models.CharField(max_length=300, blank=True, help_text="People are told.")
    was_starts_at = models.DateTimeField()
    was_ends_at = models.DateTimeField()
    was_place = models.CharField(max_length=120)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=120)
    was_counts = models.JSONField(default=dict, help_text="How many places there were.")
    counts = models.JSONField(default=dict, help_text="How many there are, by the same names.")
    told = models.PositiveSmallIntegerField(default=0, help_text="How many people we wrote to.")
    made_at = models.DateTimeField(default=now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: whoever booked, who needs no account to have a chair for a helper.",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="only_who_booked_changes_a_session_without_an_account",
                condition=Q(made_by__isnull=False) | Q(kind="given"),
            ),
        ]

    @property
    def was_at(self):
        """From when to when it was before: 6pm to 8pm."""
        return f"{clock(self.was_starts_at)} to {clock(self.was_ends_at)}"

    @property
    def has_other_time(self):
        return (self.was_starts_at, self.was_ends_at) != (self.starts_at, self.ends_at)

    @property
    def has_other_place(self):
        return self.was_place != self.place

    @property
    def other_counts(self):
        """What was counted anew: (what, before, after), in the order of `COUNTED`."""
        return [
            (said, self.was_counts[name], self.counts[name])
            for name, said in COUNTED.items()
            if self.was_counts.get(name) != self.counts.get(name)
        ]
