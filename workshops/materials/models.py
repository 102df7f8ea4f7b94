"""What people read before a session, or take home from it: a file or a link, each for somebody."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import now

from applicants.files.stored import StoredFile
from workshops.booking.models import Place
from workshops.register.models import CAME
from workshops.register.queries import with_attendance
from workshops.sessions.models import Session
from workshops.states import PlaceState, SessionState

HAVE_A_PLACE = (PlaceState.BOOKED, PlaceState.ATTENDED, PlaceState.PART_ATTENDED)


class Audience(models.TextChoices):
    PUBLIC = "public", "Everybody"
    BOOKED = "booked", "Those who have a place"
    ATTENDED = "attended", "Those who came"


class MaterialQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(removed_at=None)

    def visible_to(self, user, at=None):
        """What is for this person now; for colleagues all that stands.

        What is for after a session is not there before its end. What the scanner has not judged
        yet is a colleague's alone.
        """
        if user.is_authenticated and (user.is_officer or user.is_auditor):
            return self.standing()
        is_for = Q(audience=Audience.PUBLIC)
        if user.is_authenticated:
            is_for |= _for_those_on(
                Q(email__iexact=user.email) | Q(booking__booked_by=user, booking__walked_in=False)
            )
        return self._shown(at).filter(is_for)

    def for_places(self, places, at=None):
        """What whoever sits on these places may have now, without an account."""
        is_for = Q(audience=Audience.PUBLIC) | _for_those_on(Q(pk__in=[each.pk for each in places]))
        return self._shown(at).filter(is_for)

    def _shown(self, at):
        return self.standing().filter(
            Q(is_for_after=False) | Q(session__ends_at__lte=at or now()),
            ~Q(session__state=SessionState.DRAFT),
            scan__in=[StoredFile.Scan.NOT_SCANNED, StoredFile.Scan.CLEAN],
        )


def _for_those_on(theirs):
    """What is for people who have a place at its session, and for those who came."""
    here = Place.objects.filter(session=OuterRef("session"))
    theirs = here.filter(theirs, state__in=HAVE_A_PLACE)
    came = with_attendance(theirs).filter(mark__in=CAME)
    return Q(Exists(theirs), audience=Audience.BOOKED) | Q(Exists(came), audience=Audience.ATTENDED)


class Material(StoredFile):
    """One version of it. A new version is a new row, and the one before is taken away."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="materials")
    title = models.CharField(max_length=80)
    link = models.URLField(max_length=500, blank=True)
    audience = models.CharField(max_length=10, choices=Audience.choices)
    is_for_after = models.BooleanField(default=False, help_text="Shown from the end on.")
    accessible_as = models.CharField(
        max_length=60, blank=True, help_text="Large print, Easy Read, with captions."
    )
    version = models.PositiveSmallIntegerField(default=1)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = MaterialQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "title", "accessible_as"],
                condition=Q(removed_at=None),
                name="one_version_of_a_material_stands",
            ),
            models.CheckConstraint(
                name="a_material_is_a_file_or_a_link",
                condition=(~Q(link="") & Q(file="", sha256=""))
                | (Q(link="") & ~Q(sha256="") & (~Q(file="") | Q(removed_at__isnull=False))),
            ),
            models.CheckConstraint(
                name="a_material_is_for_somebody", condition=Q(audience__in=Audience.values)
            ),
            models.CheckConstraint(
                name="a_material_with_a_virus_is_gone",
                condition=~Q(scan="infected") | Q(removed_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def download_name(self):
        """What it is called where it is saved: by its title, whatever the file was called."""
        return f"{self.title} (version {self.version}).{self.ending}"
