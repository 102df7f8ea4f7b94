"""What is true of every file that somebody outside sends us: where it stands, and is it clean?"""

import uuid

from django.conf import settings
from django.db import models
from django.utils.timezone import now


def attachment_path(attachment, filename):
    """A random name: what people called a file is data, never a path."""
    return f"attachments/{uuid.uuid4().hex}"


class StoredFile(models.Model):
    """Its row stays for ever; its bytes may be removed from it.

    Each kind of file is a table of its own, with constraints of its own: whose it is, and for
    whom it opens, have nothing in common.
    """

    class Scan(models.TextChoices):
        NOT_SCANNED = "not_scanned", "Not scanned for viruses"
        WAITING = "waiting", "Waiting to be scanned for viruses"
        CLEAN = "clean", "Scanned, no virus found"
        INFECTED = "infected", "Removed, because a virus was found in it"

    reference = models.CharField(max_length=32, unique=True)
    file = models.FileField(upload_to=attachment_path, blank=True)
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField(default=now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    scan = models.CharField(max_length=12, choices=Scan.choices, default=Scan.NOT_SCANNED)
    scan_asked_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    @property
    def ending(self):
        """What kind of file it is, as questions name it."""
        ending = self.name.rpartition(".")[2].lower()
        return {"jpeg": "jpg"}.get(ending, ending)

    @property
    def is_waiting(self):
        """In quarantine: its name is the co-op’s alone, and nobody opens it."""
        return self.scan == self.Scan.WAITING

    @property
    def can_open(self):
        return self.scan in (self.Scan.NOT_SCANNED, self.Scan.CLEAN)

    def opened(self):
        """Its bytes, as they were sent."""
        return self.file.open("rb")
