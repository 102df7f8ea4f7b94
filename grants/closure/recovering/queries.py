"""What can be asked about money that we ask back."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Sum
from django.utils.timezone import localdate

from grants.awards.letters.models import Kind, Letter
from grants.awards.letters.wordings.composing import Gap, below_a_heading, compose, delivered
from grants.awards.letters.wordings.models import LetterWording
from grants.awards.letters.words import recovery_words
from grants.involvement import conflicts_of
from grants.ledger import NOTHING, SENT
from grants.money import to_the_penny
from grants.templatetags.words import day

from .models import MoneyBack


def recoveries_of(application):
    """All that was ever asked back, or was to be, the newest first."""
    rows = MoneyBack.objects.filter(award__application=application)
    return list(rows.select_related("asked_by", "decided_by", "dropped_by").order_by("-pk"))


def most_that_can_be_asked(application):
    """In pounds: what left and was not sent back by the bank, less what we asked back before."""
    sent = to_the_penny(application.ledger.aggregate(sum=Sum(SENT))["sum"])
    asked = MoneyBack.objects.decided().filter(award__application=application)
    return max(sent - to_the_penny(asked.aggregate(sum=Sum("amount"))["sum"]), NOTHING)


def recoveries_to_decide(user):
    """What waits for an approver who did not ask for it, of cases that no conflict closes."""
    rows = MoneyBack.objects.waiting().exclude(asked_by=user)
    hidden = conflicts_of(user)
    return rows.exclude(award__application__in=hidden) if hidden else rows


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
    """(what the letter will say as HTML for inside a page, what is wrong with it)"""
    row = LetterWording.objects.in_use(Kind.RECOVERY)
    words = words_of(recovery)
    signer = settings.FUND["name"]
    words |= {"dated": day(localdate()), "signed_name": signer, "signed_role": ""}
    try:
        text = row.text if row else delivered(Kind.RECOVERY)
        return below_a_heading(compose(Kind.RECOVERY, text, words)), ""
    except Gap as gap:
        return "", str(gap)


def letter_of(recovery):
    """The letter that went, or None."""
    rows = Letter.objects.filter(
        application=recovery.award.application, kind=Kind.RECOVERY, key=recovery.reference
    )
    return rows.only("reference", "kind", "issued_at").first()
