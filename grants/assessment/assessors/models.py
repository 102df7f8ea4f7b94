"""What the fund knows about the people who assess."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.timezone import now

from grants.applications.models import Application
from grants.money import PoundsField


class Skill(models.Model):
    """Something that an assessor knows about, in a plain word such as care, food or housing.

    Officers keep the list, and say which of them a case needs.
    """

    name = models.CharField(max_length=40)
    needed_by = models.ManyToManyField(Application, related_name="skills_needed", blank=True)
    added_at = models.DateTimeField(default=now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("name"), name="each_skill_once"),
            models.CheckConstraint(name="a_skill_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self):
        return self.name


class AssessorProfile(models.Model):
    """What one assessor knows, the time that they give for a round, and whether they are paid.

    What they are owed is their filed assessments times the fee: it is worked out, never stored.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assessor_profile"
    )
    skills = models.ManyToManyField(Skill, related_name="profiles", blank=True)
    ward = models.CharField(max_length=60, blank=True)
    hours = models.PositiveSmallIntegerField(null=True, blank=True, help_text="None: not said.")
    is_peer = models.BooleanField(default=False, help_text="A member of a co-op, who is paid.")
    fee = PoundsField("fee for each filed assessment", default=0)
    must_train = models.BooleanField(default=False, help_text="Scores the training case first.")
    changed_at = models.DateTimeField(default=now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="only_a_peer_is_paid", condition=Q(is_peer=True) | Q(fee=0)
            ),
            models.CheckConstraint(name="a_fee_is_not_below_nothing", condition=Q(fee__gte=0)),
        ]

    def __str__(self):
        return f"What {self.user} can do"
