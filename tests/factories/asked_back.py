"""Money that we ask back."""

from decimal import Decimal

from django.utils.timezone import localdate

from grants.closure.recovering import actions

from .cases import colleague, issue_letters, paid
from .warm import kept


@kept
def money_back_asked(
    application=None, *, amount="1200", reasons="The oven was sold.", days=30, by=None
):
    """An officer wants money back, and nobody has decided."""
    return actions.ask_money_back(
        application or paid(),
        amount=Decimal(amount),
        reasons=reasons,
        days_to_pay=days,
        by=by or colleague("is_officer"),
    )


@kept
def money_back(application=None, *, by=None, **facts):
    """An approver decided, and the letter is made."""
    recovery = money_back_asked(application, **facts)
    recovery = actions.decide_money_back(recovery, by=by or colleague("is_approver"))
    issue_letters()
    return recovery


@kept
def money_that_came(recovery=None, *, amount="700", evidence="Statement 12, line 40.", by=None):
    """Finance saw some of it come, and a second person has not seen it yet."""
    return actions.say_money_came(
        recovery or money_back(),
        amount=Decimal(amount),
        on=localdate(),
        evidence=evidence,
        by=by or colleague("is_finance_preparer"),
    )


@kept
def to_write_off(recovery=None, *, amount="500", reasons="The group ended.", by=None):
    """An officer wants to let some of it go, and nobody has decided."""
    return actions.ask_to_write_off(
        recovery or money_back(),
        amount=Decimal(amount),
        reasons=reasons,
        by=by or colleague("is_officer"),
    )


def not_back(settlement=None, *, because="It is the payment of another co-op.", by=None):
    """One in finance saw that what two people entered did not come; a second one has not yet."""
    return actions.say_it_did_not_come(
        settlement or settled_back(money_that_came()),
        because=because,
        by=by or colleague("is_finance_preparer"),
    )


def settled_back(settlement, *, by=None):
    """A second person agreed."""
    role = "is_approver" if settlement.way == "let_go" else "is_finance_approver"
    return actions.agree_settlement(settlement, by=by or colleague(role))
