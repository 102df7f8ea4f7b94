"""Offers that ask for something before they are paid."""

from grants.models import Condition, Instalment
from tests.factories import terms
from tests.factories.cases import colleague, with_bank_details

LEASE = ("Send us the signed lease.", 1)


def officer():
    return colleague("is_officer")


def with_lease(**facts):
    """Accepted, the account checked; and a lease is still to be seen before any money."""
    return with_bank_details(terms=terms(conditions=[LEASE]), **facts)


def lease_of(application):
    return Condition.objects.get(award=application.award, text=LEASE[0])


def released(application):
    rows = Instalment.objects.filter(award=application.award).order_by("number")
    return [row.released_at is not None for row in rows]
