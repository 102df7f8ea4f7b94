"""Organisations: one record for a co-op's whole life."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import now

from .people import User

# What rows of other tables do when the organisation they point at is joined into another.
MOVES, STAYS = "moves", "stays"
ADDRESS = ("postcode", "street", "street_more", "town")
DETAILS = ("name", "legal_form", "registration_number", "charity_number")


class LegalForm(models.TextChoices):
    """Source: fact sheet section 4, from the UK registers."""

    NOT_FORMED = "not_formed", "Not formed yet"
    COOP_SOCIETY = "coop_society", "Co-operative society"
    COMMUNITY_BENEFIT = "cbs", "Community benefit society"
    COMPANY_GUARANTEE = "clg", "Company limited by guarantee"
    COMPANY_SHARES = "cls", "Company limited by shares"
    CIC = "cic", "Community interest company"
    LLP = "llp", "Limited liability partnership"
    CIO = "cio", "Charitable incorporated organisation"
    SCIO = "scio", "Scottish charitable incorporated organisation"
    UNINCORPORATED = "unincorporated", "Unincorporated association or club"
    PARTNERSHIP = "partnership", "Partnership"
    SOLE_TRADER = "sole_trader", "Sole trader"


class OrganisationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Members see their own; fund staff who work on cases see all."""
        if user.is_officer or user.is_auditor or user.is_approver:
            return self
        mine = list(user.memberships_by_organisation)
        return self.filter(Q(pk__in=mine) | Q(merged_into__in=mine))


class Organisation(models.Model):
    """The co-op, or the group that is becoming one. One record for its whole life."""

    reference = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    legal_form = models.CharField(
        max_length=20, choices=LegalForm.choices, default=LegalForm.NOT_FORMED
    )
    registration_number = models.CharField(max_length=20, blank=True)
    charity_number = models.CharField(max_length=20, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    street = models.CharField(max_length=60, blank=True, help_text="At this postcode.")
    street_more = models.CharField(max_length=60, blank=True)
    town = models.CharField(max_length=60, blank=True)
    started_at = models.DateTimeField(default=now)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )
    merged_at = models.DateTimeField(null=True, blank=True)

    WHEN_MERGED = {"merged_into": MOVES}  # so that an old address leads to the end at once

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_group_not_formed_has_no_number",
                condition=~Q(legal_form=LegalForm.NOT_FORMED)
                | Q(registration_number="", charity_number=""),
            ),
            models.CheckConstraint(
                name="an_address_is_whole_or_none",
                condition=Q(street="", street_more="", town="")
                | (~Q(street="") & ~Q(town="") & ~Q(postcode="")),
            ),
            models.CheckConstraint(
                name="a_merged_record_says_when",
                condition=Q(merged_into=None, merged_at=None)
                | Q(merged_into__isnull=False, merged_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("organisation", args=[self.reference])

    @property
    def is_formed(self):
        return self.legal_form != LegalForm.NOT_FORMED

    @property
    def address(self):
        """The lines below its name on an envelope, without the postcode; none if not known."""
        return [line for line in (self.street, self.street_more, self.town) if line]

    def people(self):
        """Everybody who acts for the organisation today."""
        return User.objects.filter(
            memberships__organisation=self, memberships__ended_at=None, is_active=True
        )


class OrganisationDetails(models.Model):
    """What an organisation was called and was in law, from a day on. Rows are only ever added.

    The organisation itself holds the newest facts; these rows are how it came to them.
    """

    WHEN_MERGED = {"organisation": STAYS}

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="details")
    name = models.CharField(max_length=120)
    legal_form = models.CharField(max_length=20, choices=LegalForm.choices)
    registration_number = models.CharField(max_length=20, blank=True)
    charity_number = models.CharField(max_length=20, blank=True)
    from_on = models.DateField()
    recorded_at = models.DateTimeField(default=now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "organisation details"
        indexes = [models.Index(fields=["organisation", "id"], name="details_in_order")]

    def __str__(self):
        return self.name
