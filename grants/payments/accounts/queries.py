"""What can be asked about accounts."""

import re
import unicodedata
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django.db.models import F, Max, Q

from applicants.models import Organisation

from .models import BankDetails, ModulusTables
from .modulus import Answer, check
from .tables import read_tables

CUT_AT = 18  # letters; many banks keep no more of a name
FORMS = {"the", "ltd", "limited", "cic", "cio", "scio", "llp", "plc", "society", "company"}


def current_bank_details(organisation):
    return BankDetails.objects.current().filter(organisation=organisation).first()


def current_accounts_of(organisations):
    """{key of an organisation: its current account}, for those that have one."""
    keys = {organisation.pk for organisation in organisations}
    return {
        one.organisation_id: one
        for one in BankDetails.objects.current().filter(organisation__in=keys)
    }


def checked_accounts_of(organisation):
    """All that anybody ever checked for it, or for a record that was joined into it; newest first.

    Whoever is joined brings its earlier account along as what a new one takes the place of.
    """
    own = Q(organisation=organisation) | Q(organisation__merged_into=organisation)
    return BankDetails.objects.filter(own, checked_at__isnull=False).order_by("-checked_at", "-pk")


def account_shown(organisation):
    """The current bank details as pages show them: without the full numbers."""
    return (
        BankDetails.objects.current()
        .filter(organisation=organisation)
        .select_related("entered_by", "checked_by", "follows", "tables")
        .defer(
            "sort_code",
            "account_number",
            "follows__sort_code",
            "follows__account_number",
            "tables__weights",
            "tables__substitutions",
        )
        .first()
    )


def why_not_by(user, details):
    """Why this person may not check this account, in a sentence; empty where they may."""
    if details.entered_by_id == user.pk:
        return "You entered these details, so somebody else must check them."
    if _joined_since_the_last_check(details.organisation, user):
        return "You joined another record into this one, so somebody else must check."
    return ""


def _joined_since_the_last_check(organisation, user):
    """They joined another record into this one, and no account of it was checked since."""
    joined = organisation.merges.filter(merged_by=user).aggregate(at=Max("merged_at"))["at"]
    if joined is None:
        return False
    return not organisation.bank_details.filter(checked_at__gt=joined).exists()


class Other(NamedTuple):
    """Another organisation that gave an account, and when it gave another one, if it did."""

    organisation: Organisation
    until: datetime | None


def others_with_account_of(details):
    """Other organisations that gave this very account, today or once, which needs a reason.

    A thief whose record was found out takes the account along to the next one. What was joined
    into this record is no other.
    """
    alike = BankDetails.objects.filter(last_four=details.last_four)
    alike = alike.exclude(
        Q(organisation=details.organisation_id)
        | Q(organisation__merged_into=details.organisation_id)
    ).select_related("organisation")
    ours, found = (details.sort_code, details.account_number), {}
    for each in alike.order_by(F("replaced_at").asc(nulls_last=True), "pk"):
        if (each.sort_code, each.account_number) == ours:
            found[each.organisation_id] = Other(each.organisation, each.replaced_at)
    return list(found.values())


def is_in_another_name(details):
    """Whether the account is in a name that the organisation has not, and never had here.

    Letters, accents, signs and words such as “Limited” don't count; nor what a bank cut off at
    the end.
    """
    organisation = details.organisation
    merged = Organisation.objects.filter(merged_into=organisation)
    names = {
        organisation.name,
        *organisation.details.values_list("name", flat=True),
        *merged.values_list("name", flat=True),
    }
    given = _folded(details.account_name)
    return not any(_is_name(given, _folded(name)) for name in names)


def _is_name(given, name):
    return given == name or (len(given) >= CUT_AT and name.startswith(given))


def _folded(name):
    """A name in plain small letters: without accents, signs, spaces and the form in law."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub(r"['’.]", "", plain).replace("co-op", "coop")
    words = re.findall(r"[^\W_]+", plain)
    return "".join(word for word in words if word not in FORMS) or "".join(words)


def current_tables():
    """The tables that were loaded last, without their text, or None."""
    return ModulusTables.objects.defer("weights", "substitutions").order_by("-pk").first()


def sum_of(sort_code, account_number):
    """(what the published sum says, by which tables)."""
    loaded = current_tables()
    if loaded is None:
        return Answer.UNKNOWN, None
    return check(sort_code, account_number, _tables(loaded.sha256)), loaded


@lru_cache(maxsize=1)
def _tables(sha256):
    """Read once for each process; found by its contents, so it cannot grow old."""
    loaded = ModulusTables.objects.filter(sha256=sha256).order_by("-pk")[0]
    return read_tables(loaded.weights, loaded.substitutions)
