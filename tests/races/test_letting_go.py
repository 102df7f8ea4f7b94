"""Two say yes to an offer and give back what they have at the same time: each has the other’s."""

import threading
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from functools import partial

import pytest
from django.db import OperationalError, connection

from tests import factories
from tests.factories import person
from workshops.booking import actions
from workshops.booking.actions import accept_instead, book_place, cancel_booking, locked
from workshops.booking.models import Booking
from workshops.models import Place

pytestmark = pytest.mark.database


@pytest.fixture
def crossed(transactional_db):
    """Ama has a chair at one session and is offered one at the other; Kofi the other way round.
    Returns the two calls with which they answer."""
    one = factories.session(capacity=2)
    other = factories.session(capacity=2, starts_at=one.starts_at + timedelta(hours=1))
    ama, kofi = person(), person()
    calls = []
    for who, has, wants in ((ama, one, other), (kofi, other, one)):
        held = book_place(has, by=who, name=who.name)
        calls.append((who, held, wants))
    offers = []
    for who, held, wants in calls:
        guest = book_place(wants, by=person(), name="Somebody")
        offered = factories.waiting(by=who, of=wants)
        offers.append((guest, held, offered, who))
    for guest, *_ in offers:
        cancel_booking(guest, by=guest.booked_by)
    return [
        partial(accept_instead, offered, let_go=[held.places.get()], by=who)
        for _guest, held, offered, who in offers
    ]


def test_they_do_not_wait_in_a_circle_and_each_has_one_place(race, crossed):
    outcomes = race(*crossed)

    assert all(isinstance(each, Booking) for each in outcomes), outcomes
    sits = sorted(Place.objects.live().values_list("state", "email"))
    assert len(sits) == len(set(sits)) == 2
    assert {state for state, _email in sits} == {"booked"}


def test_without_one_order_they_wait_in_a_circle(race, crossed, monkeypatch):
    """What the order of the keys is for: PostgreSQL ends one of the two as a deadlock."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time.")
    turns, barrier = iter((False, True)), threading.Barrier(2)

    @contextmanager
    def in_any_order(sessions):
        chosen = sorted({each.pk: each for each in sessions}.items(), reverse=next(turns))
        with ExitStack() as stack:
            for number, (_pk, session) in enumerate(chosen):
                stack.enter_context(locked(session))
                barrier.wait(5) if number == 0 else None
            yield

    monkeypatch.setattr(actions, "all_locked", in_any_order)

    outcomes = race(*crossed)

    assert any(isinstance(each, OperationalError) for each in outcomes), outcomes
