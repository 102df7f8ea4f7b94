"""What can be asked about money that we ask back."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, Sum
from django.utils.timezone import localdate

from grants.awards.hosting.queries import payee_of
from grants.awards.letters.models import Kind, Letter
from grants.awards.letters.wordings.queries import as_it_would_go
from grants.awards.letters.words import recovery_words
from grants.involvement import conflicts_of, not_decided_by
from grants.ledger import NOTHING, LedgerKind
from grants.money import to_the_penny, total

from .models import MoneyBack, Settlement, Way


def recoveries_of(application):
    """All that was ever asked back, or was to be, the newest first."""
    rows = MoneyBack.objects.filter(award__application=application)
    rows = rows.select_related("asked_by", "decided_by", "dropped_by")
    said = Settlement.objects.select_related("said_by", "agreed_by", "dropped_by").order_by("pk")
    return list(rows.prefetch_related(Prefetch("settlements", said)).order_by("-pk"))


def with_recoveries(cases):
    """Cases, each read with `was_asked_back`: whether there is anything for `recoveries_told`."""
    asked = MoneyBack.objects.decided().filter(award__application=OuterRef("pk"))
    return cases.annotate(was_asked_back=Exists(asked))


def recoveries_told(application):
    """What its co-op was asked to pay back, the newest first, with what became of it.

    application: as it was read `with_recoveries`; few are asked, so most cost no query.
    """
    if not application.was_asked_back:
        return []
    rows = MoneyBack.objects.decided().filter(award__application=application)
    return list(rows.prefetch_related("settlements").order_by("-pk"))


def unsettled_recoveries(user):
    """What should still come back, the earliest last day first, of cases they may see."""
    rows = MoneyBack.objects.visible_to(user).unsettled().prefetch_related("settlements")
    rows = rows.select_related("award__application__organisation")
    return rows.order_by("pay_by", "pk")


def recoveries_that_are_late(user):
    """What should have come back by now."""
    late = MoneyBack.objects.unsettled().filter(pay_by__lt=localdate())
    return _without(conflicts_of(user), late)


def settlements_to_answer(user, way):
    """What somebody else said about money that comes back, or that we let go."""
    rows = Settlement.objects.waiting().filter(way=way).exclude(said_by=user)
    hidden = not_decided_by(user) if way == Way.LET_GO else conflicts_of(user)
    return _without(hidden, rows, "recovery__award__application")


def _without(hidden, rows, way="award__application"):
    return rows.exclude(**{f"{way}__in": hidden}) if hidden else rows


def people_who_owe(application):
    """Those who act for the co-op, and for the body that holds its money if there is one."""
    payee = payee_of(application)
    people = list(application.organisation.people())
    return people if payee.pk == application.organisation_id else [*people, *payee.people()]


def most_that_can_be_asked(application):
    """In pounds: what is out, less what we asked for that has not come; written off or not."""
    out, _sent_back = still_out(application)
    asked = MoneyBack.objects.decided().filter(award__application=application, is_unasked=False)
    to_come = (one.amount - one.came for one in asked.prefetch_related("settlements"))
    return max(out - total(amount for amount in to_come if amount > 0), NOTHING)


def still_out(application):
    """In pounds: (what left and did not come back by any way, what the bank sent back)."""
    rows = application.ledger
    sent_back = rows.filter(kind=LedgerKind.RETURN).aggregate(sum=Sum("amount"))["sum"]
    return rows.all().balance().paid, to_the_penny(sent_back)


def recoveries_to_decide(user):
    """What waits for an approver who did not ask for it, of cases about which they decide."""
    rows = MoneyBack.objects.waiting().exclude(asked_by=user)
    return _without(not_decided_by(user), rows)


def last_day(recovery):
    """Until when to pay: from today, where nobody has decided yet."""
    return recovery.pay_by or localdate() + timedelta(days=recovery.days_to_pay)


def words_of(recovery):
    """The facts of its letter, as it would go today."""
    return recovery_words(
        recovery.award,
        amount=recovery.amount,
        reasons=recovery.reasons,
        due_on=last_day(recovery),
        how_to_pay=how_to_pay(),
        pay_reference=recovery.reference,
    )


def how_to_pay():
    """Where to pay: into the account that we pay from; what no setting says, a person tells."""
    payer, phone = settings.PAYER, settings.FUND["phone"]
    how = f"Ring {phone}" if phone else f"Write to {settings.FUND['email']}"
    if not (payer["sort_code"] and payer["account_number"]):
        return f"{how}, and we tell you into which account to pay."
    code = payer["sort_code"]
    return (
        f"Pay into the account of {payer['name']}: sort code {code[:2]}-{code[2:4]}-{code[4:]}, "
        f"account number {payer['account_number']}. {how} before you pay if anything looks odd, "
        "or if somebody tells you another account."
    )


def letter_before_it_goes(recovery):
    """What the letter will say, and what is wrong with it."""
    return as_it_would_go(Kind.RECOVERY, words_of(recovery))


def letter_of(recovery):
    """The letter that went, or None."""
    rows = Letter.objects.filter(
        application=recovery.award.application, kind=Kind.RECOVERY, key=recovery.reference
    )
    return rows.only("reference", "kind", "issued_at").first()
