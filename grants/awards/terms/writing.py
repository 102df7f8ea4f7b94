"""From planned terms to the rows of an award. The caller's transaction offers the award."""

from django.conf import settings

from .models import AwardLine, Condition, Instalment
from .schedule import needs_of, plan_instalments
from .shape import PlannedCondition, PlannedLine, Terms

Kind = Condition.Kind
STANDING_CONDITIONS = (
    "Spend the grant on what you told us about. Ask us first if your plan changes.",
    "Keep receipts for everything over £250 for six years, and show us if we ask.",
    "Tell us within 14 days if your legal form, your signatories or your bank account change.",
    "Give back what you have not spent at the end.",
)
WHERE_NO_MONEY_IS_GIVEN = (
    "Use our help for what you told us about. Ask us first if your plan changes.",
    "Tell us within 14 days if your legal form or your signatories change.",
)
BEFORE_ANY_MONEY = (
    PlannedCondition(Kind.SIGNED, "Sign the offer.", before=1),
    PlannedCondition(Kind.BANK, "Give us your bank details. We check them with you.", before=1),
    PlannedCondition(
        Kind.SUBSIDY, "Confirm that you stay within the limit for public money.", before=1
    ),
)


def usual_terms(amount, days, conditions, instalments, start):
    """What an offer is made of when nobody plans otherwise.

    conditions: texts, which go on; instalments: into how many equal parts.
    """
    return Terms(
        usual_lines(amount, days),
        plan_instalments(amount, instalments, start),
        [PlannedCondition(Kind.OTHER, text) for text in conditions],
    )


def usual_lines(amount, days):
    """One line for the money, and one for the days at what a day is worth now."""
    lines = []
    if amount:
        lines.append(PlannedLine(AwardLine.Kind.MONEY, "Grant", amount=amount))
    if days:
        each = settings.ADVISER_DAY_VALUE
        lines.append(
            PlannedLine(AwardLine.Kind.DAYS, "Adviser days", quantity=days, unit="days", each=each)
        )
    return lines


def write_terms(award, terms):
    """The lines, conditions and instalments of a new award.

    What we know ourselves comes before any money, and our standing conditions are in every offer.
    """
    texts = STANDING_CONDITIONS if terms.instalments else WHERE_NO_MONEY_IS_GIVEN
    standing = [PlannedCondition(Kind.OTHER, text) for text in texts]
    conditions = [*(BEFORE_ANY_MONEY if terms.instalments else ()), *standing, *terms.conditions]
    AwardLine.objects.bulk_create(
        AwardLine(
            award=award,
            number=number,
            kind=line.kind,
            description=line.description,
            amount=line.amount,
            quantity=line.quantity,
            unit=line.unit,
            each=line.each,
        )
        for number, line in enumerate(terms.lines, 1)
    )
    Condition.objects.bulk_create(
        Condition(
            award=award,
            number=number,
            kind=one.kind,
            text=one.text,
            before=one.before,
            due_on=one.due_on,
            owner_id=one.owner,
            evidence=one.evidence,
        )
        for number, one in enumerate(conditions, 1)
    )
    Instalment.objects.bulk_create(
        Instalment(
            award=award,
            number=one.number,
            amount=one.amount,
            due_on=one.due_on,
            after_report=one.after_report,
            needs=needs_of(one.number, one.after_report, conditions),
        )
        for one in terms.instalments
    )
