"""Booking, waiting, offering, answering, giving back, changing the room and the clock, in any
order, held against a plain model: invariants 26 to 30 of a waiting list."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils.timezone import now
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from applicants.access import Refused
from tests import factories
from workshops.booking import actions, filling, queries
from workshops.booking.actions import Person
from workshops.models import Booking, Offer, Place
from workshops.states import HOLDING, LIVE, PlaceState

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PARTY = st.integers(1, 4)


class WaitingList(RuleBasedStateMachine):
    @initialize(capacity=st.integers(1, 6), days=st.sampled_from([1, 3, 10]))
    def open(self, capacity, days):
        self.before = transaction.savepoint()
        self.clock = time_machine.travel(datetime(2027, 2, 1, 12, tzinfo=UTC), tick=False)
        self.traveller = self.clock.start()
        self.session = factories.session(
            capacity=capacity, starts_at=now() + timedelta(days=days, hours=6)
        )
        self.officer = factories.staff("is_officer")
        self.lowered = False
        self.people = 0

    def teardown(self):
        if hasattr(self, "clock"):
            self.clock.stop()
            transaction.savepoint_rollback(self.before)

    # --- What happens ---

    def party(self, wants):
        self.people += 1
        by = factories.person()
        return by, [Person(by.name, by.email), *([Person()] * (wants - 1))]

    @rule(wants=PARTY)
    def book(self, wants):
        by, people = self.party(wants)
        empty, list_ = self.empty(), queries.waiting_list(self.session)
        is_open = self.session.is_open()
        try:
            actions.book_places(self.session, people=people, by=by)
        except Refused:
            assert not is_open or empty < wants or filling.fits_somebody(empty, list_)
        else:
            assert is_open
            assert empty >= wants
            assert not filling.fits_somebody(empty, list_)  # the list comes first

    @rule(wants=PARTY, accepts=PARTY, straight=st.booleans())
    def wait(self, wants, accepts, straight):
        by, people = self.party(wants)
        until = now() + timedelta(days=1) if straight else None
        try:
            actions.join_list(
                self.session, people=people, accepts=accepts, straight_in_until=until, by=by
            )
        except Refused:
            assert not self.session.is_open()

    @rule(data=st.data())
    def answer(self, data):
        offers = list(Offer.objects.filter(ended_at=None).order_by("pk"))
        if not offers:
            return
        offer = data.draw(st.sampled_from(offers))
        in_time, kept = now() < offer.until, offer.places
        before = self.booked(offer.booking)
        if data.draw(st.booleans()):
            try:
                actions.accept_offer(offer.booking, by=offer.booking.booked_by)
            except Refused:
                assert not in_time
            else:
                gained = self.booked(offer.booking) - before
                assert gained == kept if in_time else gained > 0
        else:
            actions.cancel_booking(offer.booking, by=offer.booking.booked_by)
            assert not offer.booking.places.live().exists()

    @rule(data=st.data())
    def give_back(self, data):
        live = list(Place.objects.filter(state__in=LIVE).order_by("pk"))
        if live:
            place = data.draw(st.sampled_from(live))
            actions.give_back(place.booking, places=[place], by=place.booking.booked_by)
            place.refresh_from_db()
            assert place.state not in LIVE  # it always works

    @rule(data=st.data())
    def take(self, data):
        waiting = list(Booking.objects.waiting())
        if waiting:
            booking = data.draw(st.sampled_from(waiting))
            try:
                actions.take_place(booking, by=booking.booked_by)
            except Refused:
                return
            assert filling.is_last_day(now(), self.session.starts_at)

    @rule(capacity=st.integers(1, 8))
    def change_room(self, capacity):
        held = self.held()
        self.session = actions.change_capacity(self.session, capacity=capacity, by=self.officer)
        assert self.held() >= held  # nobody loses a place
        self.lowered = self.held() > capacity

    @rule(days=st.sampled_from([0, 1, 9]), is_postponed=st.booleans())
    def change_the_plan(self, days, is_postponed):
        """Moved, or postponed and given a new date: everybody keeps what they have."""
        if self.session.has_begun():
            return
        booked = self.session.places.filter(state=PlaceState.BOOKED)
        before = set(booked.values_list("pk", flat=True))
        live = self.session.places.live().count()
        order = [each.pk for each in self.session.bookings.waiting()]
        start = now() + timedelta(days=days, hours=7)
        facts = {"starts_at": start, "ends_at": start + timedelta(hours=2)}
        if is_postponed:
            self.session = factories.session_postponed(self.session)
            assert not Offer.objects.filter(ended_at=None).exists()
            assert set(booked.values_list("pk", flat=True)) == before
            after = [each.pk for each in self.session.bookings.waiting()]
            assert [key for key in after if key in order] == order  # nobody overtakes
            self.session = factories.session_dated(self.session, **facts)
        else:
            self.session = factories.session_moved(self.session, **facts)
        assert before <= set(booked.values_list("pk", flat=True))
        assert self.session.places.live().count() == live

    @rule(hours=st.sampled_from([1, 5, 30]))
    def time_passes(self, hours):
        self.traveller.shift(timedelta(hours=hours))
        actions.fill_all_sessions()

    @rule()
    def fill_again(self):
        actions.fill_all_sessions()
        assert actions.fill_places(self.session) == 0  # safe to repeat

    # --- What always holds ---

    def held(self):
        return self.session.places.filter(state__in=HOLDING).count()

    def booked(self, booking):
        return booking.places.filter(state=PlaceState.BOOKED).count()

    def empty(self):
        return max(0, self.session.capacity - self.held())

    @invariant()
    def never_more_people_than_chairs(self):
        if hasattr(self, "session"):
            self.lowered = self.lowered and self.held() > self.session.capacity
            assert self.lowered or self.held() <= self.session.capacity

    @invariant()
    def no_chair_is_empty_while_somebody_waits_who_fits(self):
        if not hasattr(self, "session") or not self.session.is_open():
            return
        if filling.is_last_day(now(), self.session.starts_at):
            return  # all who wait are told, and nothing is kept
        assert not filling.fits_somebody(self.empty(), queries.waiting_list(self.session))

    @invariant()
    def the_list_is_in_order_and_each_offer_has_its_places(self):
        if not hasattr(self, "session"):
            return
        waiting = list(self.session.bookings.waiting())
        assert waiting == sorted(waiting, key=lambda each: (each.waits_since, each.pk))
        for offer in Offer.objects.filter(ended_at=None):
            kept = offer.booking.places.filter(state=PlaceState.OFFERED).count()
            assert 0 < kept == offer.places
        offered = Place.objects.filter(state=PlaceState.OFFERED)
        assert not offered.exclude(booking__offers__ended_at=None).exists()


def test_in_any_order():
    run_state_machine_as_test(
        WaitingList,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
