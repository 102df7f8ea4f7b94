"""What assessors agreed on, after they had been far apart."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from grants.applications.models import Application
from grants.funds.models import Criterion


class Moderation(models.Model):
    """One mark for one criterion, after the assessors talked it over; the newest one counts.

    What each assessor filed stays as it was. A correction is another row.
    """

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="moderations"
    )
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    mark = models.PositiveSmallIntegerField()
    reason = models.TextField()
    talked = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="+", verbose_name="who talked it over"
    )
    made_at = models.DateTimeField(default=now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_moderated_mark_is_0_to_4", condition=Q(mark__gte=0, mark__lte=4)
            ),
            models.CheckConstraint(name="a_moderated_mark_says_why", condition=~Q(reason="")),
        ]

    def __str__(self):
        return f"{self.criterion}: {self.mark}"
