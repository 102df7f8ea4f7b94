"""What somebody asked for, so that they can take part.

This is about health, faith or money, so it is stored encrypted, read by few, and emptied 30 days
after the session unless the person asks us to remember it.
"""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from applicants.secrets import SecretField
from workshops.booking.models import Place

LONGEST = 1000  # letters of what somebody writes in their own words


class What(models.TextChoices):
    STEP_FREE = "step_free", "A way in without steps"
    BSL = "bsl", "A sign language interpreter (BSL)"
    CAPTIONS = "captions", "Live captions"
    HEARING_LOOP = "hearing_loop", "A hearing loop"
    LARGE_PRINT = "large_print", "Large print"
    QUIET_SPACE = "quiet_space", "A quiet space to go to"
    ASSISTANT = "assistant", "A chair for an assistant who comes with me"
    INTERPRETER = "interpreter", "An interpreter for another language"
    TRAVEL = "travel", "Money for travel"
    CHILDCARE = "childcare", "Childcare, or money for it"
    OTHER = "other", "Something else"


def new_reference():
    return f"need-{secrets.token_hex(4)}"


class NeedQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who can do something about it, and nobody else."""
        return self if user.is_officer else self.none()

    def current(self):
        """Those that still hold: not taken back by the person, and of somebody who comes."""
        return self.exclude(standing=Need.State.DROPPED)


class Need(models.Model):
    """One thing that would help one person: a task for us until we have answered."""

    WHEN_FORGOTTEN = "workshops.needs.actions.forget_needs"
    WHEN_PEOPLE_MOVE = "workshops.needs.actions.follow_people"

    class State(models.TextChoices):
        ASKED = "asked", "Asked"
        ARRANGED = "arranged", "Arranged"
        CANNOT = "cannot", "We can’t"
        DROPPED = "dropped", "Not needed any more"

    reference = models.SlugField(max_length=20, unique=True, default=new_reference)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="needs")
    what = SecretField(blank=True)
    words = SecretField(blank=True, help_text="In their own words.")
    standing = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField(default=now, help_text="Or asked again, when we changed plans.")
    answer = SecretField(blank=True, help_text="What we told them.")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_remembered = models.BooleanField(default=False, help_text="They asked us to keep it.")
    alerted_at = models.DateTimeField(
        null=True, blank=True, help_text="When officers were told that it waits too long."
    )
    wiped_at = models.DateTimeField(null=True, blank=True)

    objects = NeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_need_that_is_answered_says_when_and_by_whom",
                condition=Q(standing__in=("asked", "dropped"))
                | Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_need_that_waits_has_no_answer",
                condition=~Q(standing="asked") | Q(answered_at=None, answered_by=None),
            ),
            models.CheckConstraint(
                name="a_need_that_is_wiped_says_nothing",
                condition=Q(wiped_at=None) | Q(what="", words="", answer=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"], name="needs_to_answer", condition=Q(standing="asked")
            ),
            models.Index(fields=["place"], name="needs_kept", condition=Q(wiped_at=None)),
        ]

    def __str__(self):
        """What it is, for those who may read it."""
        return What(self.what).label if self.what else "Wiped"
