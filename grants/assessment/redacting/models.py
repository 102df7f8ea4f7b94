"""What is covered in an application before assessors read it without knowing who applies."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.timezone import now

from grants.applications.models import Application, Submission


class RedactionQuerySet(models.QuerySet):
    def in_force(self):
        """Those that assessors read by: the newest of its case, said to be ready, and made for
        what was sent last. A case without one is closed to whoever must not know its name.
        """
        later = Redaction.objects.filter(
            application=OuterRef("application"), number__gt=OuterRef("number")
        )
        sent_since = Submission.objects.filter(
            application=OuterRef("application"), number__gt=OuterRef("submission__number")
        )
        return self.filter(~Exists(later), ~Exists(sent_since), is_ready=True)


class Redaction(models.Model):
    """One saying of what is covered in an application; the newest holds. Rows are only ever added.

    What was sent stays as it was sent. Another word to cover, a file that may be opened, “ready
    for assessors”, or an assessor who could still read a name: each is another row, with the
    whole of what holds from then on.
    """

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="redactions"
    )
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="redactions")
    number = models.PositiveSmallIntegerField()
    words = models.JSONField(default=list)  # covered wherever they stand in the answers
    left = models.JSONField(
        default=list, help_text="Found by us, and left to be read by the officer."
    )
    hidden = models.JSONField(
        default=list, help_text="Keys of the answers that nobody blind reads."
    )
    files = models.JSONField(
        default=list, help_text="References of the documents that may be opened."
    )
    is_ready = models.BooleanField(default=False)
    note = models.TextField(blank=True)  # what an assessor could still read
    made_at = models.DateTimeField(default=now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = RedactionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "number"], name="one_redaction_in_each_place"
            )
        ]

    def __str__(self):
        return f"{self.application}, covered {self.number}"
