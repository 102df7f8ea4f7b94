"""The profile of the fund’s bank: which file it takes, and what such a file can carry."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.conf import settings

from applicants.access import Refused
from grants.templatetags.words import day

from . import columns, pain001, standard18
from .calendar import LONGEST_LEAD, first_day_to_arrive
from .characters import BACS, ISO_20022, RAILS, Rail, checked, name_on, own_name_on
from .lines import Payer


@dataclass(frozen=True)
class Profile:
    """How a file is written, what it is called, what it carries, and whether it says who pays."""

    name: str
    write: Callable
    ending: str
    rail: Rail
    names_payer: bool = True


def _in_columns(name, layout):
    write = partial(columns.write, layout=layout)
    return Profile(name, write, "csv", layout.rail, layout.names_payer)


_NAMES = {
    "csv": "CSV",
    "sddirect": "CSV for SmartDebit and SDDirect",
    "paygate": "CSV for Paygate",
}
PROFILES = {
    **{key: _in_columns(name, columns.LAYOUTS[key]) for key, name in _NAMES.items()},
    "standard18": Profile("Bacs (Standard 18)", standard18.write, "txt", BACS),
    "pain001": Profile("ISO 20022 (pain.001)", pain001.write, "xml", ISO_20022),
}


def profile_now():
    """The profile that the settings name. Columns of their own go before a preset."""
    if settings.PAYMENT_COLUMNS:
        rail = RAILS[settings.PAYMENT_CHARACTERS]
        layout = columns.layout_of(settings.PAYMENT_COLUMNS, rail)
        return _in_columns("CSV with our own columns", layout)
    return PROFILES[settings.PAYMENT_PROFILE]


def first_day_of(profile):
    """The first day on which money can arrive, if a file of this profile is made today.

    What goes over Bacs takes its three days; other payments can arrive on the day itself.
    """
    is_bacs = profile.rail is BACS or (
        profile.write is pain001.write and settings.PAYMENT_SERVICE_LEVEL == pain001.OVER_BACS
    )
    return first_day_to_arrive(LONGEST_LEAD if is_bacs else 0)


def why_late(run, profile):
    """One sentence if a file made today comes too late for the day of this run; else nothing."""
    first = first_day_of(profile)
    if run.pay_on >= first:
        return ""
    return (
        f"It is too late to pay this run on {day(run.pay_on)}: the first day that the bank can "
        f"make now is {day(first)}."
    )


def payer(profile):
    """The fund’s own account, from the settings; refused where a file must name it and can’t."""
    own = Payer(**settings.PAYER)
    if profile.names_payer and not (own.sort_code and own.account_number):
        raise Refused(
            "The service does not know the fund’s own account yet. Ask whoever runs it to set "
            "PAYER_SORT_CODE and PAYER_ACCOUNT."
        )
    return own


def most_for_one(profile):
    """How many pounds one payment of this profile carries; None where nothing says."""
    if profile.rail is BACS:
        return standard18.MOST_FOR_ONE
    if profile.write is pain001.write:
        return pain001.MOST_FOR_ONE.get(settings.PAYMENT_SERVICE_LEVEL)
    return None


def refuse_unfit(line, profile):
    """Refuse a payment that no file of this profile could carry, before there is a run."""
    checked(line, most_for_one(profile))
    name_on(line, profile.rail)


def refuse_unfit_run(total, profile):
    """Refuse what no file of this profile could say of a run: who pays, and how much in all."""
    own = payer(profile)
    if profile.names_payer:
        own_name_on(own, profile.rail)
    if profile.write is standard18.write:
        standard18.refuse_unnamed(own)
        standard18.refuse_too_much(total)
