"""Bookings, the places in them, and the offers of a place to those who wait."""

from dataclasses import dataclass
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.timezone import now

from applicants.models import MOVES, Organisation, is_nowhere
from workshops.sessions.models import Session
from workshops.states import ASKED_FOR, LIVE, OPEN, SIGNED, UNSAID, PlaceState, Way

from .links import new_key


@dataclass(frozen=True)
class Contact:
    """Whoever booked without an account: what they told us of themselves."""

    name: str
    email: str = ""
    phone: str = ""

    def __str__(self):
        return self.name or self.email


def made_by(user):
    """The bookings of a person: those of the account, and those that were confirmed by a link to
    its address before there was one. What ran out was never theirs: anybody may have typed it."""
    email = user.email.lower()
    said_yes = Place.objects.filter(booking__email=email).exclude(state__in=UNSAID)
    by_link = Q(booked_by=None, email=email, pk__in=said_yes.values("booking")) & ~Q(email="")
    return Q(booked_by=user) | by_link


class BookingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Your own, those in which you have a place, and for officers everybody's."""
        if user.is_officer or user.is_auditor:
            return self
        seats = Place.objects.filter(email__iexact=user.email).exclude(state__in=UNSAID)
        return self.filter(made_by(user) | Q(pk__in=seats.values("booking")))

    def by_phone_only(self):
        """Those of people who left no address: no message of ours reaches them."""
        return self.filter(booked_by=None, email="")

    def waiting(self, way=None):
        """Those on the waiting list, in its order, with how many places each `wants`, and in
        which `way` they want to come.

        Whoever has an offer to answer is not in it until the answer.
        """
        offered = Offer.objects.filter(booking=models.OuterRef("pk"), ended_at=None)
        waits = Q(places__state=PlaceState.WAITING) & (Q(places__way=way) if way else Q())
        return (
            self.filter(~models.Exists(offered), waits)
            .annotate(wants=models.Count("places"), way=models.Min("places__way"))
            .order_by("waits_since", "pk")
        )


class Booking(models.Model):
    """A party: who booked, for which session, and for which co-op they come.

    Whoever books has an account, or a name and an address or a telephone number, or only a name.
    """

    WHEN_MERGED = {"organisation": MOVES}

    reference = models.CharField(max_length=20, unique=True)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="bookings")
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="bookings",
        help_text="Their account, if they have one.",
    )
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True, db_index=True, help_text="In small letters.")
    phone = models.CharField(max_length=30, blank=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The colleague who took it by phone.",
    )
    confirm_by = models.DateTimeField(
        null=True, blank=True, help_text="Until then we wait for their yes by email; then empty."
    )
    link_key = models.CharField(max_length=16, default=new_key, editable=False)
    group = models.CharField(
        max_length=120, blank=True, help_text="Their group, until it has a record of its own."
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="bookings"
    )
    booked_at = models.DateTimeField(default=now)
    waits_since = models.DateTimeField(
        null=True, blank=True, help_text="Their place in the waiting list."
    )
    accepts = models.PositiveSmallIntegerField(default=1, help_text="The fewest they would take.")
    asks_because = models.CharField(
        max_length=500,
        blank=True,
        help_text="Why they would like to come, where we choose. Emptied 30 days after it.",
    )
    straight_in_until = models.DateTimeField(
        null=True, blank=True, help_text="Until then they are booked without being asked again."
    )
    follows = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        help_text="The booking of a session that we cancelled, for which they come first here.",
    )
    lapses = models.PositiveSmallIntegerField(default=0, help_text="Offers not answered in time.")
    walked_in = models.BooleanField(default=False, help_text="Came without a booking.")
    given_because = models.CharField(
        max_length=300, blank=True, help_text="Why a colleague gave out a place held back."
    )

    objects = BookingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_party_takes_somebody", condition=Q(accepts__gt=0)),
            models.CheckConstraint(
                name="a_booking_says_who_booked",
                condition=Q(booked_by__isnull=False) | ~Q(name=""),
            ),
            models.UniqueConstraint(
                fields=["session", "email"],
                condition=Q(confirm_by__isnull=False),
                name="one_unconfirmed_booking_for_each_address",
            ),
            models.CheckConstraint(
                name="what_is_confirmed_by_email_has_an_address",
                condition=Q(confirm_by=None) | (Q(booked_by=None) & ~Q(email="")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["session", "waits_since"],
                name="waiting_list",
                condition=Q(waits_since__isnull=False),
            ),
            models.Index(
                fields=["confirm_by"],
                name="unconfirmed_bookings",
                condition=Q(confirm_by__isnull=False),
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def booker(self):
        """Whoever booked: an account, or what they told us of themselves. Never None.

        Who was forgotten has no address any more, so that nobody writes to it.
        """
        email = "" if is_nowhere(self.email) else self.email
        return self.booked_by or Contact(self.name, email, self.phone)

    @property
    def has_account(self):
        """Whether whoever booked can sign in to see it; a closed account opens nothing."""
        return self.booked_by is not None and self.booked_by.is_active

    @property
    def is_by_phone_only(self):
        """Whoever booked left no address: no message reaches them, and a colleague rings."""
        return self.booked_by_id is None and not self.email

    def is_made_by(self, user):
        if self.booked_by_id is not None:
            return self.booked_by_id == user.pk
        is_theirs = bool(self.email) and self.email == user.email.lower()
        return is_theirs and self.places.exclude(state__in=UNSAID).exists()


class PlaceQuerySet(models.QuerySet):
    def live(self):
        return self.filter(state__in=LIVE)

    def people(self):
        """Each person once: without the places for which they wait while they hold another."""
        return self.filter(instead_of=None)


class Place(models.Model):
    """One person's seat. What has ended never comes back: booking again adds a row."""

    WHEN_FORGOTTEN = "workshops.booking.actions.forget_places"
    WHEN_CLOSED = "workshops.booking.actions.hand_over_places"
    CALENDAR_ENTRY = "workshops.calendar.queries.entry_of"

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="places")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="places")
    name = models.CharField(max_length=120, blank=True, help_text="Names can come later.")
    email = models.EmailField(blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="places",
        help_text="The account of whoever sits there, if it is known.",
    )
    state = models.CharField(max_length=20, choices=PlaceState.choices)
    way = models.CharField(max_length=6, choices=Way.choices, default=Way.ROOM)
    instead_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="wishes",
        help_text="The place in the other way that they hold until they win this one.",
    )
    came_after = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="came_as",
        help_text="Their place that had ended before they came all the same.",
    )
    with_companion = models.BooleanField(
        default=False, help_text="Somebody comes to help them, and needs a chair."
    )
    link_key = models.CharField(
        max_length=16, default=new_key, editable=False, help_text="New when somebody else comes."
    )
    join_opened_at = models.DateTimeField(
        null=True, blank=True, help_text="When they opened their page to join online."
    )
    # Calendars find the entry of a place by its name, which it keeps for life, and take a change
    # only where its number is higher than the one they have.
    calendar_uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    calendar_sequence = models.PositiveSmallIntegerField(default=0, editable=False)
    booked_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = PlaceQuerySet.as_manager()

    class Meta:
        constraints = [
            # Who holds a place online may wait for one in the room; nobody sits in both.
            models.UniqueConstraint(
                F("session"),
                F("way"),
                Lower("email"),
                condition=Q(state__in=LIVE) & ~Q(email=""),
                name="one_live_place_for_each_person",
            ),
            models.UniqueConstraint(
                F("session"),
                Lower("email"),
                condition=Q(state=PlaceState.BOOKED) & ~Q(email=""),
                name="one_booked_place_for_each_person",
            ),
            models.UniqueConstraint(
                fields=["instead_of"],
                condition=Q(state__in=ASKED_FOR),
                name="one_wish_for_each_place",
            ),
            models.CheckConstraint(
                name="who_wins_a_wish_keeps_the_place_they_have",
                condition=Q(instead_of=None) | ~Q(state__in=(PlaceState.BOOKED, *SIGNED)),
            ),
            models.CheckConstraint(
                name="a_companion_needs_a_chair_in_a_room",
                condition=Q(with_companion=False) | Q(way=Way.ROOM),
            ),
            models.CheckConstraint(
                name="a_place_that_has_ended_says_when",
                condition=Q(state__in=OPEN, ended_at=None, ended_by=None)
                | (~Q(state__in=OPEN) & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="a_booked_place_says_since_when",
                condition=~Q(state=PlaceState.BOOKED) | Q(booked_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["session", "state"], name="places_by_state")]

    def __str__(self):
        return self.name or "Somebody whose name comes later"

    @property
    def has_account(self):
        """Whether whoever sits there can sign in to see it."""
        return self.person is not None and self.person.is_active

    @property
    def walked_in(self):
        """They came without a place, or after theirs had ended."""
        return self.booking.walked_in or self.came_after_id is not None


class Offer(models.Model):
    """Places that are kept for a party that waits, until it answers or time runs out."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Said no"
        LAPSED = "lapsed", "Not answered in time"
        WITHDRAWN = "withdrawn", "Taken back, because the session changed"

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="offers")
    places = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField(default=now)
    until = models.DateTimeField()
    out_of_turn = models.CharField(
        max_length=300, blank=True, help_text="Why a colleague offered it before their turn."
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["booking"], condition=Q(ended_at=None), name="one_open_offer_for_each_party"
            ),
            models.CheckConstraint(
                name="an_offer_that_has_ended_says_how",
                condition=Q(ended_at=None, outcome="")
                | (Q(ended_at__isnull=False) & ~Q(outcome="")),
            ),
            models.CheckConstraint(
                name="out_of_turn_says_who_and_why",
                condition=Q(out_of_turn="", made_by=None)
                | (~Q(out_of_turn="") & Q(made_by__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=["until"], name="open_offers", condition=Q(ended_at=None))]
