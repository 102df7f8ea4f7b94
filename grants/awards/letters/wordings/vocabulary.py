"""All that a wording can put in, for each kind of letter: facts, blocks that we make, parts.

The list is fixed. A name leads to one key of the letter's words and to nothing inside it.
"""

from typing import NamedTuple

from django.utils.text import format_lazy

from grants.applications.references import such_as_lazy
from grants.awards.letters.models import Kind


class Fact(NamedTuple):
    """Written {name}; stands for the fact under `key`. is_link: an address to open or write to."""

    name: str
    key: str
    means: object  # text, or one that is made when it is read
    needs: str = ""  # the part in which alone it may stand, since it is not always there
    must: bool = False  # no letter of this kind without it
    is_link: bool = False


class Made(NamedTuple):
    """Written [name] on a line of its own; a template of ours makes it from the facts."""

    name: str
    key: str
    means: str
    needs: str = ""
    must: bool = False

    @property
    def template(self):
        return f"letters/_{self.name.replace(' ', '_')}.html"


class Part(NamedTuple):
    """Written [only if name]; what stands between it and [end] is there only then."""

    name: str
    key: str
    is_there: bool = True  # False: only if the fact is not there


class Vocabulary(NamedTuple):
    facts: tuple
    made: tuple
    parts: tuple
    asks_for_money: bool = False  # where it is paid stands in a setting, never in the wording

    def fact(self, name):
        return next((fact for fact in self.facts if fact.name == name), None)

    def block(self, name):
        return next((made for made in self.made if made.name == name), None)

    def part(self, name):
        return next((part for part in self.parts if part.name == name), None)


_FACTS = (
    Fact("organisation name", "organisation_name", "The co-op’s name."),
    Fact("recipient name", "recipient_name", "The person who sent the application."),
    Fact(
        "reference",
        "reference",
        format_lazy("The reference of the application, such as {}.", such_as_lazy("2026-0042")),
    ),
    Fact("round name", "round_name", "The round that they applied to."),
    Fact("date", "dated", "The date of the letter."),
    Fact("fund name", "fund_name", "The name of our fund."),
    Fact("fund email", "fund_email", "Our email address.", is_link=True),
    Fact("our site", "site_address", "The address of our site.", is_link=True),
)
_MADE = (
    Made("who to ask", "contact_email", "Whom to write to or ring about this letter."),
    Made("signature", "contact_name", "Yours sincerely, the signature, and the name below it."),
)
_REASONS = Made("our reasons", "reasons", "The reasons, as they were written.")
_AWARD = Fact("what we give", "award", "The money and the advice days: £4,000 and 3 advice days.")
_VALUE = Fact("gross value", "subsidy_amount", "The value of all our help, in pounds.", must=True)
_LIMIT = Fact("limit", "limit", "The limit for public money of this kind, in pounds.")
_PAYEE = Fact("who is paid", "addressee", "Who holds the money: the co-op, or a body for it.")
_HOSTED = (Part("another body holds the money", "is_hosted"),)
_COUNTED = Fact("counted from", "counted_from", "From which day such help counts.")

_OFFER = Vocabulary(
    (
        *_FACTS,
        _AWARD._replace(must=True),
        Fact("money", "pounds", "The pounds alone: £4,000.", "money is given"),
        Fact("advice days", "advice_days", "The days: 3 advice days.", "advice days are given"),
        Fact("answer by", "respond_by", "Until when they may answer.", must=True),
        Fact("gross value", "subsidy_amount", "Its value in law.", "it is a subsidy", must=True),
        _LIMIT._replace(needs="it is a subsidy"),
        _COUNTED._replace(needs="it is a subsidy"),
    ),
    (
        *_MADE,
        _REASONS,
        Made("plan", "purpose", "What they told us they will do.", "we have their plan"),
        Made("table of payments", "instalments", "When each payment comes, and what we need first.",
             "money is given", must=True),
        Made("list of lines", "lines", "What the award is made of: money, days, space.",
             "it has several lines"),
        Made("list of what we need first", "before_payment", "What has to be there before we pay.",
             "we need something first", must=True),
        Made("list of conditions", "conditions", "What they agree to.", "there are conditions",
             must=True),
        Made("list of reports", "reports", "What to tell us, and when.", "reports are due"),
    ),
    (
        Part("money is given", "pounds"),
        Part("no money is given", "pounds", is_there=False),
        Part("advice days are given", "advice_days"),
        Part("we have their plan", "purpose"),
        Part("it has several lines", "lines"),
        Part("we need something first", "before_payment"),
        Part("there are conditions", "conditions"),
        Part("it is a subsidy", "is_subsidy"),
        Part("reports are due", "reports"),
    ),
)  # fmt: skip

VOCABULARIES = {
    Kind.OFFER: _OFFER,
    Kind.DECLINE: Vocabulary(
        (
            *_FACTS,
            Fact("review date", "review_by", "Until when they may ask us to look again."),
            Fact("receipt", "receipt_link", "The page with their scores.", is_link=True),
        ),
        (*_MADE, _REASONS._replace(must=True)),
        (),
    ),
    Kind.INELIGIBLE: Vocabulary(
        _FACTS,
        (
            *_MADE,
            _REASONS._replace(must=True),
            Made("tests not met", "tests", "The tests that are not met.", must=True),
            Made("other help", "has_help", "The workshop, round or advice that the officer chose."),
        ),
        (),
    ),
    Kind.VARIATION: Vocabulary(
        (*_FACTS, _AWARD),
        (
            *_MADE,
            _REASONS._replace(needs="there are reasons"),
            Made("table of changes", "changes", "What it was, and what it is now.", must=True),
        ),
        (Part("there are reasons", "reasons"),),
    ),
    Kind.SUBSIDY_NOTIFICATION: Vocabulary(
        (
            *_FACTS,
            _AWARD,
            _VALUE,
            _LIMIT,
            _COUNTED,
            Fact("confirm by", "confirm_by", "Until when.", "there is a date to confirm by"),
        ),
        _MADE,
        (Part("there is a date to confirm by", "confirm_by"),),
    ),
    Kind.SUBSIDY_CONFIRMATION: Vocabulary(
        (
            *_FACTS,
            _AWARD,
            _VALUE,
            _LIMIT,
            Fact("date given", "given_on", "When we gave it.", must=True),
            Fact("keep until", "keep_until", "Until when they keep the letter.", must=True),
        ),
        _MADE,
        (),
    ),
    Kind.REMITTANCE: Vocabulary(
        (
            *_FACTS,
            _AWARD,
            _PAYEE,
            Fact("amount paid", "amount_paid", "What we paid, in pounds.", must=True),
            Fact("date paid", "paid_on", "When we paid.", must=True),
            Fact("end of account", "last_four", "The last four digits of their account.",
                 must=True),
            Fact("bank reference", "payment_reference", "What their statement shows.", must=True),
            Fact("paid in all", "paid_in_all", "What of the award is paid by now."),
            Fact("still to come", "to_come", "What we still plan to pay.", "more is to come"),
            Fact("next payment", "next_what", "Such as: Instalment 2 of 2.", "more is to come"),
            Fact("next amount", "next_amount", "Its pounds.", "more is to come"),
            Fact("next date", "next_on", "The day it is planned for.", "more is to come"),
        ),
        (
            *_MADE,
            Made("table of what is paid", "paid", "The instalment that was paid.", must=True),
            Made("list of what we need next", "next_needs", "What has to come before we pay again.",
                 "we need something next", must=True),
        ),
        (
            *_HOSTED,
            Part("more is to come", "to_come"),
            Part("nothing is to come", "to_come", is_there=False),
            Part("we need something next", "next_needs"),
        ),
    ),
    Kind.REMINDER: Vocabulary(
        (
            *_FACTS,
            Fact("what is missing", "about", "Such as: your 6 month report.", must=True),
            Fact("due date", "due_on", "When it is due.", must=True),
            Fact("page", "page_link", "Where they can do it.", is_link=True),
        ),
        (*_MADE, Made("what to do", "to_do", "What to do now, as the officer wrote it.")),
        (),
    ),
    Kind.RECOVERY: Vocabulary(
        (
            *_FACTS,
            _AWARD,
            _PAYEE,
            Fact("amount to pay back", "amount_back", "In pounds.", must=True),
            Fact("pay by", "due_on", "Until when.", must=True),
            Fact("our bank reference", "pay_reference", "What to write on the payment to us.",
                 must=True),
        ),
        (
            *_MADE,
            _REASONS._replace(must=True),
            Made("how to pay", "how_to_pay", "How to pay it back.", must=True),
        ),
        _HOSTED,
        asks_for_money=True,
    ),
}  # fmt: skip
