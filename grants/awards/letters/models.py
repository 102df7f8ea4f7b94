"""Letters of the fund."""

from hashlib import sha256

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from grants.applications.models import Application, case_is_visible


class Kind(models.TextChoices):
    OFFER = "offer", "Offer letter"
    DECLINE = "decline", "Decision letter"
    INELIGIBLE = "ineligible", "Letter about eligibility"
    VARIATION = "variation", "Letter about a change"
    SUBSIDY_NOTIFICATION = "subsidy_notification", "Public money notice"
    SUBSIDY_CONFIRMATION = "subsidy_confirmation", "Public money confirmation"
    REMITTANCE = "remittance", "Payment advice"
    REMINDER = "reminder", "Reminder"
    RECOVERY = "recovery", "Letter about money to pay back"


ONCE = (Kind.OFFER, Kind.DECLINE, Kind.INELIGIBLE)  # a case has at most one of each
# About money that left: they go to whoever holds it, which may be another body than the co-op.
ABOUT_MONEY = (Kind.REMITTANCE, Kind.RECOVERY)


class LetterQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A letter opens for those who see its case; its bytes are read only when asked for.

        One about money opens for the body that holds it too, which sees no more of the case.
        """
        opens = Q(case_is_visible(user))
        if mine := list(user.memberships_by_organisation):
            opens |= Q(kind__in=ABOUT_MONEY, application__award__payee__in=mine)
        return self.filter(opens).defer("pdf")

    def issued(self):
        return self.exclude(issued_at=None)


class Letter(models.Model):
    """A letter of the fund: queued with the fact, made by a worker, then never changed.

    The bytes stand in the row, so that a letter and its hash cannot part.
    """

    Kind = Kind

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="letters")
    reference = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=25, choices=Kind.choices)
    key = models.CharField(
        max_length=60, blank=True, help_text="The occasion, where there may be several."
    )
    payment = models.OneToOneField(
        "grants.Payment",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="advice",
        help_text="What an advice says that we paid.",
    )
    queued_at = models.DateTimeField(default=now)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    dated_on = models.DateField()
    words = models.JSONField(help_text="The facts that the wording is filled with.")
    wording = models.ForeignKey(
        "grants.LetterWording",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="None: the wording that came with the software.",
    )
    signature = models.ForeignKey(
        "grants.LetterSignature", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    leased_until = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    html = models.TextField(blank=True)
    pdf = models.BinaryField(null=True)
    sha256 = models.CharField("hash of the PDF", max_length=64, blank=True)
    page_sha256 = models.CharField("hash of the page", max_length=64, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "kind"],
                condition=Q(kind__in=ONCE),
                name="one_letter_of_a_kind_for_each_application",
            ),
            models.UniqueConstraint(
                fields=["application", "kind", "key"], name="one_letter_for_each_occasion"
            ),
            models.CheckConstraint(
                name="a_letter_that_may_come_again_names_its_occasion",
                condition=Q(kind__in=ONCE, key="") | (~Q(kind__in=ONCE) & ~Q(key="")),
            ),
            models.CheckConstraint(
                name="an_advice_names_its_payment_and_nothing_else_does",
                condition=Q(kind=Kind.REMITTANCE, payment__isnull=False)
                | (~Q(kind=Kind.REMITTANCE) & Q(payment=None)),
            ),
            models.CheckConstraint(
                name="an_issued_letter_has_its_bytes_and_hash",
                condition=Q(issued_at=None, pdf=None, sha256="", page_sha256="")
                | (
                    Q(issued_at__isnull=False, pdf__isnull=False)
                    & ~Q(sha256="")
                    & ~Q(page_sha256="")
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["queued_at"], name="letters_to_make", condition=Q(issued_at=None))
        ]

    def __str__(self):
        return self.reference

    def seal(self, html, pdf):
        """Take in the page and the paper as they were made, each with its hash."""
        self.html, self.pdf = html, pdf
        self.page_sha256 = sha256(html.encode()).hexdigest()
        self.sha256 = sha256(pdf).hexdigest()

    @property
    def is_page_as_made(self):
        return sha256(self.html.encode()).hexdigest() == self.page_sha256

    @property
    def is_paper_as_made(self):
        return sha256(self.pdf).hexdigest() == self.sha256

    @property
    def name(self):
        """What a list calls it; the second of a kind has its number, so that links differ."""
        number = self.reference.rpartition("-")[2] if self.kind not in ONCE else "1"
        return f"{self.get_kind_display()} {number}".removesuffix(" 1")
