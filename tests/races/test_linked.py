"""Two records are joined while somebody works for an organisation that one of them is linked to.

The join leads to the linked one too, whose key may be lower than theirs: it waits there for
somebody who has it and waits for them, unless all are locked in one order.
"""

from functools import partial

import pytest
from django.db import OperationalError, connection

from applicants.access import Refused
from applicants.actions import merge_organisations
from grants.awards.subsidy.linking import link_enterprises
from grants.models import EnterpriseLink, LimitConfirmation
from tests import factories
from tests.factories.cases import colleague

from .test_public_money import confirming

pytestmark = pytest.mark.database


def confirm(offered, _kept):
    return confirming(offered)


def link(offered, kept):
    facts = {"other": kept, "reason": "One family.", "by": colleague("is_officer")}
    return partial(link_enterprises, offered.organisation, **facts)


def join_beside(work, race):
    """(what the join gave, what the work gave)"""
    offered = factories.offered()  # the first organisation of the three
    merged, kept = factories.organisation(), factories.organisation()
    factories.linked_enterprises(offered.organisation, merged)
    join = partial(
        merge_organisations, merged, into=kept, reason="One.", by=colleague("is_officer")
    )
    calls = (join, work(offered, kept))
    return kept, race(*calls, before=["grants_enterpriselink"], leads=0, patience=2)


def test_whoever_confirms_meanwhile_waits_and_both_are_done(race):
    kept, (joined, confirmed) = join_beside(confirm, race)

    assert joined == kept
    assert isinstance(confirmed, LimitConfirmation)


def test_whoever_links_it_meanwhile_waits_and_both_are_done(race):
    kept, (joined, linked) = join_beside(link, race)

    assert joined == kept
    assert isinstance(linked, EnterpriseLink)
    assert EnterpriseLink.objects.live().count() == 1


@pytest.mark.parametrize("work", [confirm, link])
def test_without_the_linked_ones_in_order_each_waits_for_the_other(
    race, without_locks, monkeypatch, work
):
    monkeypatch.setattr(EnterpriseLink, "LOCKED_WHEN_MERGED", "")

    _kept, outcomes = join_beside(work, race)

    deadlocks = [one for one in outcomes if isinstance(one, OperationalError)]
    assert len(deadlocks) == 1, outcomes
    assert "deadlock" in str(deadlocks[0])


def test_a_link_that_comes_while_the_join_waits_is_not_overlooked(race):
    """Its organisation is not locked, so the officer is asked to look again."""
    merged, kept, third = (factories.organisation() for _ in range(3))
    by = colleague("is_officer")
    link = partial(link_enterprises, kept, other=third, reason="One family.", by=by)
    join = partial(merge_organisations, merged, into=kept, reason="One.", by=by)

    linked, joined = race(link, join, before=["grants_enterpriselink"], leads=0, patience=1)

    assert isinstance(linked, EnterpriseLink)
    if connection.vendor == "postgresql":
        assert isinstance(joined, Refused)
        assert "linked one of these" in str(joined)
    else:  # one writer at a time: the join began when the link was there
        assert joined == kept
