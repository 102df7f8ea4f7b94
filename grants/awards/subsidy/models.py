"""How an award stands under the Subsidy Control Act: its route, and the three steps in writing."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Round
from django.utils.timezone import now

from applicants.models import Organisation
from grants.applications.models import Application, case_is_visible
from grants.awards.letters.models import Letter
from grants.awards.models import Award
from grants.money import PoundsField


class Route(models.TextChoices):
    """By which way help may be given. Source: fact sheet section 5."""

    NOT_SUBSIDY = "not_subsidy", "Not a subsidy"
    MINIMAL = "minimal", "Minimal financial assistance"
    STREAMLINED = "streamlined", "Streamlined route"
    FULL = "full", "Full assessment"


# What must be done by an officer before money leaves.
DONE_BY_HAND = (Route.STREAMLINED, Route.FULL)


# What frees an offer from the limit of the law, so that two people decide it.
FREEING = (Route.NOT_SUBSIDY, *DONE_BY_HAND)


class ProposalQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For staff who see the case; its co-op reads nothing of it."""
        if not user.is_fund_staff:
            return self.none()
        return self.filter(case_is_visible(user, "application"))

    def waiting(self):
        return self.filter(agreed_at=None, dropped_at=None)


class RouteProposal(models.Model):
    """After an offer an officer proposes another route, and why; an approver agrees, or says no.

    Until then the answer of before holds, and payments with it.
    """

    reference = models.SlugField(max_length=24, unique=True)
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="route_proposals"
    )
    route = models.CharField(max_length=12, choices=Route.choices)
    reason = models.TextField()
    proposed_at = models.DateTimeField(default=now)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    dropped_because = models.TextField(blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(agreed_at=None, dropped_at=None),
                name="one_route_of_a_case_is_proposed_at_a_time",
            ),
            models.CheckConstraint(
                name="a_proposed_route_says_which_and_why",
                condition=Q(route__in=FREEING) & ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="somebody_else_agrees_to_another_route",
                condition=Q(agreed_by=None) | ~Q(agreed_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="an_agreed_route_says_when_and_by_whom",
                condition=Q(agreed_at=None, agreed_by=None)
                | Q(agreed_at__isnull=False, agreed_by__isnull=False, dropped_at=None),
            ),
            models.CheckConstraint(
                name="a_dropped_route_says_when_by_whom_and_why",
                condition=Q(dropped_at=None, dropped_by=None, dropped_because="")
                | (Q(dropped_at__isnull=False, dropped_by__isnull=False) & ~Q(dropped_because="")),
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def is_waiting(self):
        return self.agreed_at is None and self.dropped_at is None


class ReplacedQuerySet(models.QuerySet):
    def current(self):
        """What holds now; what it replaced stays readable beside it."""
        return self.filter(replaced_at=None)


class SubsidyAssessment(models.Model):
    """An officer’s answer: is it a subsidy, and by which way may it be given? Replaced, never
    changed.

    Where there is none, an award counts as minimal financial assistance: most co-ops trade, and
    this way asks for most before money leaves.
    """

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="subsidy_assessments"
    )
    route = models.CharField(max_length=12, choices=Route.choices)
    reason = models.TextField()
    assessed_at = models.DateTimeField(default=now)
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    # What an approver agreed to; without one it was said before there was an offer, or it is
    # minimal assistance, which asks for most.
    proposal = models.OneToOneField(
        RouteProposal,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assessment",
    )
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    done_note = models.TextField(blank=True, help_text="What was done, and where it is kept.")
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = ReplacedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(replaced_at=None),
                name="one_subsidy_assessment_holds",
            ),
            models.CheckConstraint(
                name="a_subsidy_assessment_says_why",
                condition=Q(route__in=Route.values) & ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="only_the_longer_routes_are_done_by_hand_and_by_whom",
                condition=Q(done_at=None, done_by=None, done_note="")
                | (
                    Q(done_at__isnull=False, done_by__isnull=False, route__in=DONE_BY_HAND)
                    & ~Q(done_note="")
                ),
            ),
            models.CheckConstraint(
                name="whoever_assessed_a_subsidy_does_not_say_that_it_is_done",
                condition=Q(done_by=None) | ~Q(done_by=F("assessed_by")),
            ),
        ]

    @property
    def needs_doing(self):
        return self.route in DONE_BY_HAND and self.done_at is None


class SubsidyNotice(models.Model):
    """Step 1: before giving, we said in writing that we propose minimal financial assistance, its
    gross value, and that we ask for a confirmation.

    letter: the letter that said so; where none did, an email did.
    """

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="subsidy_notices")
    letter = models.ForeignKey(
        Letter, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    gross_value = PoundsField()
    made_at = models.DateTimeField(default=now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_subsidy_notice_is_of_some_value", condition=Q(gross_value__gt=0)
            )
        ]


class LimitConfirmation(models.Model):
    """Step 2: a signatory confirmed in writing that the limit is not exceeded.

    It keeps the sums that they had before them. A correction is another row.
    """

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="limit_confirmations")
    notice = models.ForeignKey(SubsidyNotice, on_delete=models.PROTECT, related_name="+")
    counted_from = models.DateField(help_text="The first day that counts.")
    declared = PoundsField("from others, as far as it counts")
    own = PoundsField("from this fund before, as far as it counts")
    gross_value = PoundsField("of this award")
    allowed = PoundsField("the limit as it was then")
    name = models.CharField(max_length=120)
    confirmed_at = models.DateTimeField(default=now)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = ReplacedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["award"],
                condition=Q(replaced_at=None),
                name="one_confirmation_of_the_limit_holds",
            ),
            models.CheckConstraint(
                name="what_is_confirmed_does_not_exceed_the_limit",
                # SQLite adds as floating point, so the sum is brought back to pennies.
                condition=Q(allowed__gte=Round(F("declared") + F("own") + F("gross_value"), 2)),
            ),
            models.CheckConstraint(
                name="a_confirmation_of_the_limit_is_signed", condition=~Q(name="")
            ),
        ]

    @property
    def total(self):
        return self.declared + self.own + self.gross_value


class KindOfHelp(models.TextChoices):
    """What the giver’s letter may call it. What nobody is sure of counts."""

    MINIMAL = "minimal", "Minimal financial assistance"
    SPEI = "spei", "Help for a public service (SPEI)"
    DE_MINIMIS = "de_minimis", "De minimis or small amounts"
    NOT_SURE = "not_sure", "We’re not sure"
    OTHER = "other", "Another kind, which does not count"


class DeclaredAward(models.Model):
    """Help from another public body, as the co-op named it in its confirmation."""

    Kind = KindOfHelp

    confirmation = models.ForeignKey(
        LimitConfirmation, on_delete=models.PROTECT, related_name="declared_awards"
    )
    number = models.PositiveSmallIntegerField()
    body = models.CharField(max_length=300)
    amount = PoundsField()
    given_on = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["confirmation", "number"], name="declared_awards_in_order"
            ),
            models.CheckConstraint(
                name="a_declared_award_says_who_gave_how_much",
                condition=Q(amount__gt=0) & ~Q(body="") & Q(kind__in=KindOfHelp.values),
            ),
        ]

    @property
    def counts(self):
        return self.kind != self.Kind.OTHER


class SubsidyStatement(models.Model):
    """Step 3: on giving, we confirmed in writing that it is minimal financial assistance, when it
    was given, and its gross value. Without this it would not be.

    The newest holds: another follows when the award came to be worth more.
    """

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="subsidy_statements")
    given_on = models.DateField()
    gross_value = PoundsField()
    stated_at = models.DateTimeField(default=now)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    letter = models.ForeignKey(
        Letter, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_subsidy_statement_is_of_some_value", condition=Q(gross_value__gt=0)
            )
        ]


class LinkQuerySet(models.QuerySet):
    def live(self):
        return self.filter(ended_at=None)

    def visible_to(self, user):
        return self if user.is_officer or user.is_auditor else self.none()


class EnterpriseLink(models.Model):
    """Two organisations are one enterprise before this law, since one controls the other, or the
    same people control both. An officer notes it, with a reason."""

    WHEN_MERGED = dict.fromkeys(
        ("first", "second"), "grants.awards.subsidy.linking.carry_over_links"
    )
    LOCKED_WHEN_MERGED = "grants.awards.subsidy.linking.enterprises_of"

    reference = models.SlugField(max_length=32, unique=True)
    first = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    linked_at = models.DateTimeField(default=now)
    linked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = LinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_enterprise_link_joins_two_in_order", condition=Q(first__lt=F("second"))
            ),
            models.UniqueConstraint(
                fields=["first", "second"],
                condition=Q(ended_at=None),
                name="two_organisations_are_linked_once",
            ),
            models.CheckConstraint(
                name="an_enterprise_link_says_why_and_who_ended_it",
                condition=~Q(reason="")
                & (
                    Q(ended_at=None, ended_by=None)
                    | Q(ended_at__isnull=False, ended_by__isnull=False)
                ),
            ),
        ]

    def other_than(self, organisation):
        return self.second if self.first_id == organisation.pk else self.first


class DatabaseEntry(models.Model):
    """An officer entered an award in the public subsidy database. A correction is another row."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="database_entries")
    entry = models.CharField("reference of the entry", max_length=40)
    entered_on = models.DateField()
    recorded_at = models.DateTimeField(default=now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = ReplacedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "database entries"
        constraints = [
            models.UniqueConstraint(
                fields=["award"], condition=Q(replaced_at=None), name="one_database_entry_holds"
            ),
            models.CheckConstraint(
                name="a_database_entry_has_its_reference", condition=~Q(entry="")
            ),
        ]
