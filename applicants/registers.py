"""The registers that know an organisation by its number, and what those numbers look like.

Pure: no database. A number that looks right may still be wrong; an officer looks it up.
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


def _numbers(pattern):
    return re.compile(pattern)


# Prefixes of Companies House that say "company". Other prefixes belong to another legal form.
_COMPANY = _numbers(r"(?:[0-9]{8}|(?:AC|FC|IC|NF|NI|R0|RC|SA|SC|SF|SZ|ZC)[0-9]{6})")
_PARTNERSHIP_LLP = _numbers(r"(?:OC|SO|NC)[0-9]{6}")
_SOCIETY = _numbers(r"(?:[0-9]{1,6}[A-Z]{0,4}|(?:IP|RS|SP|NP|NO)[A-Z0-9]{3,7})")
_CHARITY = _numbers(r"(?:[0-9]{6,7}(?:-[0-9]{1,3})?|(?:SC|CE|CS)[0-9]{6})")

_COMPANIES_HOUSE = Register("Companies House", "09506232", _COMPANY)
_MUTUALS = Register("the Mutuals Register", "31455R", _SOCIETY)

REGISTERS = {
    LegalForm.COOP_SOCIETY: _MUTUALS,
    LegalForm.COMMUNITY_BENEFIT: _MUTUALS,
    LegalForm.COMPANY_GUARANTEE: _COMPANIES_HOUSE,
    LegalForm.COMPANY_SHARES: _COMPANIES_HOUSE,
    LegalForm.CIC: _COMPANIES_HOUSE,
    LegalForm.LLP: Register("Companies House", "OC301234", _PARTNERSHIP_LLP),
    LegalForm.CIO: Register("the charity register", "1164883", _CHARITY),
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
