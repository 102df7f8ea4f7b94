"""What a round asks, as data: officers need no developer to change it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import get_random_string
from django.utils.timezone import now

from .judging import Criterion
from .rounds import Round


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
