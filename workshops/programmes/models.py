"""Programmes: dates that belong together, and bookings of a whole course."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now

from workshops.booking.models import Booking
from workshops.sessions.models import Session
from workshops.states import SessionState


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


class CourseBookingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Your own, those in which you have a place, and for colleagues everybody's."""
        if user.is_officer or user.is_auditor:
            return self
        seats = Booking.objects.filter(places__email__iexact=user.email)
        mine = Q(parts__booking__in=seats.values("pk"))
        return self.filter(Q(booked_by=user) | mine).distinct()


class CourseBooking(models.Model):
    """A party that booked a course: what ties its bookings of the dates together.

    It holds no state. Whether they still come stands in the places, where it always stands.
    """

    reference = models.CharField(max_length=20, unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="bookings")
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="course_bookings"
    )
    booked_at = models.DateTimeField(default=now)

    objects = CourseBookingQuerySet.as_manager()

    def __str__(self):
        return self.reference

    def is_made_by(self, user):
        """Whether this person booked it; a course takes an account."""
        return self.booked_by_id == user.pk


class CoursePart(models.Model):
    """The booking of one date of a course."""

    course_booking = models.ForeignKey(
        CourseBooking, on_delete=models.PROTECT, related_name="parts"
    )
    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="course_part")


NO_DATE_YET = (SessionState.DRAFT, SessionState.POSTPONED)
