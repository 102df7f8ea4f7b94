"""What can be asked across the rooms: lists, counts, and one whole case."""

from dataclasses import dataclass, field

from django.db.models import (
    Exists,
    OuterRef,
    Q,
    Subquery,
)
from django.utils.timezone import localdate, now

from applicants.models import Email, Membership
from applicants.written import written_once_of_a_record
from grants.applications.messages.queries import count_unread
from grants.applications.models import Application, Extension
from grants.assessment.assigning.models import Assignment
from grants.assessment.checking.models import EligibilityCheck
from grants.assessment.notes.models import Flag
from grants.assessment.scoring.models import Assessment
from grants.awards.agreeing.queries import standings_of
from grants.awards.hosting.queries import with_host
from grants.awards.letters.models import Letter
from grants.awards.subsidy.queries import Standing, standing_in
from grants.awards.terms.models import Instalment
from grants.funds.models import Round
from grants.funds.queries import WAITING
from grants.history import HistoryEntry
from grants.involvement import conflicts_of
from grants.lifecycle import ReportStage, Stage
from grants.monitoring.models import Report
from grants.payments.accounts.evidence.queries import accounts_to_check, accounts_to_wait_for
from grants.payments.stages import InstalmentStage, listed, told

from .timeline import VERBS_FOR_THE_COOP

PAGE = 60
ENOUGH = 100  # a tile says "100 or more" beyond this, and costs the same however many there are


# One case


@dataclass
class CaseFile:
    """All that a case page shows of one application."""

    application: Application
    events: list
    letters: list
    assignments: list = field(default_factory=list)
    instalments: list = field(default_factory=list)
    reports: list = field(default_factory=list)
    checks: list = field(default_factory=list)
    public_money: Standing | None = None

    @property
    def flag(self):
        """The newest flag that stands; it comes with the events and costs no further query."""
        return self.events[0].flag if self.events else ""

    @property
    def was_returned(self):
        """Whether the co-op changed something lately; it costs no further query."""
        return any(entry.verb == "return_for_changes" for entry in self.events)


EVENTS_ON_A_CASE_PAGE = 10


def case_file(application):
    """Everything about one case, in a handful of queries whatever its size.

    application: as it was read `with_public_money`.
    """
    award = getattr(application, "award", None)
    file = CaseFile(
        application=application,
        events=newest_events(application),
        letters=letters_of(application),
        assignments=assignments_of(application),
    )
    if award is None:
        file.checks = checks_of(application)
    else:
        file.public_money = standing_in(application)
        file.instalments = instalments_of(award, file.public_money)
        file.reports = reports_of(award)
    return file


def history_of(application):
    return (
        HistoryEntry.objects.filter(application=application)
        .select_related("by")
        .order_by("-sequence")
    )


@written_once_of_a_record
def newest_events(application):
    """The newest of its history, each with the newest `flag` that stands on its case."""
    raised = Flag.objects.raised().filter(application=OuterRef("application")).order_by("-pk")
    entries = history_of(application).annotate(flag=Subquery(raised.values("reason")[:1]))
    return entries[:EVENTS_ON_A_CASE_PAGE]


@written_once_of_a_record
def checks_of(application):
    return (
        EligibilityCheck.objects.current()
        .filter(application=application)
        .select_related("test", "checked_by")
        .order_by("test__number")
    )


@written_once_of_a_record
def reports_of(award):
    return Report.objects.filter(award=award).order_by("number")


def history_for_coop(application):
    """What the co-op may read, each with `is_theirs`: done by somebody of it or of a partner."""
    of_it = Q(organisation=application.organisation_id)
    of_partners = Q(organisation__partnerships__application=application)
    theirs = Membership.objects.filter(of_it | of_partners, user=OuterRef("by"))
    rows = history_of(application).filter(verb__in=VERBS_FOR_THE_COOP)
    return rows.annotate(is_theirs=Exists(theirs))


@written_once_of_a_record
def letters_of(application):
    letters = Letter.objects.filter(application=application)
    return letters.defer("pdf", "html", "words").order_by("pk")


@written_once_of_a_record
def assignments_of(application):
    filed = Assessment.objects.filter(
        application=OuterRef("application"), assessor=OuterRef("assessor")
    ).exclude(filed_at=None)
    return (
        Assignment.objects.filter(application=application, ended_at=None)
        .annotate(has_filed=Exists(filed))
        .select_related("assessor")
        .order_by("pk")
    )


def instalments_of(award, public_money):
    """The instalments of an award, each with where its payment stands."""
    instalments = told(_instalments_of(award))
    for instalment in instalments:
        if instalment.stage == InstalmentStage.DUE and not public_money.is_cleared:
            instalment.stage_label = "Public money first"
    return instalments


@written_once_of_a_record
def _instalments_of(award):
    return listed(Instalment.objects.filter(award=award).order_by("number"))


# What waits for somebody


def to_assess(user):
    """What this assessor is asked to score and has not filed yet, oldest first."""
    filed = Assessment.objects.filter(assessor=user, filed_at__isnull=False)
    return list(
        Assignment.objects.filter(
            assessor=user,
            ended_at=None,
            application__state=Stage.IN_ASSESSMENT,
            application__submitted_at__isnull=False,  # lets the index of sent cases be used
        )
        .exclude(application__in=filed.values("application"))
        .select_related("application__organisation", "application__round")
        .order_by("assigned_at")[:PAGE]
    )


def unchecked_bank_details(user):
    """Cases whose bank details somebody can check now, oldest first."""
    return _cases_of_accounts(user, accounts_to_check())


def accounts_not_shown(user):
    """Cases whose co-op gave bank details, and has yet to send what shows that they are its own."""
    return _cases_of_accounts(user, accounts_to_wait_for())


def _cases_of_accounts(user, accounts):
    return (
        Application.objects.visible_to(user)
        .filter(award__payee__in=accounts.values("organisation"), award__accepted_at__isnull=False)
        .select_related("organisation")
        .order_by("award__accepted_at")
    )


def decisions_overdue(user):
    """Cases that wait for a decision which was promised for an earlier day, the oldest first."""
    late = Round.objects.published().filter(decision_on__lt=localdate())
    return (
        Application.objects.visible_to(user)
        .filter(state__in=WAITING, round__in=late)
        .select_related("organisation", "round")
        .order_by("round__decision_on", "submitted_at")
    )


def reports_to_read(user):
    return (
        Report.objects.visible_to(user)
        .filter(state=ReportStage.SENT)
        .select_related("award__application__organisation")
        .order_by("sent_at")
    )


def reports_overdue(user):
    return Report.objects.visible_to(user).filter(state=ReportStage.DUE, due_on__lt=localdate())


def own_applications(user):
    """The applications of the co-ops that this person acts for, newest first.

    Each has its `deadline`: the round’s closing, or the later one that it was given.
    """
    given = Extension.objects.filter(application=OuterRef("pk"), until__isnull=False)
    own = Application.objects.filter(organisation__in=list(user.memberships_by_organisation))
    applications = list(
        with_host(own)
        .select_related("organisation", "round", "award")
        .annotate(given_until=Subquery(given.order_by("-until").values("until")[:1]))
        .order_by("-started_at")[:PAGE]
    )
    unread = count_unread(applications) if applications else {}
    hostings = {one.pk: one.hosted for one in applications if hasattr(one, "hosted")}
    standings = standings_of(applications, hostings)
    for application in applications:
        application.standing = standings.get(application.pk)
        closes_at = application.round.closes_at
        application.deadline = max(application.given_until or closes_at, closes_at)
        application.is_too_late = application.deadline <= now()
        application.unread = unread.get(application.pk, 0)
    return applications


def messages(user, *, state="", words=""):
    """Messages that this person may read: none about a case that is closed to them."""
    rows = Email.objects.order_by("-created_at")
    hidden = conflicts_of(user)
    if hidden:
        closed = Application.objects.filter(pk__in=hidden).values("reference")
        rows = rows.exclude(about__in=closed)
    if state:
        rows = rows.filter(state=state)
    if words:
        rows = rows.filter(Q(about__iexact=words) | Q(to__icontains=words))
    return rows
