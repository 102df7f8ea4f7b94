"""Funds and their rounds: what is given, when, to whom and where."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now

from applicants.models import LegalForm
from grants.money import DaysField, PoundsField


class Fund(models.Model):
    """A pot with a purpose and rules."""

    name = models.CharField(max_length=80, unique=True)
    purpose = models.TextField()
    cost_code = models.CharField(
        max_length=30, blank=True, help_text="For its rounds that have none of their own."
    )

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
    scores_due_on = models.DateField("day by which scores are due", null=True, blank=True)
    budget = PoundsField()
    budget_days = DaysField(default=0)
    cost_code = models.CharField(max_length=30, blank=True, help_text="None: the fund’s.")
    minimum = PoundsField()
    maximum = PoundsField()
    respond_days = models.PositiveSmallIntegerField("days to answer an offer", default=28)
    review_days = models.PositiveSmallIntegerField("working days to ask for a review", default=20)
    signers_registered = models.PositiveSmallIntegerField(
        "people who sign an offer for a registered body", default=2
    )
    signers_unregistered = models.PositiveSmallIntegerField(
        "people who sign an offer for a group that is not registered", default=2
    )
    alone_up_to = PoundsField(
        "asked for at most where one approver decides without a meeting",
        null=True,
        blank=True,
        default=1000,
        help_text="None: a panel decides about every application.",
    )
    applicant_forms = models.JSONField(default=list, blank=True, help_text="None named: all.")
    area = models.JSONField(default=list, blank=True, help_text="Outward codes. None: anywhere.")
    wards = models.JSONField(default=list, blank=True, help_text="Names, instead of an area.")
    allows_several = models.BooleanField(default=False)
    is_blind = models.BooleanField("judged without names", default=False)
    workshop_tag = models.CharField(max_length=40, blank=True, help_text="None: no workshop.")
    workshop_people = models.PositiveSmallIntegerField(default=1)
    workshop_months = models.PositiveSmallIntegerField(default=24)
    glossary = models.JSONField(default=dict, blank=True, help_text="Its own words: meanings.")
    designed_with = models.TextField("who helped to design it", blank=True)
    not_designed_because = models.TextField("why nobody helped to design it", blank=True)
    form_version = models.PositiveSmallIntegerField(default=1)
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
                name="scores_before_the_decision", condition=Q(scores_due_on__lte=F("decision_on"))
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
                name="a_round_asks_1_to_20_people", condition=Q(workshop_people__range=(1, 20))
            ),
            models.CheckConstraint(
                name="a_round_leaves_5_to_60_days_for_a_review",
                condition=Q(review_days__range=(5, 60)),
            ),
            models.CheckConstraint(
                name="one_to_four_people_sign_an_offer",
                condition=Q(signers_registered__range=(1, 4), signers_unregistered__range=(1, 4)),
            ),
            models.CheckConstraint(
                name="one_person_decides_up_to_something_or_never",
                condition=Q(alone_up_to=None) | Q(alone_up_to__gt=0),
            ),
            models.CheckConstraint(
                name="a_round_names_postcodes_or_wards", condition=Q(area=[]) | Q(wards=[])
            ),
            models.CheckConstraint(
                name="a_published_round_says_when_and_by_whom",
                condition=Q(published_at=None, published_by=None)
                | Q(published_at__isnull=False, published_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_published_round_says_who_helped_to_design_it",
                condition=Q(published_at=None) | ~Q(designed_with="") | ~Q(not_designed_because=""),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def books_under(self):
        """The cost code under which its money is entered today: its own, or the fund's."""
        return self.cost_code or self.fund.cost_code

    @property
    def forms_allowed(self):
        """The legal forms that may apply, in words; none when every form may."""
        return [form.label for form in LegalForm if form.value in self.applicant_forms]

    def takes(self, legal_form):
        return not self.applicant_forms or legal_form in self.applicant_forms

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


class DateChange(models.Model):
    """The dates of a published round, each time that they were moved, and why.

    People plan by these dates, so every move stays to be read. Rows are only ever added.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="date_changes")
    was_closes_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    was_decision_on = models.DateField()
    decision_on = models.DateField()
    reason = models.CharField(max_length=300)
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_change_of_dates_changes_one",
                condition=~Q(closes_at=F("was_closes_at"), decision_on=F("was_decision_on")),
            ),
            models.CheckConstraint(name="a_change_of_dates_says_why", condition=~Q(reason="")),
        ]

    def __str__(self):
        return f"{self.round}, dates moved"

    @property
    def moves_closing(self):
        return self.closes_at != self.was_closes_at

    @property
    def moves_decision(self):
        return self.decision_on != self.was_decision_on
