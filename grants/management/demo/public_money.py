"""What the demo’s officers and co-ops say about public money."""

from datetime import timedelta
from decimal import Decimal

from django.utils.timezone import localdate

from grants.awards.subsidy.actions import assess_subsidy, confirm_limit, finish_route
from grants.awards.subsidy.proposing import propose_route
from grants.awards.subsidy.queries import assistance_in, sums_for

from .answers import plain


def assess_public_money(case):
    """An officer says what it is, where one has; and an approver that the longer work is done."""
    told = case.story.public_money
    if told.why:
        assess_subsidy(case.application, route=told.route, reason=plain(told.why), by=case.officer)
    if told.done:
        finish_route(case.application, note=plain(told.done), by=case.approver)


def propose_another_route(case):
    """An officer thinks after the offer that it is something else; an approver has to answer."""
    if case.story.public_money.proposed:
        route, why = case.story.public_money.proposed
        propose_route(case.application, route=route, reason=plain(why), by=case.officer)


def confirm_public_money(case):
    """A signatory names what others gave them, and confirms the limit; one has not yet."""
    told = case.story.public_money
    if told.route != "minimal" or not told.is_confirmed:
        return
    declared = [
        {
            "body": body,
            "amount": Decimal(amount),
            "given_on": localdate() - timedelta(days=ago),
            "kind": "minimal",
        }
        for body, amount, ago in told.declared
    ]
    award = case.application.award
    sums = sums_for(award, [assistance_in(line) for line in declared])
    confirm_limit(award, declared=declared, name=case.owner.name, seen=sums.total, by=case.owner)
