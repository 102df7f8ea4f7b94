"""What can be asked about accounts."""

from functools import lru_cache

from django.db.models import Q

from .models import BankDetails, ModulusTables
from .modulus import Answer, check
from .tables import read_tables


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


def others_with_account_of(details):
    """Other organisations whose current account is this very one, which needs a reason."""
    alike = BankDetails.objects.current().filter(last_four=details.last_four)
    alike = alike.exclude(organisation=details.organisation_id).select_related("organisation")
    ours = (details.sort_code, details.account_number)
    return [each.organisation for each in alike if (each.sort_code, each.account_number) == ours]


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
