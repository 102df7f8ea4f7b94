"""What the bank says became of payments: in files that finance uploads, or by hand."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now

from applicants.secrets import SecretField
from grants.involvement import conflicts_of
from grants.payments.models import Outcome, Payment, PaymentRun


class Amounts(models.TextChoices):
    """How a file writes the amount of a payment that left. The other sign is money that came in.

    Two files can look alike and mean the opposite, so somebody says it (or RESULT_AMOUNTS does).
    """

    PLAIN = "plain", "Without a minus, such as 4,000.00"
    MINUS = "minus", "With a minus, in brackets or with DR, such as -4,000.00"


class BankResultQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For those who see payments; not where one of its lines pays a case closed to them."""
        if not (user.is_finance_preparer or user.is_finance_approver or user.is_auditor):
            return self.none()
        conflicts = conflicts_of(user)
        rows = self.defer("content")
        if not conflicts:
            return rows
        theirs = BankResultLine.objects.filter(
            payment__instalment__award__application__in=conflicts
        )
        return rows.exclude(pk__in=theirs.values("result"))

    def waiting(self):
        """Uploaded, and neither taken in nor thrown away."""
        return self.filter(applied_at=None, discarded_at=None)


class BankResult(models.Model):
    """One file of the bank's or the ledger's, and when it was taken in.

    The text of the file is kept only until then: it can hold payments of others, which are not
    ours to keep. Its hash stays, and so do its lines, cut down to the columns that we asked for;
    of a line that does not name us, to its number, amount and day.
    """

    reference = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120, help_text="As the file was called.")
    sha256 = models.CharField(max_length=64)
    content = SecretField(blank=True, help_text="Its text, until it is taken in or thrown away.")
    columns = models.JSONField(default=dict, help_text="Which column of the file is what.")
    amounts = models.CharField(
        max_length=5,
        choices=Amounts.choices,
        help_text="How it writes what left, as somebody said.",
    )
    uploaded_at = models.DateTimeField(default=now)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    discarded_at = models.DateTimeField(null=True, blank=True)
    discarded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = BankResultQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"],
                condition=Q(applied_at=None, discarded_at=None),
                name="a_bank_file_waits_once",
            ),
            *(
                models.CheckConstraint(
                    name=f"a_{what}_bank_file_says_when_and_by_whom",
                    condition=Q(**{f"{what}_at": None, f"{what}_by": None})
                    | Q(**{f"{what}_at__isnull": False, f"{what}_by__isnull": False}),
                )
                for what in ("applied", "discarded")
            ),
            models.CheckConstraint(
                name="somebody_says_how_a_bank_file_writes_what_left",
                condition=Q(amounts__in=Amounts.values),
            ),
            models.CheckConstraint(
                name="a_bank_file_is_taken_in_or_thrown_away",
                condition=Q(applied_at=None) | Q(discarded_at=None),
            ),
            models.CheckConstraint(
                name="the_text_of_a_bank_file_goes_when_it_is_done",
                condition=Q(content="") | Q(applied_at=None, discarded_at=None),
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def is_waiting(self):
        return self.applied_at is None and self.discarded_at is None


class Verdict(models.TextChoices):
    MATCHED = "matched", "Matched"
    KNOWN = "known", "Already known"
    PENDING = "pending", "Not finished yet"
    UNMATCHED = "unmatched", "Nothing fits"


class LineQuerySet(models.QuerySet):
    def unmatched(self):
        """Lines that no payment fits, and of which nobody has said yet what became of them."""
        return self.filter(verdict=Verdict.UNMATCHED, answered_at=None)


class BankResultLine(models.Model):
    """One line of such a file, as it was written there, and what it was found to be."""

    result = models.ForeignKey(BankResult, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField(help_text="Its line in the file; the first is 1.")
    reference = models.CharField(max_length=100, blank=True)
    amount_text = models.CharField(max_length=40, blank=True)
    date_text = models.CharField(max_length=40, blank=True)
    status_text = models.CharField(max_length=40, blank=True)
    reason_text = models.CharField(max_length=200, blank=True)
    fingerprint = models.CharField(max_length=64)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    why = models.CharField(max_length=300, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    payment = models.ForeignKey(
        Payment, on_delete=models.PROTECT, null=True, blank=True, related_name="lines"
    )
    answer = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = "line of a bank file"
        constraints = [
            models.UniqueConstraint(fields=["result", "number"], name="a_line_once_a_file"),
            models.UniqueConstraint(
                fields=["fingerprint"],
                condition=Q(verdict__in=["matched", "pending"]),
                name="a_bank_line_counts_once",
            ),
            models.UniqueConstraint(
                fields=["fingerprint"],
                condition=Q(verdict="unmatched"),
                name="a_bank_line_is_listed_once",
            ),
            models.UniqueConstraint(
                fields=["payment", "outcome"],
                condition=Q(verdict="matched"),
                name="a_payment_has_each_outcome_once",
            ),
            models.CheckConstraint(
                name="a_matched_line_names_its_payment",
                condition=~Q(verdict="matched") | (Q(payment__isnull=False) & ~Q(outcome="")),
            ),
            models.CheckConstraint(
                name="an_unmatched_line_says_why", condition=~Q(verdict="unmatched") | ~Q(why="")
            ),
            models.CheckConstraint(
                name="an_answered_line_says_when_and_by_whom",
                condition=Q(answered_at=None, answered_by=None, answer="")
                | (
                    Q(answered_at__isnull=False, answered_by__isnull=False, verdict="unmatched")
                    & ~Q(answer="")
                ),
            ),
        ]

    def __str__(self):
        return f"{self.result} line {self.number}"


class HandMarkQuerySet(models.QuerySet):
    def waiting(self):
        """Said by one person, and a second one has not answered."""
        return self.filter(confirmed_at=None, dropped_at=None)


class HandMark(models.Model):
    """One person says what the bank did with payments of a run; another confirms it, or does not.

    Until it is confirmed it changes nothing.
    """

    run = models.ForeignKey(PaymentRun, on_delete=models.PROTECT, related_name="marks")
    number = models.PositiveSmallIntegerField()
    payments = models.ManyToManyField(Payment, related_name="marks")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    happened_on = models.DateField()
    because = models.CharField(max_length=200, blank=True)
    evidence = models.TextField(help_text="Where one can see it: which statement, which letter.")
    said_at = models.DateTimeField(default=now)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    dropped_because = models.CharField(max_length=300, blank=True)

    objects = HandMarkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="marks_of_a_run_in_order"),
            models.CheckConstraint(
                name="somebody_else_confirms_what_the_bank_did",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("said_by")),
            ),
            *(
                models.CheckConstraint(
                    name=f"a_{what}_mark_says_when_and_by_whom",
                    condition=Q(**{f"{what}_at": None, f"{what}_by": None})
                    | Q(**{f"{what}_at__isnull": False, f"{what}_by__isnull": False}),
                )
                for what in ("confirmed", "dropped")
            ),
            models.CheckConstraint(
                name="a_mark_is_confirmed_or_dropped",
                condition=Q(confirmed_at=None) | Q(dropped_at=None),
            ),
            models.CheckConstraint(
                name="a_mark_has_its_evidence",
                condition=~Q(evidence="") & (Q(outcome="paid", because="") | ~Q(because="")),
            ),
        ]

    def __str__(self):
        return f"{self.run} mark {self.number}"

    @property
    def is_waiting(self):
        return self.confirmed_at is None and self.dropped_at is None
