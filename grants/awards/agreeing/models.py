"""How an offer is answered: who signed it, and until when it may be answered."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Lower
from django.utils.timezone import now

from grants.awards.hosting.models import Hosting
from grants.awards.models import Award


class Capacity(models.TextChoices):
    """As what somebody signs. It is their own word; what gives them the right is a membership."""

    DIRECTOR = "director", "Director"
    SECRETARY = "secretary", "Secretary"
    CHAIR = "chair", "Chair"
    TREASURER = "treasurer", "Treasurer"
    TRUSTEE = "trustee", "Trustee"
    PARTNER = "partner", "Partner or member of the LLP"
    COMMITTEE = "committee", "Committee member"
    OWNER = "owner", "Owner of the business"
    OTHER = "other", "Another officer"


class Signature(models.Model):
    """One person signed an offer, as its letter stood. Rows are only ever added.

    A row says what happened. While the offer is open, whether it counts is asked each time: it
    counts for the letter that is in force, and while the person may still sign for the
    organisation. When the offer is accepted, those that made it so are marked, once and for good.
    """

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="signatures")
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    # For the body that holds the money; else for the co-op itself.
    hosting = models.ForeignKey(
        Hosting, on_delete=models.PROTECT, null=True, blank=True, related_name="signatures"
    )
    name = models.CharField("name as they typed it", max_length=120)
    capacity = models.CharField(max_length=10, choices=Capacity.choices)
    signed_at = models.DateTimeField(default=now)
    letter_hash = models.CharField(max_length=64)
    confirmations = models.TextField(help_text="What they ticked, word for word.")
    has_counted = models.BooleanField(default=False, help_text="It made the offer accepted.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                F("award"),
                F("letter_hash"),
                F("signed_by"),
                Coalesce("hosting", 0),
                name="one_person_signs_a_letter_once",
            ),
            models.UniqueConstraint(
                F("award"),
                F("letter_hash"),
                Lower("name"),
                Coalesce("hosting", 0),
                name="no_name_stands_twice_under_a_letter",
            ),
            models.CheckConstraint(
                name="a_signature_has_its_name_and_its_letter",
                condition=~Q(name="") & ~Q(letter_hash="") & ~Q(confirmations=""),
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.get_capacity_display().lower()}"


class OfferExtension(models.Model):
    """The last day to answer was moved, and why. Rows are only ever added.

    The letter stays as it is; the first row holds the date that it gives.
    """

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="extensions")
    was = models.DateTimeField()
    respond_by = models.DateTimeField()
    reason = models.CharField(max_length=300)
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_offer_is_only_extended", condition=Q(respond_by__gt=F("was"))
            ),
            models.CheckConstraint(name="an_extension_says_why", condition=~Q(reason="")),
        ]

    def __str__(self):
        return f"{self.award.reference}, more time to answer"
