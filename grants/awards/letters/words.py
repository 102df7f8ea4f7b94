"""The facts that a letter states, gathered once, when the decision is made.

They are kept with the letter as plain text, so that a letter made a minute or
a year later says what was decided, whatever has changed since.
"""

from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate

from grants.applications.queries import submitted_answers
from grants.awards.receipts.models import DecisionReceipt
from grants.awards.terms.schedule import plan_reports
from grants.funds.models import Question, Round
from grants.money import in_pounds
from grants.templatetags.words import day, days, moment
from workshops.models import Session


def offer_words(award, reasons):
    """What an offer letter is filled with."""
    instalments = list(award.instalments.order_by("number"))
    conditions = list(award.conditions.order_by("number"))
    reports = plan_reports(instalments, localdate())
    return {
        **_common(award.application, reasons),
        "amount": in_pounds(award.amount) if award.amount else days(award.days),
        "days": days(award.days) if award.amount else "",
        "purpose": purpose_of(award.application),
        "instalments": [
            {
                "number": f"{instalment.number} of {len(instalments)}",
                "amount": in_pounds(instalment.amount),
                "when": day(instalment.due_on),
                "needs": instalment.needs,
            }
            for instalment in instalments
        ],
        "conditions": [in_letter(one) for one in conditions if not one.before],
        "before_payment": [
            in_letter(one) for one in conditions if one.before and not one.is_of_itself
        ],
        "lines": [
            {"what": str(line), "how_much": line.in_words, "value": in_pounds(line.value)}
            for line in award.lines.order_by("number")
        ],
        "reports": [{"name": report.name, "due": day(report.due_on)} for report in reports],
        "respond_by": moment(award.respond_by),
        "is_subsidy": award.amount > 0,
        "subsidy_amount": in_pounds(award.gross_value),
    }


def in_letter(condition):
    """A condition as a letter says it, with its day and the payment that it holds back."""
    parts = [condition.text]
    if condition.before and condition.before > 1:
        parts.append(f"Before payment {condition.before}.")
    if condition.due_on:
        parts.append(f"By {day(condition.due_on)}.")
    if condition.evidence:
        parts.append(f"We need to see: {condition.evidence}")
    return " ".join(parts)


def decline_words(application, reasons):
    """What a decision letter that says no is filled with."""
    receipt = DecisionReceipt.objects.get(decision__application=application)
    return {
        **_common(application, reasons),
        "review_by": day(receipt.review_by),
        "receipt_link": (
            f"{settings.SITE_URL}{reverse('decision_receipt', args=[application.reference])}"
        ),
    }


class Alternatives(NamedTuple):
    """What could help a co-op instead of this grant, as an officer chose it."""

    session: Session | None = None
    round: Round | None = None
    has_advice: bool = False
    words: str = ""


def ineligible_words(application, reasons, alternatives):
    """What the letter about eligibility is filled with: the tests not met, and what could help."""
    failed = application.eligibility_checks.current().filter(result="fail").select_related("test")
    session, round = alternatives.session, alternatives.round
    return {
        **_common(application, reasons),
        "tests": [check.test.text for check in failed.order_by("test__number")],
        "workshop": session
        and {
            "title": session.workshop.title,
            "when": moment(session.starts_at),
            "link": f"{settings.SITE_URL}{reverse('workshops:session', args=[session.reference])}",
        },
        "other_round": round
        and {
            "name": round.name,
            "closes": moment(round.closes_at),
            "link": f"{settings.SITE_URL}{reverse('round', args=[round.reference])}",
        },
        "has_advice": alternatives.has_advice,
        "in_our_words": alternatives.words,
    }


def ineligible_words_again(letter):
    """The same letter with the facts of today: what the officer chose and wrote stays."""
    return {**letter.words, **_common(letter.application, letter.words["reasons"])}


def _common(application, reasons):
    return {
        "fund": dict(settings.FUND),
        "site_address": settings.SITE_URL,
        "organisation_name": application.organisation.name,
        "recipient_name": application.submitted_by.name,
        "reference": application.reference,
        "round_name": application.round.name,
        "reasons": reasons,
        "contact_name": settings.FUND["name"],
        "contact_email": settings.FUND["email"],
    }


def purpose_of(application):
    """What the money is for, in the co-op's own words: its first long answer about its work."""
    answers = submitted_answers(application) or {}
    question = (
        Question.objects.filter(
            section__round=application.round, kind=Question.Kind.LONG_TEXT, section__number=2
        )
        .order_by("number")
        .first()
    )
    return answers.get(question.key, "") if question else ""
