"""Who acts for an organisation, and who is asked to."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.timezone import now

from .organisations import Organisation
from .people import User


class MembershipQuerySet(models.QuerySet):
    def live(self):
        return self.filter(ended_at=None)

    def live_at(self, moment):
        """Those that held at this moment, whatever came later."""
        return self.filter(Q(ended_at=None) | Q(ended_at__gt=moment), started_at__lte=moment)


class Membership(models.Model):
    """A person's part in an organisation, and what they may do for it.

    A row is never rewritten: another role ends this row and begins another, so that
    the rows say who could do what on which day.
    """

    WHEN_MERGED = {"organisation": "applicants.actions.merging.carry_over_members"}

    class Role(models.TextChoices):
        OWNER = "owner", "Owner"
        EDITOR = "editor", "Editor"
        READER = "reader", "Reader"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.EDITOR)
    is_signatory = models.BooleanField(default=False)
    started_at = models.DateTimeField(default=now)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=Q(ended_at=None),
                name="one_live_membership_each",
            ),
            models.CheckConstraint(
                name="a_membership_that_goes_on_was_ended_by_nobody",
                condition=Q(ended_at__isnull=False) | Q(ended_by=None),
            ),
        ]

    @property
    def can_edit(self):
        return self.role in (self.Role.OWNER, self.Role.EDITOR)


class InvitationQuerySet(models.QuerySet):
    def unanswered(self):
        """Neither taken up nor withdrawn; some of them may have run out."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def open(self, at=None):
        return self.unanswered().filter(expires_at__gt=at or now())


class Invitation(models.Model):
    """An owner asks somebody, by email, to act for the organisation.

    The link in the email is the only copy of the token: this row keeps its hash.
    """

    WHEN_MERGED = {"organisation": "applicants.actions.merging.end_invitations"}
    LIFE = timedelta(days=14)

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="invitations"
    )
    email = models.EmailField("email address")
    role = models.CharField(max_length=10, choices=Membership.Role.choices)
    is_signatory = models.BooleanField(default=False)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_at = models.DateTimeField(default=now)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                F("organisation"),
                Lower("email"),
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="one_unanswered_invitation_for_each_address",
            ),
            models.CheckConstraint(
                name="an_accepted_invitation_says_when_and_by_whom",
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_withdrawn_invitation_says_when_and_by_whom",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
            models.CheckConstraint(
                name="an_invitation_is_accepted_or_withdrawn_not_both",
                condition=Q(accepted_at=None) | Q(withdrawn_at=None),
            ),
            models.CheckConstraint(
                name="an_invitation_runs_out_after_it_is_sent",
                condition=Q(expires_at__gt=F("invited_at")),
            ),
        ]

    @property
    def is_open(self):
        return self.accepted_at is None and self.withdrawn_at is None and now() < self.expires_at


class RecoveryQuerySet(models.QuerySet):
    def open(self):
        return self.filter(stopped_at=None, decided_at=None)


class Recovery(models.Model):
    """Two members ask for a new owner, because no owner can be reached; an officer answers."""

    WHEN_MERGED = {"organisation": "applicants.actions.merging.refuse_while_recovering"}

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="recoveries"
    )
    new_owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    started_at = models.DateTimeField(default=now)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_approved = models.BooleanField(null=True)
    note = models.TextField(blank=True)

    objects = RecoveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "recoveries"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(stopped_at=None, decided_at=None),
                name="one_open_recovery_for_each_organisation",
            ),
            models.CheckConstraint(
                name="three_different_people_recover_an_organisation",
                condition=(Q(agreed_by=None) | ~Q(agreed_by=F("started_by")))
                & (
                    Q(decided_by=None)
                    | ~Q(decided_by=F("started_by"))
                    & (Q(agreed_by=None) | ~Q(decided_by=F("agreed_by")))
                ),
            ),
            models.CheckConstraint(
                name="a_recovery_is_approved_only_after_two_agreed",
                condition=Q(is_approved=None, decided_at=None, decided_by=None)
                | Q(is_approved=False, decided_at__isnull=False, decided_by__isnull=False)
                | Q(
                    is_approved=True,
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                    agreed_by__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="who_agreed_to_a_recovery_says_when",
                condition=Q(agreed_at=None, agreed_by=None)
                | Q(agreed_at__isnull=False, agreed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="who_stopped_a_recovery_says_when",
                condition=Q(stopped_at=None, stopped_by=None)
                | Q(stopped_at__isnull=False, stopped_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_recovery_is_stopped_or_decided_not_both",
                condition=Q(stopped_at=None) | Q(decided_at=None),
            ),
        ]
