"""What an award is made of: its lines, its conditions, and the instalments that add up to it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from grants.awards.models import Award
from grants.money import PoundsField, in_value

from .shape import in_words


class AwardLine(models.Model):
    """One thing that an award gives: money, an adviser’s days, or the use of a space.

    The lines of money add up to the award’s amount, and those of days to its days. What is not
    money has the price that it had on the day of the offer, since public money counts in pounds
    whatever it is given as.
    """

    class Kind(models.TextChoices):
        MONEY = "money", "Money"
        DAYS = "days", "Adviser days"
        SPACE = "space", "Space"

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    description = models.CharField(max_length=120)
    amount = PoundsField(null=True, blank=True, help_text="Of money only.")
    quantity = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=40, blank=True, help_text="What is counted: days, weeks.")
    each = PoundsField("value of one", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["award", "number"], name="award_lines_in_order"),
            models.CheckConstraint(
                name="a_line_is_money_or_a_quantity_at_a_value",
                # That a number is there is said too: a check that comes to NULL would pass.
                condition=Q(kind="money", amount__isnull=False, amount__gt=0)
                & Q(quantity=None, unit="", each=None)
                | Q(kind__in=["days", "space"], amount=None, quantity__isnull=False)
                & Q(quantity__gt=0, each__isnull=False, each__gte=0)
                & ~Q(unit=""),
            ),
        ]

    def __str__(self):
        return self.description

    @property
    def value(self):
        """What it is worth in pounds, to the penny."""
        return in_value(self.amount, self.quantity, self.each)

    @property
    def in_words(self):
        return in_words(self.amount, self.quantity, self.unit)


class ConditionQuerySet(models.QuerySet):
    def before_payment(self):
        return self.exclude(before=None)

    def open(self):
        """Neither ticked off nor waived; of those that tick themselves, all."""
        return self.filter(met_at=None, waived_at=None)


class Condition(models.Model):
    """What must be met, in words, as the letter says it.

    `before`: the number of the first payment that it holds back, with all that come later; a
    condition that holds none back is a continuing one.
    """

    class Kind(models.TextChoices):
        SIGNED = "signed", "Signed agreement"
        BANK = "bank", "Checked bank details"
        SUBSIDY = "subsidy", "Subsidy confirmation"
        DOCUMENT = "document", "Governing document"
        INSURANCE = "insurance", "Insurance"
        FUNDING = "funding", "Other funding"
        OTHER = "other", "In our own words"

    # These are true or not by what is on record, so nobody ticks or waives them.
    OF_THEMSELVES = (Kind.SIGNED, Kind.BANK, Kind.SUBSIDY)

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="conditions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.OTHER)
    text = models.TextField()
    before = models.PositiveSmallIntegerField("first payment that it holds back", null=True)
    due_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who at the fund looks after it. None: the co-op.",
    )
    evidence = models.CharField("what we need to see", max_length=300, blank=True)
    seen = models.TextField("what was seen", blank=True)
    met_at = models.DateTimeField(null=True, blank=True)
    met_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The last answer to what the co-op sent, while it is not enough.
    missing = models.TextField("what is still missing", blank=True)
    missing_at = models.DateTimeField(null=True, blank=True)
    missing_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    why_waived = models.TextField(blank=True)
    waived_at = models.DateTimeField(null=True, blank=True)
    waived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ConditionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["award", "number"], name="conditions_in_order"),
            models.UniqueConstraint(
                fields=["award", "kind"],
                condition=Q(kind__in=["signed", "bank", "subsidy"]),
                name="what_we_know_ourselves_is_asked_once",
            ),
            models.CheckConstraint(
                name="a_condition_met_says_when_by_whom_and_what_was_seen",
                condition=Q(met_at=None, met_by=None, seen="")
                | (Q(met_at__isnull=False, met_by__isnull=False) & ~Q(seen="")),
            ),
            models.CheckConstraint(
                name="what_is_missing_says_when_by_whom_and_of_what_is_open",
                condition=Q(missing="", missing_at=None, missing_by=None)
                | Q(missing_at__isnull=False, missing_by__isnull=False, met_at=None)
                & Q(waived_at=None)
                & ~Q(missing=""),
            ),
            models.CheckConstraint(
                name="a_condition_waived_says_when_by_whom_and_why",
                condition=Q(waived_at=None, waived_by=None, why_waived="")
                | (Q(waived_at__isnull=False, waived_by__isnull=False) & ~Q(why_waived="")),
            ),
            models.CheckConstraint(
                name="a_condition_is_met_or_waived_not_both",
                condition=Q(met_at=None) | Q(waived_at=None),
            ),
            models.CheckConstraint(
                name="what_we_know_ourselves_is_not_ticked_or_waived",
                condition=~Q(kind__in=["signed", "bank", "subsidy"])
                | Q(met_at=None, waived_at=None, before=1),
            ),
            models.CheckConstraint(
                name="a_condition_holds_back_a_payment_or_none",
                condition=Q(before=None) | Q(before__gte=1),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                name="conditions_due",
                condition=Q(met_at=None, waived_at=None, due_on__isnull=False),
            )
        ]

    def __str__(self):
        return f"condition {self.number}"

    @property
    def is_of_itself(self):
        """Whether it ticks itself, by what is on record."""
        return self.kind in self.OF_THEMSELVES


class Instalment(models.Model):
    """A planned slice of an award. The instalments of an award add up to it, to the penny."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="instalments")
    number = models.PositiveSmallIntegerField()
    amount = PoundsField()
    due_on = models.DateField()
    needs = models.TextField("what we need first")
    after_report = models.CharField("report that must be accepted first", max_length=60, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["award", "number"], name="instalments_in_order"),
            models.CheckConstraint(
                name="an_instalment_is_more_than_nothing", condition=Q(amount__gt=0)
            ),
        ]

    def __str__(self):
        return f"{self.award.reference} instalment {self.number}"
