"""The signature that letters carry."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now


class LetterSignatureQuerySet(models.QuerySet):
    def in_use(self):
        """The signature that letters get now, or None."""
        return self.filter(ended_at=None).order_by("-added_at", "-pk").first()


class LetterSignature(models.Model):
    """A picture of a signature, and the name and role that stand below it.

    Another one takes its place; it is never changed, since letters that wait still need it. The
    bytes are a picture that we drew anew from what was uploaded.
    """

    name = models.CharField(max_length=80)
    role = models.CharField(max_length=80, blank=True)
    picture = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField(default=now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = LetterSignatureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_signature_has_a_name_and_a_picture",
                condition=~Q(name="") & ~Q(sha256=""),
            ),
            models.CheckConstraint(
                name="an_ended_signature_says_when_and_by_whom",
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self):
        return self.name
