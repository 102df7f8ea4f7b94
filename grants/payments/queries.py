"""What can be asked about payments."""

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, Subquery, Sum
from django.utils.timezone import now

from grants.awards.terms.models import Instalment
from grants.history import HistoryEntry
from grants.involvement import conflicts_of
from grants.lifecycle import ApplicationLifecycle, RunStage

from .models import Payment, PaymentRun

ACCOUNTS = "award__application__organisation__bank_details"
UNDER_WAY = (RunStage.PREPARED, RunStage.APPROVED, RunStage.EXPORTED)


def due_instalments():
    """Instalments whose conditions are met and that no live run holds, oldest first."""
    return unpaid_and_free().filter(released_at__isnull=False)


def unpaid_and_free():
    """Instalments of signed awards that no live run holds, oldest first."""
    live = Payment.objects.live().filter(instalment=OuterRef("pk"))
    return (
        Instalment.objects.filter(
            award__application__state__in=ApplicationLifecycle.SIGNED,
            award__application__submitted_at__isnull=False,  # lets the index of sent cases be used
        )
        .exclude(Exists(live))
        .select_related("award__application__organisation")
        .order_by("due_on", "pk")
    )


def ready_to_pay(user):
    """What finance may put into a run now: released, and the bank details checked."""
    return unpaid_with_accounts(user).filter(
        released_at__isnull=False,
        account__checked_at__isnull=False,
        account__usable_from__lte=now(),
    )


def not_ready_to_pay(user):
    """What will be paid, once something that is missing is there."""
    return unpaid_with_accounts(user).filter(
        Q(released_at=None) | Q(account__checked_at=None) | Q(account__usable_from__gt=now())
    )


def unpaid_with_accounts(user):
    """What no live run holds, of the cases that are open to this person, with its account."""
    return _with_accounts(_not_conflicted(unpaid_and_free(), user))


def payable_by(user):
    """Every instalment that this person may ask to pay; the action judges each one."""
    return _not_conflicted(Instalment.objects.all(), user)


def _not_conflicted(instalments, user):
    conflicts = conflicts_of(user)
    return instalments.exclude(award__application__in=conflicts) if conflicts else instalments


def _with_accounts(instalments):
    """Add the current account of the organisation: who checked it, and how it ends."""
    return instalments.annotate(
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


def payments_in(run):
    """The lines of a run, as its page shows them: without the full account numbers."""
    return list(
        run.payments.select_related(
            "bank_details", "bank_checked_by", "instalment__award__application__organisation"
        )
        .defer("bank_details__sort_code", "bank_details__account_number")
        .order_by("pk")
    )


def history_of_run(run):
    """What happened to a run. Each of its cases has the same entries, so one case's will do."""
    first = run.payments.order_by("pk").values("instalment__award__application")[:1]
    return list(
        HistoryEntry.objects.filter(subject=run.reference, application__in=first)
        .select_related("by")
        .order_by("-sequence")
    )


def unpaid_instalments(award):
    paid = Payment.objects.paid().filter(instalment=OuterRef("pk"))
    return award.instalments.exclude(Exists(paid)).order_by("number")
