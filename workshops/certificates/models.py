"""What we gave to somebody who came, to show to others."""

from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from workshops.booking.models import Place
from workshops.states import PlaceState

from .codes import in_groups

CAME = (PlaceState.ATTENDED, PlaceState.PART_ATTENDED)


class Certificate(models.Model):
    """One certificate, as it was issued. Another name, or another register, is another one.

    Its bytes stay as they were made. They go only when the person asks to be forgotten; that
    somebody came stays.
    """

    WHEN_FORGOTTEN = "workshops.certificates.actions.forget_certificates"

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="certificates")
    code = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64, unique=True, help_text="It is looked up by this.")
    name = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=20, help_text="What the register said of the place.")
    minutes = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How long they were there, where that is known."
    )
    title = models.CharField(max_length=80, help_text="Of the workshop.")
    html = models.TextField(blank=True)
    pdf = models.BinaryField(default=b"")
    sha256 = models.CharField(max_length=64)
    issued_at = models.DateTimeField(default=now)
    replaced_at = models.DateTimeField(null=True, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place"],
                condition=Q(replaced_at=None),
                name="one_certificate_of_a_place_is_the_newest",
            ),
            models.CheckConstraint(
                name="a_certificate_is_for_somebody_who_came", condition=Q(state__in=CAME)
            ),
            models.CheckConstraint(
                name="a_certificate_has_its_name_until_it_is_forgotten",
                condition=Q(forgotten_at=None) & ~Q(name="")
                | Q(forgotten_at__isnull=False, name="", html=""),
            ),
        ]

    def __str__(self):
        return in_groups(self.code)

    @property
    def is_of_a_part(self):
        return self.state == PlaceState.PART_ATTENDED

    @property
    def standing(self):
        """What is true of it now, as one word. Read with its place."""
        if self.place.state not in CAME:
            return "not_true"
        if self.forgotten_at is not None:
            return "forgotten"
        return "holds" if self.replaced_at is None else "replaced"
