"""Who is too close to an application to work on it, and what became of that."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now

from applicants.models import MOVES, Organisation
from grants.applications.models import Application, case_is_visible
from grants.closeness import KEPT_FROM_JUDGING, Outcome, TieKind


class Declaration(models.Model):
    """Somebody said, before they opened a case, that they are not close to its co-op."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="declarations"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="declarations"
    )
    declared_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "user"], name="each_person_says_it_once")
        ]


class ConflictQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What others declared, for officers and the auditor; none of a case closed to them."""
        if not (user.is_officer or user.is_auditor):
            return self.none()
        return self.filter(case_is_visible(user)).exclude(user=user)

    def waiting(self):
        """Those that no officer has settled."""
        return self.filter(settled_at=None)


class Conflict(models.Model):
    """A conflict of interest: what somebody declared, or we found, and what it means today.

    The outcome is the newest one; the settlings are how it came to it. Until the first, what
    somebody declared closes the case to them, and what we only found keeps them from judging.
    """

    class Kind(models.TextChoices):
        FINANCIAL = "financial", "Money: I could gain or lose by it"
        EMPLOYMENT = "employment", "Work: I work for them, or used to"
        MEMBERSHIP = "membership", "Membership: I am a member, or was"
        FAMILY = "family", "Family or close friend"
        OFFICE = "office", "Another office that I hold"
        OTHER = "other", "Something else"

    reference = models.SlugField(max_length=32, unique=True)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="conflicts")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="conflicts"
    )
    is_declared = models.BooleanField(
        default=True, help_text="They said so; otherwise we found it, and they said that it is not."
    )
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.OTHER)
    reason = models.TextField()
    declared_at = models.DateTimeField(default=now)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.NO_ACCESS)
    settled_at = models.DateTimeField(null=True, blank=True)
    links_settled = models.JSONField(
        default=list, help_text="Kinds of links that the officer knew of; a new kind is open."
    )

    objects = ConflictQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "user"], name="one_conflict_for_each_person"
            ),
            models.CheckConstraint(
                name="a_conflict_that_waits_is_on_the_safe_side",
                condition=Q(settled_at__isnull=False)
                | Q(is_declared=True, outcome=Outcome.NO_ACCESS)
                | Q(is_declared=False, outcome=Outcome.NO_SCORE),
            ),
        ]
        indexes = [
            models.Index(
                fields=["declared_at"], name="conflicts_to_settle", condition=Q(settled_at=None)
            )
        ]

    def __str__(self):
        return f"{self.user} and {self.application}"

    @property
    def keeps_from_judging(self):
        return self.outcome in KEPT_FROM_JUDGING


class Settling(models.Model):
    """What an officer found that a conflict means, and why. Rows are only ever added."""

    conflict = models.ForeignKey(Conflict, on_delete=models.PROTECT, related_name="settlings")
    number = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    reason = models.TextField()
    settled_at = models.DateTimeField(default=now)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conflict", "number"], name="one_settling_in_each_place"
            )
        ]


class TieQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Officers only."""
        return self if user.is_officer else self.none()


class Tie(models.Model):
    """A colleague is or was a co-op’s mentor or adviser, or is joined to it in another way."""

    WHEN_MERGED = {"organisation": MOVES}

    Kind = TieKind

    reference = models.SlugField(max_length=32, unique=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="ties"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="ties")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField(default=now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = TieQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_tie_ends_after_it_began",
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
            ),
            models.CheckConstraint(
                name="a_tie_that_goes_on_was_ended_by_nobody",
                condition=Q(until_on__isnull=False) | Q(ended_by=None),
            ),
        ]
