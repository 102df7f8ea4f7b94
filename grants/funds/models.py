"""Funds, their rounds, and what a round asks and judges."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now

from grants.money import DaysField, PoundsField


class Fund(models.Model):
    """A pot with a purpose and rules."""

    name = models.CharField(max_length=80, unique=True)
    purpose = models.TextField()

    def __str__(self):
        return self.name


class RoundQuerySet(models.QuerySet):
    def published(self):
        return self.exclude(published_at=None)

    def open_at(self, at):
        return self.published().filter(opens_at__lte=at, closes_at__gt=at)

    def visible_to(self, user):
        """Everybody sees what is published; those who run rounds see what they prepare."""
        if user.is_authenticated and (user.is_officer or user.is_auditor or user.is_approver):
            return self
        return self.published()


class Round(models.Model):
    """An opening of a fund, with dates and a budget."""

    class Phase(models.TextChoices):
        UNPUBLISHED = "waiting", "Not published yet"
        SOON = "due", "Opens soon"
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="rounds")
    reference = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=80, unique=True)
    summary = models.TextField(blank=True)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    decision_on = models.DateField("decision date")
    budget = PoundsField()
    budget_days = DaysField(default=0)
    minimum = PoundsField()
    maximum = PoundsField()
    respond_days = models.PositiveSmallIntegerField("days to answer an offer", default=28)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = RoundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_round_closes_after_it_opens", condition=Q(closes_at__gt=F("opens_at"))
            ),
            models.CheckConstraint(
                name="a_round_maximum_is_not_below_its_minimum",
                condition=Q(maximum__gte=F("minimum")),
            ),
            models.CheckConstraint(
                name="a_round_budget_is_not_below_nothing",
                condition=Q(budget__gte=0, budget_days__gte=0, minimum__gte=0),
            ),
            models.CheckConstraint(
                name="a_published_round_says_when_and_by_whom",
                condition=Q(published_at=None, published_by=None)
                | Q(published_at__isnull=False, published_by__isnull=False),
            ),
        ]

    def __str__(self):
        return self.name

    def is_open(self, at=None):
        return self.phase(at) == self.Phase.OPEN

    def phase(self, at=None):
        """Where the round is by the clock. It is worked out, never stored."""
        at = at or now()
        if self.published_at is None:
            return self.Phase.UNPUBLISHED
        if at < self.opens_at:
            return self.Phase.SOON
        return self.Phase.OPEN if at < self.closes_at else self.Phase.CLOSED


class Criterion(models.Model):
    """What assessors judge, and how much it counts. Weights of a round add up to 100."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="criteria")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    guidance = models.TextField(blank=True)
    weight = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name_plural = "criteria"
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="criteria_in_order"),
            models.CheckConstraint(
                name="a_weight_is_1_to_100", condition=Q(weight__gte=1, weight__lte=100)
            ),
        ]

    def __str__(self):
        return self.name


class EligibilityTest(models.Model):
    """One thing that must be true before an application is assessed."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="eligibility_tests")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="eligibility_tests_in_order")
        ]

    def __str__(self):
        return self.text


class Section(models.Model):
    """A part of the form that is answered on one page."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="sections")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="sections_in_order")
        ]

    def __str__(self):
        return self.title


class Question(models.Model):
    """One question of the form, as data: officers need no developer to change it."""

    class Kind(models.TextChoices):
        SHORT_TEXT = "short_text", "Short text"
        LONG_TEXT = "long_text", "Long text"
        CHOICE = "choice", "One choice"
        POSTCODE = "postcode", "Postcode"
        TABLE = "table", "Table"
        BUDGET = "budget", "Budget table"
        TICKS = "ticks", "Statements to agree"

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField(help_text="Across the whole form.")
    text = models.CharField(max_length=200)
    guidance = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    is_required = models.BooleanField(default=True)
    word_limit = models.PositiveSmallIntegerField(null=True, blank=True)
    options = models.JSONField(default=list, blank=True)
    rows = models.PositiveSmallIntegerField(default=6)
    criteria = models.ManyToManyField(Criterion, related_name="questions", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["section", "number"], name="questions_in_order")
        ]

    def __str__(self):
        return self.text

    @property
    def key(self):
        """The name of its answer in a saved section."""
        return str(self.number)
