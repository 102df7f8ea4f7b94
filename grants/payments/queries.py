"""What can be asked about payments."""

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)
from django.utils.timezone import now

from applicants.models import OrganisationDetails
from grants.awards.subsidy.queries import with_clearance
from grants.awards.terms.models import Instalment
from grants.history import HistoryEntry
from grants.involvement import conflicts_of
from grants.lifecycle import ApplicationLifecycle, RunStage

from .holding.models import InstalmentHold
from .models import Payment, PaymentRun
from .stages import PAYABLE, is_cancelled, is_held, live_payment, standing_hold, with_stage

ACCOUNTS = "award__payee__bank_details"
UNDER_WAY = (RunStage.PREPARED, RunStage.APPROVED, RunStage.EXPORTED)
ANOTHER_BODY = "The name, legal form or number of"
STOPPABLE = (RunStage.PREPARED, RunStage.APPROVED)
# Of an instalment, what its line shows; and by what it is told what another one waits for.
LISTED = (
    "number",
    "amount",
    "due_on",
    "award__application__reference",
    "award__application__state",  # a case reads its state as it is made, by a query if need be
    "award__application__organisation__name",
)
LISTED_OF_WAITING = ("after_report", "released_at", "award__accepted_at")


def due_instalments():
    """Instalments that can be paid now as far as they go themselves, oldest first.

    What failed or came back is due again.
    """
    return unpaid_and_free().filter(released_at__isnull=False).exclude(is_held())


def unpaid_and_free():
    """Instalments of signed awards that no live run holds, and that were not cancelled."""
    return (
        Instalment.objects.annotate(live=live_payment())
        .filter(
            award__application__state__in=ApplicationLifecycle.SIGNED,
            award__application__submitted_at__isnull=False,  # lets the index of sent cases be used
            live__run=None,
            cancellation=None,
        )
        .select_related("award__application__organisation")
        .order_by("due_on", "pk")
    )


def ready_to_pay(user):
    """What finance may put into a run now: released, public money settled, the account checked."""
    return unpaid_with_accounts(user).filter(is_ready=True).only(*LISTED)


def not_ready_to_pay(user):
    """What will be paid, once something that is missing is there."""
    rows = unpaid_with_accounts(user).filter(is_ready=False)
    rows = rows.only(*LISTED, *LISTED_OF_WAITING)
    return rows.prefetch_related("award__conditions", "award__reports")


def unpaid_with_accounts(user):
    """What no live run holds, of the cases that are open to this person, with its account.

    held_because: why somebody holds it, or None. is_ready: whether it can be paid now.
    """
    rows = _with_accounts(_not_conflicted(unpaid_and_free(), user))
    return rows.annotate(
        hold=standing_hold(),
        held_because=F("hold__because"),
        is_ready=Case(
            When(
                released_at__isnull=False,
                hold__because=None,
                account__checked_at__isnull=False,
                account__usable_from__lte=now(),
                held_by="",
                then=Value(True),
            ),
            default=Value(False),
        ),
    )


def payable_by(user):
    """Every instalment that this person may ask to pay; the action judges each one."""
    return _not_conflicted(Instalment.objects.all(), user)


def _not_conflicted(instalments, user):
    conflicts = conflicts_of(user)
    return instalments.exclude(award__application__in=conflicts) if conflicts else instalments


def _with_accounts(instalments):
    """Add the current account of the organisation, and what the law on subsidies still asks for.

    Of the account: who checked it, and how it ends.
    """
    return with_clearance(instalments).annotate(
        account=FilteredRelation(ACCOUNTS, condition=Q(**{f"{ACCOUNTS}__replaced_at": None})),
        account_id=F("account__pk"),
        account_name=F("account__account_name"),
        account_ends=F("account__last_four"),
        account_checked_at=F("account__checked_at"),
        account_usable_from=F("account__usable_from"),
        account_checked_by=F("account__checked_by"),
        account_checker=F("account__checked_by__name"),
    )


def runs_for(user):
    """Payment runs with their count and total, the newest first.

    The sums are asked for each run that is shown, not for every run there is.
    """
    lines = Payment.objects.filter(run=OuterRef("pk")).order_by().values("run")
    return (
        PaymentRun.objects.visible_to(user)
        .select_related("prepared_by")
        .annotate(
            how_many=Subquery(lines.annotate(found=Count("pk")).values("found")),
            total=Subquery(lines.annotate(found=Sum("amount")).values("found")),
        )
        .order_by("-prepared_at", "-pk")
    )


def is_void():
    """Of a run that can still be stopped: whether a payment in it must not leave as it is."""
    payments = Payment.objects.filter(run=OuterRef("pk"), run__state__in=STOPPABLE)
    return Exists(void_payments(payments))


def payments_in(run):
    """The lines of a run, as its page shows them: without the full account numbers."""
    return list(
        run.payments.select_related(
            "bank_details", "bank_checked_by", "instalment__award__application__organisation"
        )
        .annotate(
            is_held=Exists(_standing_holds("instalment")),
            is_another_body=Exists(became_another()),
        )
        .defer("bank_details__sort_code", "bank_details__account_number")
        .order_by("pk")
    )


def history_of_run(run):
    """What happened to a run as a whole. Each of its cases has these entries, so one's will do.

    What the bank did is about single payments: it stands beside each of them.
    """
    first = run.payments.order_by("pk").values("instalment__award__application")[:1]
    return list(
        HistoryEntry.objects.filter(subject=run.reference, application__in=first)
        .select_related("by")
        .order_by("-sequence")
    )


def unpaid_instalments(award):
    """What of an award is still to be paid; what was cancelled is not."""
    return never_paid(award.instalments)


def never_paid(instalments):
    """Those of these instalments that are still to be paid, in order."""
    paid = Payment.objects.paid().filter(instalment=OuterRef("pk"))
    return instalments.exclude(Exists(paid) | is_cancelled()).order_by("number")


def let_go_in(run, user):
    """Whether this person let go something in this run that a colleague had put on hold."""
    if not user.is_finance_approver:
        return False  # nor is it theirs to approve
    return user.remember(("let go in", run.pk), _let_go_by(user, run).exists)


def has_let_go(user):
    """The same of each run in a list."""
    return Exists(_let_go_by(user, OuterRef("pk"))) if user.is_finance_approver else Value(False)


def _let_go_by(user, run):
    return InstalmentHold.objects.overruled_by(user).filter(instalment__payments__run=run)


def _standing_holds(instalment):
    return InstalmentHold.objects.standing().filter(instalment=OuterRef(instalment))


def void_payments(payments):
    """Those of these payments that must not leave as they were prepared.

    The money goes to another record now, as when two were joined, or the record says that it is
    another body; the account was replaced, the amount of the instalment is another one now, or
    somebody holds it.
    """
    return payments.filter(
        ~Q(bank_details__organisation=F("instalment__award__payee"))
        | Exists(became_another())
        | Q(bank_details__replaced_at__isnull=False)
        | ~Q(amount=F("instalment__amount"))
        | Exists(_standing_holds("instalment"))
    )


def became_another():
    """What the payee of a payment said since its run was prepared: its name, form or number."""
    return OrganisationDetails.objects.filter(
        organisation=OuterRef("bank_details__organisation"),
        recorded_at__gt=OuterRef("run__prepared_at"),
    )


def instalments_at(user, *stages):
    """Instalments at these stages, each with its `stage`, for lists and exports."""
    rows = with_stage(_not_conflicted(Instalment.objects.all(), user))
    return rows.filter(stage__in=stages or PAYABLE).order_by("due_on", "pk")
