"""Flags, tags and notes that colleagues put on a case, kept apart from all that a co-op sees."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.timezone import now

from grants.applications.models import Application


class FlagQuerySet(models.QuerySet):
    def raised(self):
        """Those that still stand."""
        return self.filter(resolved_at=None)


class Flag(models.Model):
    """Something about a case to look out for, until somebody says why it no longer is."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="flags")
    reason = models.TextField()
    raised_at = models.DateTimeField(default=now)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    resolution = models.TextField("why it is resolved", blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = FlagQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_resolved_flag_says_why_when_and_by_whom",
                condition=Q(resolved_at=None, resolved_by=None, resolution="")
                | (Q(resolved_at__isnull=False, resolved_by__isnull=False) & ~Q(resolution="")),
            )
        ]


class CaseTag(models.Model):
    """One word or two that officers put on cases, to find those that are alike."""

    name = models.CharField(max_length=40)
    added_at = models.DateTimeField(default=now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="each_case_tag_stands_once")]

    def __str__(self):
        return self.name


class Tagging(models.Model):
    """One tag on one case."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="taggings")
    tag = models.ForeignKey(CaseTag, on_delete=models.PROTECT, related_name="taggings")
    tagged_at = models.DateTimeField(default=now)
    tagged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "tag"], name="each_tag_once_on_a_case")
        ]


class Note(models.Model):
    """What a colleague writes down for colleagues. It is added to, and never changed."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="notes")
    uuid = models.UUIDField(unique=True)  # of the page it was written on: sent twice, kept once
    text = models.TextField()
    written_at = models.DateTimeField(default=now)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
