"""Who holds the money for a group that is not formed yet."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from applicants.models import Organisation
from grants.applications.models import Application, ApplicationQuerySet, case_is_visible
from grants.awards.models import Award


class HostingQuerySet(models.QuerySet):
    def live(self):
        return self.filter(ended_at=None)

    def visible_to(self, user):
        """Those who see the case, and the host, which sees what it is asked and no more."""
        theirs = Q(host__in=list(user.memberships_by_organisation))
        return self.filter(theirs | Q(case_is_visible(user, "award__application")))


class Hosting(models.Model):
    """A body that is asked to hold the money for a group that is not formed yet.

    It agrees by its signatories, who sign the same letter as the group.
    """

    WHEN_MERGED = {"host": "grants.awards.hosting.joining.carry_over_hostings"}

    reference = models.CharField(max_length=20, unique=True)
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="hostings")
    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="hostings")
    signers = models.PositiveSmallIntegerField(
        default=1, help_text="How many sign for the host at least: by its form when it was named."
    )
    named_at = models.DateTimeField(default=now)
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    end_reason = models.CharField(max_length=300, blank=True)

    objects = HostingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["award"], condition=Q(ended_at=None), name="one_host_for_each_award"
            ),
            models.CheckConstraint(
                name="a_hosting_that_ended_says_when_by_whom_and_why",
                condition=Q(ended_at=None, ended_by=None, end_reason="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(end_reason="")),
            ),
        ]

    def __str__(self):
        return f"{self.host} for {self.award.reference}"

    @property
    def application(self):
        return self.award.application


class PaidCaseQuerySet(ApplicationQuerySet):
    def visible_to(self, user):
        """As for applications; and a case whose money goes to a body that they act for."""
        seen = Q(pk__in=Application.objects.visible_to(user).values("pk"))
        return self.filter(seen | Q(award__payee__in=list(user.memberships_by_organisation)))


class PaidCase(Application):
    """An application, seen as where its money goes. Not a table of its own."""

    objects = PaidCaseQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        proxy = True
