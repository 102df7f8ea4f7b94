"""The meeting that decides: who sits on it, what it looks at, what it resolves, its minutes."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.timezone import now

from grants.applications.models import Application
from grants.funds.models import Criterion, Round
from grants.involvement import left_by
from grants.money import DaysField, PoundsField


class PanelQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who work on cases see every panel; others see those that they sit on.

        What was decided without a meeting is about one case only, so whoever doesn’t discuss
        that case does not see it.
        """
        if user.is_officer or user.is_auditor or user.is_approver:
            hidden = left_by(user)
            about_it = AgendaItem.objects.filter(panel=OuterRef("pk"), application__in=hidden)
            return self.exclude(Exists(about_it), is_meeting=False) if hidden else self
        return self.filter(members__user=user) if user.is_fund_staff else self.none()

    def to_come(self):
        """Panels whose minutes nobody has signed yet."""
        return self.filter(signed_at=None)


class Panel(models.Model):
    """One meeting about the applications of one round."""

    reference = models.SlugField(max_length=32, unique=True)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="panels")
    is_meeting = models.BooleanField(
        default=True, help_text="If not, its chair decided one application without a meeting."
    )
    meets_at = models.DateTimeField()
    place = models.CharField(max_length=120, blank=True)
    quorum = models.PositiveSmallIntegerField(default=3)
    added_at = models.DateTimeField(default=now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    minutes = models.TextField(blank=True)
    minutes_version = models.PositiveIntegerField(default=0)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    minutes_hash = models.CharField(max_length=64, blank=True)

    objects = PanelQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_panel_needs_somebody", condition=Q(quorum__gte=1)),
            models.CheckConstraint(
                name="without_a_meeting_there_is_one_person_and_no_place",
                condition=Q(is_meeting=True) & ~Q(place="")
                | Q(is_meeting=False, quorum=1, place=""),
            ),
            models.CheckConstraint(
                name="a_panel_that_opened_says_when_and_by_whom",
                condition=Q(opened_at=None, opened_by=None)
                | Q(opened_at__isnull=False, opened_by__isnull=False),
            ),
            models.CheckConstraint(
                name="signed_minutes_say_when_by_whom_and_what",
                condition=Q(signed_at=None, signed_by=None, minutes_hash="")
                | (
                    Q(signed_at__isnull=False, signed_by__isnull=False, opened_at__isnull=False)
                    & ~Q(minutes_hash="")
                    & ~Q(minutes="")
                ),
            ),
        ]

    def __str__(self):
        return f"Panel of {self.round}"

    @property
    def is_open(self):
        """Whether the panel is sitting: it was opened, and its minutes are not signed."""
        return self.opened_at is not None and self.signed_at is None


class PanelMember(models.Model):
    """Somebody who sits on a panel, and whether they came."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="panel_seats"
    )
    is_chair = models.BooleanField(default=False)
    is_present = models.BooleanField(null=True, blank=True, help_text="Unknown until it opens.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["panel", "user"], name="everybody_has_one_seat"),
            models.UniqueConstraint(
                fields=["panel"], condition=Q(is_chair=True), name="a_panel_has_one_chair"
            ),
        ]

    def __str__(self):
        return str(self.user)


class AgendaItem(models.Model):
    """One application on the agenda of one panel."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="agenda")
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="agenda_items"
    )
    number = models.PositiveSmallIntegerField()
    # It is on one agenda at a time: this stays true until its panel's minutes are signed.
    is_live = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["panel", "application"], name="an_application_is_on_an_agenda_once"
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(is_live=True),
                name="an_application_is_on_one_agenda_at_a_time",
            ),
        ]

    def __str__(self):
        return f"{self.number}. {self.application}"


class Verdict(models.TextChoices):
    """What a panel can say about one application."""

    FULL = "full", "Fund in full"
    PART = "part", "Fund in part"
    RESERVE = "reserve", "Reserve list"
    DEFER = "defer", "Defer"
    DECLINE = "decline", "Decline"
    SUPPORT = "support", "Decline, and offer support"


FUNDED = (Verdict.FULL, Verdict.PART)


class ResolutionQuerySet(models.QuerySet):
    def standing(self):
        """Those that count: not replaced by a later one."""
        return self.filter(replaced_at=None)

    def held(self):
        """Those that count and that the co-op does not know of yet."""
        return self.standing().filter(released_at=None)


class Resolution(models.Model):
    """What a panel resolved about one application. Held until it is released to the co-op.

    A row is never rewritten: when the panel thinks again, the older row is marked as replaced
    and a new one counts. What it says (verdict, terms, reasons) never changes.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="resolutions")
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="resolutions"
    )
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    amount = PoundsField(default=0)
    days = DaysField(default=0)
    conditions = models.JSONField(default=list)
    reserve_place = models.PositiveSmallIntegerField(null=True, blank=True)
    reasons = models.TextField(help_text="For the co-op, in the panel's words.")
    # Who was there for this one, and who left the room for it, by name as of that day.
    present = models.JSONField(default=list)
    left = models.JSONField(default=list)
    resolved_at = models.DateTimeField(default=now)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    replaced_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ResolutionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(replaced_at=None, released_at=None),
                name="one_resolution_is_held_for_each_application",
            ),
            models.CheckConstraint(
                name="a_panel_that_funds_gives_something",
                condition=Q(verdict__in=FUNDED) & (Q(amount__gt=0) | Q(days__gt=0))
                | Q(verdict=Verdict.RESERVE)
                | (~Q(verdict__in=FUNDED) & Q(amount=0, days=0, conditions=[])),
            ),
            models.CheckConstraint(
                name="only_a_reserve_has_a_place_on_the_list",
                condition=Q(verdict=Verdict.RESERVE, reserve_place__gte=1)
                | (~Q(verdict=Verdict.RESERVE) & Q(reserve_place=None)),
            ),
            models.CheckConstraint(
                name="a_panel_says_why", condition=~Q(reasons="") & ~Q(present=[])
            ),
            models.CheckConstraint(
                name="a_released_resolution_says_when_and_by_whom",
                condition=Q(released_at=None, released_by=None)
                | Q(released_at__isnull=False, released_by__isnull=False, replaced_at=None),
            ),
        ]

    def __str__(self):
        return f"{self.get_verdict_display()}, {self.application}"

    @property
    def is_funding(self):
        return self.verdict in FUNDED

    @property
    def code(self):
        """The colour in which it is shown."""
        if self.is_funding:
            return "approved"
        return "waiting" if self.verdict in (Verdict.RESERVE, Verdict.DEFER) else "declined"


class ResolutionReason(models.Model):
    """One reason for a resolution: a criterion, whether it spoke for or against, and a sentence."""

    class Side(models.TextChoices):
        FOR = "for", "Strong"
        AGAINST = "against", "Could be stronger"

    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, related_name="because")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=7, choices=Side.choices)
    sentence = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resolution", "criterion"], name="one_reason_for_each_criterion"
            ),
            models.CheckConstraint(name="a_reason_is_a_sentence", condition=~Q(sentence="")),
        ]


class TryOut(models.Model):
    """A combination of decisions that the panel keeps to look at beside others.

    lines: by the reference of the application: [verdict, pounds, days], as text.
    """

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="try_outs")
    reference = models.SlugField(max_length=32, unique=True)
    name = models.CharField(max_length=60)
    lines = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(default=now)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                F("panel"), F("name"), name="each_try_out_of_a_panel_has_its_own_name"
            )
        ]

    def __str__(self):
        return self.name
