"""Workshops, and the sessions of each."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.timezone import localtime, now

from workshops.sessions.clock import clock, on_the_clock
from workshops.states import PlaceState, SessionState, Way

from .counting import places_counted
from .history import SessionChange

CLOSES_BEFORE = timedelta(hours=2)  # in a room: names on the door, chairs, tea
WHERE_ONLINE = "Online: the link is on your booking page"
LINK_STAYS = timedelta(minutes=30)  # for whoever was cut off at the end


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
        `waiting`, how many are `free` to book, and the `last_change`: postponed, moved, or
        nothing. Where we choose who comes, how many have `requested` a place. Where it is in a
        room and online, `main_free` are in the room and `beside_free` online, and
        `beside_booked` and `beside_waiting` are those online among all.

        A chair that is held back, or that somebody who waits could take, is not free.
        """
        return self.annotate(
            **places_counted(),
            last_change=Subquery(
                SessionChange.objects.filter(session=OuterRef("pk"))
                .exclude(kind__in=SessionChange.QUIET)
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
    ring_in = models.CharField(
        max_length=200, blank=True, help_text="A number and a code; shown where the link is."
    )
    capacity = models.PositiveSmallIntegerField(
        help_text="Places in the room; or online, where there is no room."
    )
    held_back = models.PositiveSmallIntegerField(
        default=0, help_text="Of these, the places that colleagues give out."
    )
    online_capacity = models.PositiveSmallIntegerField(
        default=0, help_text="Places online, where it is in a room and online."
    )
    online_held_back = models.PositiveSmallIntegerField(default=0)
    held_because = models.CharField(max_length=300, blank=True, help_text="For whom, or for what.")
    room_size = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How many people the room holds, if it is known."
    )
    most_waiting = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="The most people on each waiting list; empty: no end."
    )
    opens_at = models.DateTimeField(
        null=True, blank=True, help_text="When booking opens; empty: as soon as it is published."
    )
    chosen_by = models.CharField(
        max_length=500,
        blank=True,
        help_text="How we choose who comes, in public; empty: whoever books first has a place.",
    )
    volunteers_asked_at = models.DateTimeField(
        null=True, blank=True, help_text="When we asked who could give their place up."
    )
    called = models.JSONField(
        default=dict,
        help_text="On the last day, by way: how often all who wait were told of free places, how "
        "many were free when we looked last, and when they heard.",
    )
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
                name="places_beside_a_room_are_online",
                condition=Q(is_online=False) | Q(online_capacity=0, online_held_back=0),
            ),
            models.CheckConstraint(
                name="no_more_places_are_held_back_than_there_are",
                condition=Q(
                    held_back__lte=F("capacity"), online_held_back__lte=F("online_capacity")
                ),
            ),
            models.CheckConstraint(
                name="places_held_back_say_why",
                condition=Q(held_back=0, online_held_back=0) | ~Q(held_because=""),
            ),
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
        return f"{clock(self.starts_at)} to {clock(self.ends_at)}"

    # --- The ways in which people come ---

    @property
    def ways(self):
        if self.is_online:
            return (Way.ONLINE,)
        return (Way.ROOM, Way.ONLINE) if self.online_capacity else (Way.ROOM,)

    @property
    def main_way(self):
        return self.ways[0]

    @property
    def is_hybrid(self):
        """In a room and online at once, counted apart."""
        return len(self.ways) == 2

    @property
    def has_online(self):
        return Way.ONLINE in self.ways

    @property
    def is_by_approval(self):
        """People ask for a place, and colleagues choose who comes."""
        return self.chosen_by != ""

    def places_for(self, way):
        return self.capacity if way == self.main_way else self.online_capacity

    def held_back_for(self, way):
        return self.held_back if way == self.main_way else self.online_held_back

    @property
    def places_to_book(self):
        """In all ways, without those that colleagues give out."""
        return sum(self.places_for(way) - self.held_back_for(way) for way in self.ways)

    def where(self, way):
        """What stands under “Where” for somebody who comes this way."""
        return WHERE_ONLINE if self.is_hybrid and way == Way.ONLINE else self.place

    @property
    def where_in_all_ways(self):
        return f"{self.place}, or online" if self.is_hybrid else self.place

    def closes_for(self, way):
        """When booking ends for this way of coming, and its waiting list with it. Where we choose
        who comes it is the same for all: who asked must hear in time."""
        is_at_start = way == Way.ONLINE and not self.is_by_approval
        return self.starts_at if is_at_start else self.starts_at - CLOSES_BEFORE

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
        """When the last way of coming can’t be booked any more."""
        return self.closes_for(self.ways[-1])

    @property
    def takes_nobody_more(self):
        """Every place is taken, and every waiting list is as long as it may be; with its places
        counted (`with_places`)."""
        lists = (self.waiting - self.beside_waiting, self.beside_waiting)[: len(self.ways)]
        most = self.most_waiting
        return most is not None and self.free <= 0 and min(lists) >= most

    @property
    def all_held_back(self):
        return self.held_back + self.online_held_back

    @property
    def is_room_too_small(self):
        return not self.is_online and self.room_size is not None and self.room_size < self.capacity

    @property
    def has_date(self):
        """Whether the day that is written here still holds."""
        return self.state != SessionState.POSTPONED

    @property
    def has_stopped_early(self):
        """It began, and ended when we stopped it. What was postponed never began, however long
        after its old day it is cancelled."""
        return self.cancelled_at is not None and self.cancelled_at == self.ends_at

    @property
    def is_off(self):
        """Cancelled before it began: nobody came."""
        return self.state == SessionState.CANCELLED and not self.has_stopped_early

    def is_open(self, at=None, way=None):
        """Whether it can be booked: in any way, or in this one."""
        return self.lets_in(at, way) and not self.opens_later(at)

    def lets_in(self, at=None, way=None):
        """Whether somebody can still get in: from a list, or by a colleague, also before booking
        opens to all."""
        if way is not None and way not in self.ways:
            return False
        closes_at = self.closes_at if way is None else self.closes_for(way)
        return self.state == SessionState.PUBLISHED and (at or now()) < closes_at

    def opens_later(self, at=None):
        """It is shown to everybody, and can’t be booked yet."""
        return self.opens_at is not None and (at or now()) < self.opens_at

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
        if self.opens_later(at):
            return "opens_soon"
        return "open" if at < self.closes_at else "closed"

    def shows_link(self, at=None):
        """The link to join is shown from a day before the start until 30 minutes after the end."""
        at = at or now()
        return (
            self.state == SessionState.PUBLISHED
            and self.has_online
            and on_the_clock(self.starts_at, days=-1) <= at < self.ends_at + LINK_STAYS
        )

    def live_places(self):
        """The places of those who are coming."""
        return self.places.filter(state=PlaceState.BOOKED)
