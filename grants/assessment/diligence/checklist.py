"""The list of due diligence: what to look up, where, and from which depth on.

The list follows the usual practice of UK funds, and GovS 015 asks for such checks before an
award. How deep to look follows the amount (see `settings.DILIGENCE`) and the officer's risk note.
"""

from dataclasses import dataclass
from enum import IntEnum

from applicants.models import LegalForm

REGISTERED = {
    LegalForm.COOP_SOCIETY,
    LegalForm.COMMUNITY_BENEFIT,
    LegalForm.COMPANY_GUARANTEE,
    LegalForm.COMPANY_SHARES,
    LegalForm.CIC,
    LegalForm.LLP,
    LegalForm.CIO,
    LegalForm.SCIO,
}
FORMED = set(LegalForm) - {LegalForm.NOT_FORMED}


class Depth(IntEnum):
    """How deep we look. Each depth asks all that the one before it asks."""

    LIGHT = 1
    STANDARD = 2
    FULL = 3

    @property
    def words(self):
        return {1: "a light look", 2: "a standard look", 3: "a full look"}[self]


@dataclass(frozen=True)
class Item:
    """One thing to look up: a question that “yes” answers well.

    where: where an officer looks. source: why it is on the list.
    forms: the legal forms that it is about; `otherwise` says why it is not about others.
    """

    code: str
    depth: Depth
    text: str
    where: str
    source: str
    forms: frozenset = frozenset(LegalForm)
    otherwise: str = ""

    def why_not(self, organisation):
        """Why this is not about an organisation of this kind; nothing when it is."""
        return "" if organisation.legal_form in self.forms else self.otherwise


NOT_REGISTERED = "A group of this kind stands on no register, so there is nothing to look up."
NO_RULES_YET = "The group is not formed yet, so it has no signed rules. That can be a condition."

CHECKLIST = (
    Item(
        "register",
        Depth.LIGHT,
        "Is it on its register, live, under the number that it gave?",
        "Companies House, the Mutuals Public Register or the charity register.",
        "Register status; GovS 015",
        frozenset(REGISTERED),
        NOT_REGISTERED,
    ),
    Item(
        "rules",
        Depth.LIGHT,
        "Are its rules signed, and are they the rules of a co-op?",
        "Its rules: what it is for, one member one vote, and where the money goes if it closes.",
        "Governing document: objects, one member one vote, dissolution",
        frozenset(FORMED),
        NO_RULES_YET,
    ),
    Item(
        "people",
        Depth.LIGHT,
        "Do at least 3 people run it who are not of one family or household?",
        "The register, or the answers about who does what.",
        "Three unconnected members of its committee",
    ),
    Item(
        "account",
        Depth.LIGHT,
        "Is the bank account in the name of the co-op?",
        "A bank statement or a letter from its bank.",
        "An account in the organisation’s name",
    ),
    Item(
        "closeness",
        Depth.LIGHT,
        "Is nobody here who works on this case close to the co-op?",
        "Ask those who work on it. The declared conflicts stand in the history.",
        "Conflicts of interest",
    ),
    Item(
        "grants",
        Depth.LIGHT,
        "Did earlier grants go as agreed, and does no other grant pay for the same?",
        "Our own cases, and 360Giving’s GrantNav.",
        "Earlier grants from this fund and others",
    ),
    Item(
        "filings",
        Depth.STANDARD,
        "Are its yearly papers to the register up to date?",
        "The filing history on its register.",
        "Filings up to date",
        frozenset(REGISTERED),
        NOT_REGISTERED,
    ),
    Item(
        "leaders",
        Depth.STANDARD,
        "Is nobody who runs it bankrupt, or barred from running a company?",
        "The Individual Insolvency Register and the register of disqualified directors.",
        "Officers neither disqualified nor insolvent",
    ),
    Item(
        "signing",
        Depth.STANDARD,
        "Do two people who are not related sign for each payment?",
        "Its rules for money, or its bank mandate.",
        "Two unconnected payment signatories",
    ),
    Item(
        "accounts",
        Depth.STANDARD,
        "Do its latest accounts or, for a young co-op, its budget make sense?",
        "The accounts or the budget that it sent.",
        "Latest accounts or budget",
    ),
    Item(
        "insurance",
        Depth.STANDARD,
        "Is it insured for what it does?",
        "Its certificates of insurance.",
        "Insurance",
    ),
    Item(
        "policies",
        Depth.STANDARD,
        "Does it have the policies that its work needs?",
        "Keeping people safe, equality, and care with people’s data.",
        "Safeguarding, equality and data policies if relevant",
    ),
    Item(
        "sanctions",
        Depth.STANDARD,
        "Is neither the co-op nor anybody who runs it on the sanctions list?",
        "The UK Sanctions List.",
        "Sanctions",
    ),
    Item(
        "plan",
        Depth.STANDARD,
        "Can the plan work with the people, time and money that it has?",
        "The plan and the budget, and a talk with the co-op.",
        "Project viability",
    ),
    Item(
        "reserves",
        Depth.FULL,
        "Does it hold enough money to get through some bad months?",
        "The balance sheet or a bank statement.",
        "Reserves",
    ),
    Item(
        "news",
        Depth.FULL,
        "Is there nothing in the news about it that should worry us?",
        "Local papers and a search on the web.",
        "Adverse media",
    ),
)
BY_CODE = {item.code: item for item in CHECKLIST}
