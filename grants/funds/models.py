"""Funds, their rounds, and what a round asks and judges."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import get_random_string
from django.utils.timezone import now

from applicants.models import LegalForm
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
    scores_due_on = models.DateField("day by which scores are due", null=True, blank=True)
    budget = PoundsField()
    budget_days = DaysField(default=0)
    minimum = PoundsField()
    maximum = PoundsField()
    respond_days = models.PositiveSmallIntegerField("days to answer an offer", default=28)
    applicant_forms = models.JSONField(default=list, blank=True, help_text="None named: all.")
    area = models.JSONField(default=list, blank=True, help_text="Outward codes. None: anywhere.")
    allows_several = models.BooleanField(default=False)
    workshop_tag = models.CharField(max_length=40, blank=True, help_text="None: no workshop.")
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


class EnquiryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who answer see all of them. Answers are public and stand on the round's page."""
        return self if user.is_officer else self.none()

    def waiting(self):
        return self.filter(answered_at=None)

    def answered(self):
        return self.exclude(answered_at=None)


class Enquiry(models.Model):
    """A question that somebody asked about a round, and the one answer that everybody reads.

    Who asked is never shown: `wording` is how the question is published, so that an officer can
    leave out what would tell. An answer is given once and stays.
    """

    reference = models.SlugField(max_length=32, unique=True)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="enquiries")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="enquiries"
    )
    asked_at = models.DateTimeField(default=now)
    text = models.TextField()
    wording = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "enquiries"
        constraints = [
            models.CheckConstraint(
                name="an_answer_says_what_when_and_by_whom",
                condition=Q(answered_at=None, answered_by=None, wording="", answer="")
                | (
                    Q(answered_at__isnull=False, answered_by__isnull=False)
                    & ~Q(wording="")
                    & ~Q(answer="")
                ),
            )
        ]
        indexes = [
            models.Index(
                fields=["asked_at"], name="enquiries_waiting", condition=Q(answered_at=None)
            )
        ]

    def __str__(self):
        return self.wording or self.text


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
    """One thing that must be true before an application is assessed.

    With a question of its own it is also asked beforehand, on the page “Can we apply?”, so that
    nobody writes for days and then hears no.
    """

    class Alternative(models.TextChoices):
        NONE = "", "Nothing else"
        WORKSHOP = "workshop", "A workshop of ours"
        ADVICE = "advice", "A talk with us"
        FUND = "fund", "Another round that is open"

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="eligibility_tests")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    question = models.CharField(max_length=200, blank=True)
    guidance = models.CharField(max_length=300, blank=True)
    passes_on = models.CharField(
        max_length=3, choices=[("yes", "Yes"), ("no", "No")], default="yes"
    )
    otherwise = models.CharField(max_length=400, blank=True)
    alternative = models.CharField(
        max_length=10, choices=Alternative.choices, default=Alternative.NONE, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="eligibility_tests_in_order"),
            models.CheckConstraint(
                name="a_question_asked_beforehand_explains_its_no",
                condition=Q(question="") | ~Q(otherwise=""),
            ),
        ]

    def __str__(self):
        return self.text


def question_code():
    """What a question is called in rules, and wherever rounds are compared."""
    return get_random_string(10, "abcdefghjkmnpqrstuvwxyz23456789")


class Section(models.Model):
    """A part of the form that is answered on one page."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="sections")
    number = models.PositiveSmallIntegerField()
    # Stays the same while the form is put in another order, so that no page changes the wrong one.
    code = models.CharField(max_length=20, default=question_code)
    title = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="sections_in_order"),
            models.UniqueConstraint(fields=["round", "code"], name="a_section_has_its_own_code"),
        ]

    def __str__(self):
        return self.title


class Question(models.Model):
    """One question of the form, as data: officers need no developer to change it."""

    class Kind(models.TextChoices):
        SHORT_TEXT = "short_text", "Short text"
        LONG_TEXT = "long_text", "Long text"
        NUMBER = "number", "Whole number"
        MONEY = "money", "Amount of money"
        DATE = "date", "Date"
        YES_NO = "yes_no", "Yes or no"
        CHOICE = "choice", "One choice"
        SEVERAL = "several", "Several choices"
        POSTCODE = "postcode", "Postcode"
        FILES = "files", "Files"
        BUDGET = "budget", "Budget table"
        STEPS = "steps", "Steps and dates"
        FIGURES = "figures", "Income and costs"
        FUNDING = "funding", "Other public money"
        PEOPLE = "people", "People"
        TABLE = "table", "Table of your own"
        TICKS = "ticks", "Statements to agree"

    TABLES = (Kind.BUDGET, Kind.STEPS, Kind.FIGURES, Kind.FUNDING, Kind.PEOPLE, Kind.TABLE)

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField(help_text="Across the whole form.")
    # The same question in another round has the same code, so that answers can be compared,
    # and one that was answered before need not be typed again.
    code = models.CharField(max_length=20, default=question_code)
    text = models.CharField(max_length=200)
    guidance = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    is_required = models.BooleanField(default=True)
    word_limit = models.PositiveSmallIntegerField(null=True, blank=True)
    least = models.PositiveIntegerField(null=True, blank=True)
    most = models.PositiveIntegerField(null=True, blank=True)
    options = models.JSONField(default=list, blank=True)
    rows = models.PositiveSmallIntegerField(default=6)
    shown_if = models.JSONField(default=dict, blank=True)
    criteria = models.ManyToManyField(Criterion, related_name="questions", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["section", "number"], name="questions_in_order"),
            models.UniqueConstraint(
                fields=["section", "code"], name="a_question_stands_once_in_a_section"
            ),
            models.CheckConstraint(
                name="a_question_asks_for_no_more_than_its_most",
                condition=Q(least=None) | Q(most=None) | Q(most__gte=F("least")),
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def key(self):
        """The name of its answer in a saved section."""
        return str(self.number)

    @property
    def is_table(self):
        return self.kind in self.TABLES


class FormVersion(models.Model):
    """The wording of a published form, each time that it was set or corrected.

    Every application keeps the number of the version that it answers, so that an answer is
    always read under the words that it was given to. Rows are only ever added.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="form_versions")
    number = models.PositiveSmallIntegerField()
    wording = models.JSONField()
    reason = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(default=now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="form_versions_in_order"),
            models.CheckConstraint(
                name="a_correction_says_why", condition=Q(number=1) | ~Q(reason="")
            ),
        ]

    def __str__(self):
        return f"{self.round}, version {self.number}"
