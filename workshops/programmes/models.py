"""Programmes: dates that belong together, and bookings of a whole course."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now

from workshops.booking.links import new_key
from workshops.booking.models import Booking, Contact, Place
from workshops.sessions.models import Session
from workshops.states import UNSAID, SessionState


class ProgrammeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everybody sees those of which a date was published; colleagues see all."""
        if user.is_authenticated and (user.is_officer or user.is_auditor):
            return self
        return self.filter(dates__session__published_at__isnull=False).distinct()


class Programme(models.Model):
    """Some dates that belong together, and what one booking of them is.

    A course that runs again is another programme.
    """

    class Kind(models.TextChoices):
        SINGLE = "single", "Single dates"
        COURSE = "course", "Whole course"
        PICK_ONE = "pick_one", "Pick one"

    reference = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=80)
    summary = models.TextField(blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    dates_planned = models.PositiveSmallIntegerField(help_text="How many dates it has in all.")
    dates_needed = models.PositiveSmallIntegerField(
        help_text="To how many somebody must come for it to be complete."
    )
    created_at = models.DateTimeField(default=now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_programme_is_of_a_known_kind",
                condition=Q(kind__in=("single", "course", "pick_one")),
            ),
            models.CheckConstraint(
                name="nobody_must_come_more_often_than_there_are_dates",
                condition=Q(dates_needed__gt=0, dates_needed__lte=F("dates_planned")),
            ),
            models.CheckConstraint(
                name="a_course_has_two_dates_or_more",
                condition=~Q(kind="course") | Q(dates_planned__gte=2),
            ),
            models.CheckConstraint(
                name="of_a_pick_one_one_is_enough",
                condition=~Q(kind="pick_one") | Q(dates_needed=1),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_course(self):
        return self.kind == self.Kind.COURSE

    @property
    def is_pick_one(self):
        return self.kind == self.Kind.PICK_ONE


class ProgrammeDate(models.Model):
    """A session as a date of a programme. It belongs to one at most."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="dates")
    session = models.OneToOneField(Session, on_delete=models.PROTECT, related_name="programme_date")
    added_at = models.DateTimeField(default=now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )


def course_made_by(user):
    """The course bookings of a person: those of the account, and those that were confirmed by a
    link to its address before there was one."""
    by_link = Q(booked_by=None, email=user.email.lower(), confirmed_at__isnull=False)
    return Q(booked_by=user) | (by_link & ~Q(email=""))


class CourseBookingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Your own, those in which you have a place, and for colleagues everybody's.

        What nobody has confirmed shows nobody anything: anybody could have typed the address.
        """
        if user.is_officer or user.is_auditor:
            return self
        seats = Place.objects.filter(email__iexact=user.email).exclude(state__in=UNSAID)
        mine = Q(parts__booking__in=seats.values("booking"))
        return self.filter(course_made_by(user) | mine).distinct()


class CourseBooking(models.Model):
    """A party that booked a course: what ties its bookings of the dates together.

    It holds no state. Whether they still come stands in the places, where it always stands.
    """

    WHEN_FORGOTTEN = "workshops.forgetting.actions.forget_links"

    reference = models.CharField(max_length=20, unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="bookings")
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="course_bookings",
        help_text="Their account, if they have one.",
    )
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True, db_index=True, help_text="In small letters.")
    link_key = models.CharField(max_length=16, default=new_key, editable=False)
    booked_at = models.DateTimeField(default=now)
    confirmed_at = models.DateTimeField(
        null=True, blank=True, help_text="When they said yes by email, or booked with an account."
    )

    objects = CourseBookingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_course_booking_says_who_booked",
                condition=Q(booked_by__isnull=False) | ~Q(name=""),
            ),
            models.CheckConstraint(
                name="whoever_books_a_course_with_an_account_means_it",
                condition=Q(booked_by=None) | Q(confirmed_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def booker(self):
        """Whoever booked: an account, or what they told us of themselves. Never None."""
        return self.booked_by or Contact(self.name, self.email)

    def is_made_by(self, user):
        if self.booked_by_id is not None:
            return self.booked_by_id == user.pk
        is_theirs = bool(self.email) and self.email == user.email.lower()
        return is_theirs and self.confirmed_at is not None


class CoursePart(models.Model):
    """The booking of one date of a course."""

    course_booking = models.ForeignKey(
        CourseBooking, on_delete=models.PROTECT, related_name="parts"
    )
    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="course_part")


NO_DATE_YET = (SessionState.DRAFT, SessionState.POSTPONED)
