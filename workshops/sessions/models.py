"""Workshops, and the sessions of each."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, F, Min, OuterRef, Q, Subquery, When
from django.utils.timezone import localtime, make_aware, now

from workshops.states import EXPECTED, HOLDING, PlaceState, SessionState

CLOSES_BEFORE = timedelta(hours=2)  # in a room: names on the door, chairs, tea
LINK_STAYS = timedelta(minutes=30)  # for whoever was cut off at the end


def _clock(moment):
    here = localtime(moment)
    if (here.hour, here.minute) == (12, 0):
        return "midday"
    minutes = f":{here.minute:02}" if here.minute else ""
    return f"{here.hour % 12 or 12}{minutes}{'am' if here.hour < 12 else 'pm'}"


def on_the_clock(moment, *, days):
    """The same time of day so many days later, also where the clocks change in between."""
    return make_aware(localtime(moment).replace(tzinfo=None) + timedelta(days=days))


class WorkshopQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A subject is no secret; its dates are, until they are published."""
        return self


class Workshop(models.Model):
    """A subject that we run again and again."""

    reference = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=80)
    who_for = models.CharField(max_length=80)
    summary = models.TextField()
    leave_with = models.CharField(max_length=200)
    tag = models.CharField(max_length=40, blank=True, help_text="A round may ask for it.")
    covers = models.TextField(blank=True, help_text="One thing a line; certificates say it.")
    is_listening = models.BooleanField(
        default=False, help_text="We write down each idea, and answer it within 30 days."
    )

    objects = WorkshopQuerySet.as_manager()

    def __str__(self):
        return self.title


# Who has a place, or had one when the register was signed; whoever walked in booked none.
BOOKED_IT = Q(places__state__in=EXPECTED, places__booked_at__isnull=False)


class SessionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everybody sees published sessions; officers also see those that they prepare."""
        if user.is_authenticated and (user.is_officer or user.is_auditor):
            return self
        return self.exclude(published_at=None)

    def to_come(self, at):
        """Those that are not over; one that is postponed has no end yet."""
        return self.filter(Q(ends_at__gt=at) | Q(state=SessionState.POSTPONED))

    def over(self, at):
        return self.filter(ends_at__lte=at).exclude(state=SessionState.POSTPONED)

    def with_places(self):
        """Each session with its places: `booked`, `taken` (offered too), how many people are
        `waiting`, how many chairs are `empty`, how many are `free` to book, and the
        `last_change`: postponed, moved, or nothing.

        A chair that somebody who waits could take is theirs first, and not free.
        """
        waits = Q(places__state=PlaceState.WAITING)
        return self.annotate(
            booked=Count("places", filter=BOOKED_IT),
            taken=Count("places", filter=Q(places__state__in=HOLDING)),
            waiting=Count("places", filter=waits),
            empty=F("capacity") - F("taken"),
            fewest=Min("places__booking__accepts", filter=waits),
            free=Case(When(fewest__lte=F("empty"), then=0), default=F("empty")),
            last_change=Subquery(
                SessionChange.objects.filter(session=OuterRef("pk"))
                .exclude(kind=SessionChange.Kind.PUBLISHED)
                .order_by("-pk")
                .values("kind")[:1]
            ),
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
    join_link = models.URLField(
        max_length=500,
        blank=True,
        help_text="Shown only to those who have a place, from a day before the start.",
    )
    capacity = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=10, choices=SessionState.choices, default=SessionState.DRAFT
    )
    version = models.PositiveSmallIntegerField(
        default=0, help_text="Goes up with each change that people must hear of."
    )
    changed_at = models.DateTimeField(
        null=True, blank=True, help_text="When time, place or state last changed for people."
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
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
            models.CheckConstraint(
                name="a_session_that_is_shown_says_since_when",
                condition=Q(state=SessionState.DRAFT, published_at=None)
                | (~Q(state=SessionState.DRAFT) & Q(published_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="a_cancelled_session_says_when_and_by_whom",
                condition=Q(
                    state=SessionState.CANCELLED,
                    cancelled_at__isnull=False,
                    cancelled_by__isnull=False,
                )
                | (~Q(state=SessionState.CANCELLED) & Q(cancelled_at=None, cancelled_by=None)),
            ),
        ]
        indexes = [models.Index(fields=["starts_at"], name="sessions_by_date")]

    def __str__(self):
        return f"{self.workshop}, {localtime(self.starts_at):%-d %B %Y}"

    @property
    def hours(self):
        """From when to when on its day: 6pm to 8:30pm."""
        return f"{_clock(self.starts_at)} to {_clock(self.ends_at)}"

    @property
    def programme(self):
        """The programme of which it is a date, or None."""
        date = getattr(self, "programme_date", None)
        return date.programme if date else None

    @property
    def course(self):
        """The course of which it is a date: that is booked as a whole. Or None."""
        return self.programme if self.programme and self.programme.is_course else None

    @property
    def closes_at(self):
        """When booking ends, and the waiting list with it."""
        return self.starts_at if self.is_online else self.starts_at - CLOSES_BEFORE

    @property
    def has_date(self):
        """Whether the day that is written here still holds."""
        return self.state != SessionState.POSTPONED

    @property
    def has_stopped_early(self):
        return self.cancelled_at is not None and self.cancelled_at > self.starts_at

    @property
    def is_off(self):
        """Cancelled before it began: nobody came."""
        return self.state == SessionState.CANCELLED and not self.has_stopped_early

    def is_open(self, at=None):
        return self.state == SessionState.PUBLISHED and (at or now()) < self.closes_at

    @property
    def takes_people(self):
        """It takes place, or did: somebody can come to it, or have come."""
        return self.state == SessionState.PUBLISHED or self.has_stopped_early

    def has_begun(self, at=None):
        return self.takes_people and self.starts_at <= (at or now())

    def standing(self, at=None):
        """Where it stands at a moment, as one word; whether it is full, only a count can say."""
        at = at or now()
        if self.state != SessionState.PUBLISHED:
            return "stopped" if self.has_stopped_early else self.state
        if at >= self.ends_at:
            return "finished"
        if at >= self.starts_at:
            return "on_now"
        return "open" if at < self.closes_at else "closed"

    def shows_link(self, at=None):
        """The link to join is shown from a day before the start until 30 minutes after the end."""
        at = at or now()
        return (
            self.state == SessionState.PUBLISHED
            and self.is_online
            and on_the_clock(self.starts_at, days=-1) <= at < self.ends_at + LINK_STAYS
        )

    def live_places(self):
        """The places of those who are coming."""
        return self.places.filter(state=PlaceState.BOOKED)


class SessionChange(models.Model):
    """One line of what happened to a session. It is never changed and never removed."""

    class Kind(models.TextChoices):
        PUBLISHED = "published", "Published"
        POSTPONED = "postponed", "Postponed"
        DATED = "dated", "Given a new date"
        MOVED = "moved", "Moved"
        ONLINE = "online", "Turned into an online session"
        CANCELLED = "cancelled", "Cancelled"
        STOPPED = "stopped", "Stopped early"

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    because = models.CharField(max_length=300, blank=True, help_text="People are told.")
    was_starts_at = models.DateTimeField()
    was_ends_at = models.DateTimeField()
    was_place = models.CharField(max_length=120)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=120)
    told = models.PositiveSmallIntegerField(default=0, help_text="How many people we wrote to.")
    made_at = models.DateTimeField(default=now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    @property
    def was_at(self):
        """From when to when it was before: 6pm to 8pm."""
        return f"{_clock(self.was_starts_at)} to {_clock(self.was_ends_at)}"

    @property
    def has_other_time(self):
        return (self.was_starts_at, self.was_ends_at) != (self.starts_at, self.ends_at)

    @property
    def has_other_place(self):
        return self.was_place != self.place
