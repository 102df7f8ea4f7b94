"""Workshops, and the sessions of each."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, F, Min, Q, When
from django.utils.timezone import localtime, now

from workshops.states import HOLDING, PlaceState

CLOSES_BEFORE = timedelta(hours=2)  # in a room: names on the door, chairs, tea


def _clock(moment):
    here = localtime(moment)
    if (here.hour, here.minute) == (12, 0):
        return "midday"
    minutes = f":{here.minute:02}" if here.minute else ""
    return f"{here.hour % 12 or 12}{minutes}{'am' if here.hour < 12 else 'pm'}"


class Workshop(models.Model):
    """A subject that we run again and again."""

    reference = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=80)
    who_for = models.CharField(max_length=80)
    summary = models.TextField()
    leave_with = models.CharField(max_length=200)
    tag = models.CharField(max_length=40, blank=True, help_text="A round may ask for it.")

    def __str__(self):
        return self.title


class SessionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everybody sees published sessions; officers also see those that they prepare."""
        if user.is_authenticated and (user.is_officer or user.is_auditor):
            return self
        return self.exclude(published_at=None)

    def with_places(self):
        """Each session with its places: `booked`, `taken` (offered too), how many people are
        `waiting`, how many chairs are `empty`, and how many are `free` to book.

        A chair that somebody who waits could take is theirs first, and not free.
        """
        waits = Q(places__state=PlaceState.WAITING)
        return self.annotate(
            booked=Count("places", filter=Q(places__state=PlaceState.BOOKED)),
            taken=Count("places", filter=Q(places__state__in=HOLDING)),
            waiting=Count("places", filter=waits),
            empty=F("capacity") - F("taken"),
            fewest=Min("places__booking__accepts", filter=waits),
            free=Case(When(fewest__lte=F("empty"), then=0), default=F("empty")),
        )


class Session(models.Model):
    """One date of a workshop."""

    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="sessions")
    reference = models.SlugField(max_length=100, unique=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=120)
    is_online = models.BooleanField(default=False)
    access = models.TextField("getting in and around", blank=True)
    capacity = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = SessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_session_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))
            ),
            models.CheckConstraint(name="a_session_has_places", condition=Q(capacity__gt=0)),
        ]
        indexes = [models.Index(fields=["starts_at"], name="sessions_by_date")]

    def __str__(self):
        return f"{self.workshop}, {localtime(self.starts_at):%-d %B %Y}"

    @property
    def hours(self):
        """From when to when on its day: 6pm to 8:30pm."""
        return f"{_clock(self.starts_at)} to {_clock(self.ends_at)}"

    @property
    def closes_at(self):
        """When booking ends, and the waiting list with it."""
        return self.starts_at if self.is_online else self.starts_at - CLOSES_BEFORE

    def is_open(self, at=None):
        return self.published_at is not None and (at or now()) < self.closes_at

    def has_begun(self, at=None):
        """From its start on, it can be written down who came."""
        return self.published_at is not None and self.starts_at <= (at or now())

    def live_places(self):
        """The places of those who are coming."""
        return self.places.filter(state=PlaceState.BOOKED)
