"""The registers that know an organisation by its number, and what those numbers look like.

Pure: no database. A number that looks right may still be wrong; an officer looks it up.
Source of the patterns: fact sheet section 4, from the registers' own sites.
"""

import re
from dataclasses import dataclass

from .models import LegalForm


@dataclass(frozen=True)
class Register:
    """Who keeps the register, an example of its numbers, and how one must look."""

    keeper: str
    example: str
    pattern: re.Pattern


# Companies House tells the legal form by the first two letters. Companies of England and Wales
# have figures only. An overseas entity (OE) owns land here and is no co-op, so it is left out.
COMPANY_PREFIXES = "AC|FC|FE|GE|GS|IC|NF|NI|PC|R0|RC|SA|SC|SE|SF|SG|SI|SR|SZ|ZC"
_COMPANY = re.compile(rf"(?:[0-9]{{8}}|(?:{COMPANY_PREFIXES})[0-9]{{6}})")
_LLP = re.compile(r"(?:OC|SO|NC)[0-9]{6}")
_LIMITED_PARTNERSHIP = re.compile(r"(?:(?:LP|NL|SL)[0-9]{6}|SL[0-9]{5}[0-9A])")
_SOCIETY = re.compile(r"(?:[0-9]{1,6}[A-Z]{0,4}|(?:IP|RS|SP|NP|NO)[A-Z0-9]{3,7})")
_CCEW = r"[0-9]{6,7}(?:-[0-9]{1,3})?"
_OSCR = r"SC[0-9]{6}"
_CCNI = r"(?:NIC)?[0-9]{6}"

_COMPANIES_HOUSE = Register("Companies House", "09506232", _COMPANY)
_MUTUALS = Register("the Mutuals Register", "31455R", _SOCIETY)
_CIO = re.compile(f"(?:{_CCEW}|CE[0-9]{{6}})")
_SCIO = re.compile(f"(?:{_OSCR}|CS[0-9]{{6}})")
CHARITIES = Register(
    "the charity register", "1164883, SC042386 or NIC100019", re.compile(f"{_CCEW}|{_OSCR}|{_CCNI}")
)

REGISTERS = {
    LegalForm.COOP_SOCIETY: _MUTUALS,
    LegalForm.COMMUNITY_BENEFIT: _MUTUALS,
    LegalForm.COMPANY_GUARANTEE: _COMPANIES_HOUSE,
    LegalForm.COMPANY_SHARES: _COMPANIES_HOUSE,
    LegalForm.CIC: _COMPANIES_HOUSE,
    LegalForm.LLP: Register("Companies House", "OC301234", _LLP),
    LegalForm.CIO: Register("the charity register", "1164883", _CIO),
    LegalForm.SCIO: Register("the Scottish charity register", "SC042386", _SCIO),
    LegalForm.PARTNERSHIP: Register("Companies House", "LP012345", _LIMITED_PARTNERSHIP),
}
MAY_HAVE_NONE = {LegalForm.PARTNERSHIP}  # only a limited partnership is registered

# Who may be a charity besides: a charitable company, society or association.
CHARITABLE = {
    LegalForm.COOP_SOCIETY,
    LegalForm.COMMUNITY_BENEFIT,
    LegalForm.COMPANY_GUARANTEE,
    LegalForm.COMPANY_SHARES,
    LegalForm.UNINCORPORATED,
}


def normalise(legal_form, number):
    """Write a number as its register does: no spaces, capitals, and a company's eight figures.

    >>> normalise(LegalForm.CIC, " 9 506 232")
    '09506232'
    """
    number = "".join(number.split()).upper()
    is_figures = number.isascii() and number.isdecimal()
    if is_figures and REGISTERS.get(LegalForm(legal_form)) is _COMPANIES_HOUSE:
        return number.zfill(8)
    return number


def normalise_charity(number):
    """No spaces, capitals.

    >>> normalise_charity(" nic 100019")
    'NIC100019'
    """
    return "".join(number.split()).upper()


def problem_with(legal_form, number):
    """What is wrong with a normalised number for this legal form, as a sentence, or ""."""
    if not number:
        return ""
    form = LegalForm(legal_form)
    if form == LegalForm.NOT_FORMED:
        return "A group that is not formed yet has no number. Leave this empty."
    register = REGISTERS.get(form)
    if register is None:
        return f"“{form.label}” has no register, so it has no number. Leave this empty."
    if not register.pattern.fullmatch(number):
        return f"Enter the number as {register.keeper} writes it, like {register.example}"
    return ""


def problem_with_charity(legal_form, number):
    """What is wrong with a second number, for a charity that is a company or a society too."""
    if not number:
        return ""
    form = LegalForm(legal_form)
    if form not in CHARITABLE:
        return f"“{form.label}” has no charity number besides its own. Leave this empty."
    if not CHARITIES.pattern.fullmatch(number):
        return f"Enter the number as {CHARITIES.keeper} writes it, like {CHARITIES.example}"
    return ""


def needs_number(legal_form):
    """Once registered, these forms always have one."""
    form = LegalForm(legal_form)
    return form in REGISTERS and form not in MAY_HAVE_NONE
