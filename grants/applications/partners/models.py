"""Partners: those who apply together with the co-op that leads an application."""

import hashlib
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.timezone import now

from applicants.models import Organisation
from grants.applications.models import Application

LINK_LASTS = timedelta(days=14)
WORDS = 60


class Standing(models.TextChoices):
    """Where a partner stands. Worked out, never stored."""

    ASKED = "asked", "No answer yet"
    EXPIRED = "expired", "The link has run out"
    READING = "reading", "Reading it"
    CONFIRMED = "confirmed", "Said yes"
    CHANGED = "changed", "Changed since they said yes"
    DECLINED = "declined", "Said no"


WHAT_TO_DO = {
    Standing.ASKED: "{name} hasn’t said yes yet.",
    Standing.EXPIRED: "The link that we sent to {name} has run out. Ask them again.",
    Standing.READING: "{name} hasn’t said yes yet.",
    Standing.CHANGED: "What {name} asks for changed after they said yes. Ask them again.",
    Standing.DECLINED: "{name} said no. Remove them, or ask them again.",
}


class PartnerQuerySet(models.QuerySet):
    def standing(self):
        """Those who are on the list today, whatever they answered."""
        return self.filter(removed_at=None)

    def joined(self):
        """Those whose own people may read the application."""
        return self.filter(removed_at=None, declined_at=None, organisation__isnull=False)

    def visible_to(self, user):
        """The lead sees whom it asked; an organisation that took up the question sees itself."""
        own = list(user.memberships_by_organisation)
        joined = Q(organisation__in=own, declined_at=None)
        return self.standing().filter(Q(application__organisation__in=own) | joined)


class Partner(models.Model):
    """One who was asked to apply together with the lead, and what became of it."""

    WHEN_MERGED = {"organisation": "grants.applications.partners.actions.carry_over_partnerships"}
    WHEN_FORGOTTEN = "grants.applications.keeping.forget_address"

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="partners")
    reference = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=120, help_text="As the lead calls them.")
    email = models.EmailField()
    does = models.TextField(help_text="What they do in the work.")
    # Only who has the link from the email can take it up; we keep no more than its hash.
    token_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField(default=now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="partnerships"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_lines = models.CharField(max_length=64, blank=True, help_text="Their hash.")
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                "application",
                condition=Q(removed_at=None),
                name="partners_have_names_of_their_own",
            ),
            models.UniqueConstraint(
                Lower("email"),
                "application",
                condition=Q(removed_at=None),
                name="nobody_is_asked_twice_at_once",
            ),
            models.UniqueConstraint(
                fields=["application", "organisation"],
                condition=Q(removed_at=None, declined_at=None),
                name="an_organisation_is_a_partner_once",
            ),
            models.CheckConstraint(
                name="a_yes_says_who_and_to_what",
                condition=Q(confirmed_at=None, confirmed_by=None, confirmed_lines="")
                | (
                    Q(confirmed_at__isnull=False, confirmed_by__isnull=False)
                    & Q(organisation__isnull=False)
                    & ~Q(confirmed_lines="")
                ),
            ),
            models.CheckConstraint(
                name="a_no_says_who",
                condition=Q(declined_at=None, declined_by=None)
                | Q(declined_at__isnull=False, declined_by__isnull=False),
            ),
        ]

    def __str__(self):
        return self.name

    @staticmethod
    def hash_of(token):
        return hashlib.sha256(token.encode()).hexdigest()

    @property
    def has_run_out(self):
        """A link that nobody took up works for two weeks."""
        return self.organisation_id is None and self.asked_at + LINK_LASTS <= now()

    @property
    def can_be_taken_up(self):
        is_free = self.organisation_id is None and not self.has_run_out
        return is_free and self.application.is_draft

    def stands(self, lines):
        """Where they stand. lines: the hash of their budget lines as these are today."""
        if self.declined_at:
            return Standing.DECLINED
        if self.confirmed_at:
            is_same = self.confirmed_lines == lines
            return Standing.CONFIRMED if is_same else Standing.CHANGED
        if self.organisation_id:
            return Standing.READING
        return Standing.EXPIRED if self.has_run_out else Standing.ASKED

    def problem(self, lines):
        """What the lead must do before it can send, in a sentence; nothing when they said yes."""
        return WHAT_TO_DO.get(self.stands(lines), "").format(name=self.name)
