"""Workshops, their sessions, and the places that people book."""

from django.conf import settings
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Lower
from django.utils.timezone import localtime, now

from applicants.models import MOVES, Organisation


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
        """Each session with the places `taken` and the places `free`."""
        taken = Count("places", filter=Q(places__cancelled_at=None))
        return self.annotate(taken=taken, free=F("capacity") - taken)


class Session(models.Model):
    """One date of a workshop."""

    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="sessions")
    reference = models.SlugField(max_length=100, unique=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=120)
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

    def is_open(self, at=None):
        """Places can be booked until the session starts."""
        return self.published_at is not None and (at or now()) < self.starts_at

    def has_begun(self, at=None):
        """From its start on, it can be written down who came."""
        return self.published_at is not None and self.starts_at <= (at or now())

    def live_places(self):
        return self.places.filter(cancelled_at=None)


class BookingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Your own, and for officers everybody's."""
        if user.is_officer or user.is_auditor:
            return self
        return self.filter(booked_by=user)


class Booking(models.Model):
    """Who booked, for which session, and for which co-op they come."""

    WHEN_MERGED = {"organisation": MOVES}

    reference = models.CharField(max_length=20, unique=True)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="bookings")
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="bookings"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="bookings"
    )
    booked_at = models.DateTimeField(default=now)

    objects = BookingQuerySet.as_manager()

    def __str__(self):
        return self.reference


class PlaceQuerySet(models.QuerySet):
    def with_attendance(self):
        """Each place with `has_come`: what was written down last, or None."""
        newest = AttendanceMark.objects.filter(place=OuterRef("pk")).order_by("-pk")
        return self.annotate(has_come=Subquery(newest.values("has_come")[:1]))


class Place(models.Model):
    """One person's seat. A cancelled place never comes back: booking again adds a row."""

    WHEN_FORGOTTEN = "workshops.actions.forget_places"

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="places")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="places")
    name = models.CharField(max_length=120)
    email = models.EmailField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = PlaceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                F("session"),
                Lower("email"),
                condition=Q(cancelled_at=None),
                name="one_live_place_for_each_person",
            ),
            models.CheckConstraint(
                name="a_cancelled_place_says_when_and_by_whom",
                condition=Q(cancelled_at=None, cancelled_by=None)
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False),
            ),
        ]


class AttendanceMark(models.Model):
    """Whether somebody came, as an officer wrote it down. A correction is a new row."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="marks")
    has_come = models.BooleanField()
    marked_at = models.DateTimeField(default=now)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
