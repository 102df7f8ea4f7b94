"""The facts that a letter states, gathered once, when the decision is made.

They are kept with the letter as plain text, so that a letter made a minute or
a year later says what was decided, whatever has changed since.
"""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate

from applicants.models import Organisation
from grants.applications.queries import submitted_answers
from grants.awards.agreeing.models import Signature
from grants.awards.hosting.queries import payee_of
from grants.awards.receipts.models import DecisionReceipt
from grants.awards.subsidy.models import Route
from grants.awards.subsidy.queries import route_of
from grants.awards.subsidy.words import statement_words
from grants.awards.terms.schedule import plan_reports
from grants.funds.models import Question, Round
from grants.money import in_pounds
from grants.templatetags.words import day, days, moment
from workshops.models import Session

from .models import ABOUT_MONEY


def offer_words(award, reasons):
    """What an offer letter is filled with."""
    instalments = list(award.instalments.order_by("number"))
    conditions = list(award.conditions.order_by("number"))
    lines = list(award.lines.order_by("number"))
    reports = plan_reports(instalments, localdate())
    return {
        **_about_award(award, reasons),
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
            for line in lines
        ]
        * (len(lines) > 1),
        "reports": [{"name": report.name, "due": day(report.due_on)} for report in reports],
        "respond_by": moment(award.respond_by),
        "is_subsidy": route_of(award.application) == Route.MINIMAL,
        **_public_money(award, award.gross_value),
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
        "has_help": alternatives != Alternatives(),
        "in_our_words": alternatives.words,
    }


class Change(NamedTuple):
    """One thing that a variation changes, in words: “Final report”, “1 May 2027”, “1 July 2027”."""

    what: str
    before: str
    after: str


def variation_words(award, *, changes, reasons):
    """What a letter about an agreed change is filled with. changes: a list of `Change`."""
    return {
        **_about_award(award, reasons),
        "changes": [change._asdict() for change in changes],
    }


def subsidy_notification_words(award, *, value, confirm_by=None):
    """Step 1 of minimal financial assistance: what it is, its gross value, please confirm.

    value: gross, in pounds, with advice days and space at their value. confirm_by: a date.
    """
    return {
        **_about_award(award),
        **_public_money(award, value),
        "confirm_by": day(confirm_by),
    }


def subsidy_confirmation_words(award, *, value, given_on):
    """Step 3: that it is minimal financial assistance, the date given, its gross value."""
    return {
        **_about_award(award),
        **_public_money(award, value, given_on),
    }


class Slice(NamedTuple):
    """An instalment in a letter: “Instalment 1 of 2”, its pounds, and the day it is planned for.

    needs: what has to come before it, in sentences.
    """

    what: str
    amount: Decimal
    due_on: date
    needs: tuple = ()


class Paid(NamedTuple):
    """One payment that left, in all that its advice says.

    to: the organisation that got it. last_four: of its account’s number; no more of it is ever
    written in a letter. reference: what stands on the bank statement. in_all: what of the award
    is paid by now, in pounds; to_come: what still will be. next: the `Slice` that comes next.
    """

    slice: Slice
    to: Organisation
    recipient: str
    paid_on: date
    last_four: str
    reference: str
    in_all: Decimal
    to_come: Decimal
    next: Slice | None = None


def remittance_words(award, paid):
    """What an advice of a payment is filled with. paid: a `Paid`."""
    then = paid.next
    return {
        **_about_award(award),
        **_addressed(paid.to, paid.recipient, award.application.organisation),
        "paid": [{"what": paid.slice.what, "amount": in_pounds(paid.slice.amount)}],
        "amount_paid": in_pounds(paid.slice.amount),
        "paid_on": day(paid.paid_on),
        "last_four": paid.last_four,
        "payment_reference": paid.reference,
        "paid_in_all": in_pounds(paid.in_all),
        "to_come": in_pounds(paid.to_come) if paid.to_come else "",
        "next_what": then.what if then else "",
        "next_amount": in_pounds(then.amount) if then else "",
        "next_on": day(then.due_on) if then else "",
        "next_needs": list(then.needs) if then else [],
    }


def reminder_words(application, *, about, due_on, to_do, path="/"):
    """What a reminder is filled with.

    about: what is missing, to follow “we have not yet had”: “your 6 month report”. to_do: what to
    do now, in a sentence or several. path: the page where it is done, on our site.
    """
    return {
        **_common(application),
        "about": about,
        "due_on": day(due_on),
        "to_do": to_do,
        "page_link": f"{settings.SITE_URL}{path}",
    }


def recovery_words(award, *, amount, reasons, due_on, how_to_pay, pay_reference):
    """What a letter that asks for money back is filled with; how_to_pay in whole sentences.

    pay_reference: what we look for on our own bank statement.
    """
    return {
        **_about_award(award, reasons),
        **_to_holder(award.application),
        "amount_back": in_pounds(amount),
        "due_on": day(due_on),
        "how_to_pay": how_to_pay,
        "pay_reference": pay_reference,
    }


def words_again(letter):
    """What was found out for the letter stays; whom it is to and from is as of today."""
    words = {**letter.words, **_common(letter.application, letter.words["reasons"])}
    if letter.payment_id:  # where this very payment went is no question of today
        to = letter.payment.bank_details.organisation
        own = letter.application.organisation
        return {**words, **_addressed(to, letter.words["recipient_name"], own)}
    if letter.kind in ABOUT_MONEY:
        words |= _to_holder(letter.application)
    return words


def words_of_case(application):
    """What is known of a case before a letter states more."""
    award = getattr(application, "award", None)
    return _about_award(award) if award else _common(application)


def _about_award(award, reasons=""):
    given = [award.amount and in_pounds(award.amount), award.days and days(award.days)]
    return {
        **_common(award.application, reasons),
        "award": " and ".join(filter(None, given)),
        "pounds": given[0] or "",
        "advice_days": given[1] or "",
    }


def _public_money(award, value, given_on=None):
    return {"subsidy_amount": in_pounds(value), **statement_words(award, value, given_on)}


def _common(application, reasons=""):
    return {
        "fund": dict(settings.FUND),
        "fund_name": settings.FUND["name"],
        "fund_email": settings.FUND["email"],
        "site_address": settings.SITE_URL,
        "organisation_name": application.organisation.name,
        **_addressed(application.organisation, application.submitted_by.name),
        "registration_number": application.organisation.registration_number,
        "reference": application.reference,
        "round_name": application.round.name,
        "reasons": reasons,
        "contact_name": settings.FUND["name"],
        "contact_email": settings.FUND["email"],
    }


def _addressed(to, recipient, own=None):
    """Whom a letter is to: the co-op itself, or the body that holds the money for it (`own`)."""
    return {
        "recipient_name": recipient,
        "addressee": to.name,
        "address": to.address,
        "postcode": to.postcode,
        "is_hosted": own is not None and own.pk != to.pk,
    }


def _to_holder(application):
    payee = payee_of(application)
    award = application.award
    names = signed_for_hosts([award]) if payee.pk != application.organisation_id else {}
    recipient = names.get(award.pk) or application.submitted_by.name
    return _addressed(payee, recipient, application.organisation)


def signed_for_hosts(awards):
    """{award: who signed first for the body that holds its money}, in one query."""
    rows = Signature.objects.filter(award__in=awards, hosting__isnull=False, has_counted=True)
    pairs = rows.order_by("-signed_at", "-pk").values_list("award", "name")
    return dict(pairs)


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
