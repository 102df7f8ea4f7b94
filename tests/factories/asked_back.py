"""Money that we ask back."""

from decimal import Decimal

from grants.closure.recovering import actions

from .cases import colleague, issue_letters, paid


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


def money_back(application=None, *, by=None, **facts):
    """An approver decided, and the letter is made."""
    recovery = money_back_asked(application, **facts)
    recovery = actions.decide_money_back(recovery, by=by or colleague("is_approver"))
    issue_letters()
    return recovery
