"""What the awards of the stories are made of, and which of their conditions are settled."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from django.utils.timezone import localdate

from grants.awards.terms import actions
from grants.awards.terms.evidence.actions import send_evidence
from grants.awards.terms.evidence.queries import what_stands
from grants.awards.terms.schedule import PAYING_TAKES, months_later, report_before
from grants.awards.terms.shape import PlannedCondition, PlannedInstalment, PlannedLine
from grants.awards.terms.writing import usual_terms

from .documents import facts_of, page_of


def terms_of(offered, conditions):
    """The terms of one offer: the usual, or what its story plans instead."""
    usual = usual_terms(
        Decimal(offered.amount),
        Decimal(offered.days),
        conditions,
        offered.instalments,
        localdate(),
    )
    space, lines = offered.space, list(usual.lines)
    if space:
        lines.append(
            PlannedLine(
                "space",
                space.what,
                quantity=Decimal(space.quantity),
                unit=space.unit,
                each=Decimal(space.each),
            )
        )
    asked = [planned(one) for one in offered.asks]
    parts = payments(offered.parts) or usual.instalments
    return replace(usual, lines=lines, instalments=parts, conditions=[*usual.conditions, *asked])


def planned(asked):
    day = None if asked.in_days is None else localdate() + timedelta(asked.in_days)
    return PlannedCondition(
        asked.kind, asked.text, before=asked.before, due_on=day, evidence=asked.evidence
    )


def payments(parts):
    today = localdate()
    dates = [months_later(today + PAYING_TAKES, part.in_months) for part in parts]
    return [
        PlannedInstalment(
            number,
            Decimal(part.amount),
            day,
            report_before(day, today) if part.waits_for_report else "",
        )
        for number, (part, day) in enumerate(zip(parts, dates, strict=True), 1)
    ]


def settle_conditions(case):
    """The co-op sends what it has; an officer ticks what they saw, and lets go what need not be."""
    for asked in case.story.offer.asks:
        condition = case.application.award.conditions.get(text=asked.text)
        files = []
        if asked.sent:
            facts = facts_of(f"{asked.sent[0]}.pdf", page_of(asked.sent))
            files.append(send_evidence(condition, **facts, by=case.owner))
        if asked.seen:
            shown = what_stands(files)
            actions.tick_condition(condition, seen=asked.seen, files=shown, by=case.officer)
        elif asked.waived:
            actions.waive_condition(condition, reason=asked.waived, by=case.officer)
