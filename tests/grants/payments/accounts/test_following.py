"""The database itself says which account takes the place of which.

Whoever could write that otherwise could make a changed account look like a first one, which nobody
rings about and which does not wait.
"""

import importlib
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import now

from applicants.actions import merge_organisations
from grants.models import BankDetails
from grants.payments.accounts import actions as accounts
from tests import factories
from tests.factories.cases import colleague, with_bank_details

pytestmark = [pytest.mark.django_db, pytest.mark.database]

guards = importlib.import_module("grants.migrations._guards")
OTHER = {"account_name": "Weir Lane Bakers", "sort_code": "107999", "account_number": "88837491"}


def changed(application):
    return accounts.enter_bank_details(application, **OTHER, by=application.started_by)


def row_of(organisation, **facts):
    """An account as whoever writes past the actions would write it: it waits, as a change must."""
    organisation.bank_details.current().update(replaced_at=now())
    entered_at = now()
    return BankDetails.objects.create(
        organisation=organisation,
        last_four="7491",
        entered_at=entered_at,
        entered_by=colleague("is_officer"),
        usable_from=entered_at + timedelta(days=3),
        **OTHER,
        **facts,
    )


def refuses(says, attempt):
    with pytest.raises(IntegrityError, match=says), transaction.atomic():
        attempt()


@pytest.fixture
def before():
    """A checked account, and the application that it is of."""
    with_bank_details()
    return BankDetails.objects.get()


@pytest.fixture
def after(before):
    return changed(before.organisation.applications.get())


def test_what_an_account_follows_never_changes(before, after):
    another = with_bank_details(of=factories.organisation()).organisation.bank_details.get()
    for row, follows in (
        (after, None),  # it would be a first account: no call
        (after, another),
        (after, after),
        (before, after),  # a first account is not made a change of a later one either
        (before, before),
    ):
        kept = BankDetails.objects.filter(pk=row.pk)
        refuses(guards.KEPT, lambda rows=kept, to=follows: rows.update(follows=to))

    assert [
        one.follows for one in BankDetails.objects.filter(organisation=before.organisation)
    ] == [
        None,
        before,
    ]


def test_an_account_takes_the_place_of_its_own_coops_and_of_one_that_was_checked(before, after):
    one = before.organisation
    other = factories.organisation()
    same = "takes the place of a checked one of the same co-op"

    refuses(same, lambda: row_of(other, follows=before))  # of another co-op
    refuses(same, lambda: row_of(one, follows=after))  # nobody checked that one
    itself = BankDetails.objects.order_by("-pk")[0].pk + 100
    refuses(same, lambda: row_of(one, pk=itself, follows_id=itself))

    assert row_of(one, follows=before).follows == before


def test_an_account_after_a_checked_one_says_so(before):
    refuses("says which checked one it takes the place of", lambda: row_of(before.organisation))


def test_an_account_follows_one_of_a_record_that_was_joined(before):
    kept = factories.organisation()
    refuses("of the same co-op", lambda: row_of(kept, follows=before))

    merge_organisations(
        before.organisation, into=kept, reason="One.", by=factories.staff("is_officer")
    )

    refuses("says which checked one", lambda: row_of(kept))
    assert row_of(kept, follows=before).follows == before


def test_without_its_guards_the_database_would_allow_it(before, after):
    """Shows that what is refused above is refused by nothing else."""
    connection.check_constraints()  # PostgreSQL alters no table that has checks outstanding
    with connection.cursor() as cursor:
        guards.remove(SimpleNamespace(connection=connection, execute=cursor.execute))

    BankDetails.objects.filter(pk=after.pk).update(follows=None)
    assert row_of(factories.organisation(), follows=before)
    assert row_of(before.organisation).follows is None
