"""Booking, waiting, offering, answering, giving back, changing how one comes, swapping people,
changing the rooms, the plan and the clock, in any order, held against a plain model: invariants
26 to 30 of a waiting list.

The daily run takes a thousand steps. `MACHINE_STEPS=10000` takes so many, in as many lives of a
session as that needs (`make machine`).
"""

from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils.timezone import now
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
)

from applicants.access import Refused
from tests import factories
from tests.workshops.any_order import add_people, in_any_order, people_added
from workshops.booking import actions, filling, queries
from workshops.booking.actions import Person
from workshops.booking.models import Contact
from workshops.models import Booking, Offer, Place
from workshops.phoning.actions import book_by_phone
from workshops.sessions.changing import actions as changing
from workshops.states import ASKED_FOR, LIVE, PlaceState, Way

from .laws import Laws

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PARTY = st.integers(1, 4)
STEPS_OF_ONE = 40
MOST_PEOPLE = 60
CHANGES_OF_PLAN = 3  # in one life: each writes to everybody, which takes most of the time


class WaitingList(Laws, RuleBasedStateMachine):
    @initialize(
        room=st.integers(1, 5),
        online=st.sampled_from([0, 0, 1, 3]),
        held_back=st.integers(0, 1),
        days=st.sampled_from([1, 3, 10]),
    )
    def open(self, room, online, held_back, days):
        self.before = transaction.savepoint()
        self.clock = time_machine.travel(datetime(2027, 2, 1, 12, tzinfo=UTC), tick=False)
        self.traveller = self.clock.start()
        self.session = factories.session(
            capacity=room,
            held_back=min(held_back, room),
            online_capacity=online,
            held_because="For helpers",
            starts_at=now() + timedelta(days=days, hours=6),
        )
        self.officer = self.session.created_by
        self.pool = people_added()
        self.queues = {way: [] for way in Way}
        self.lapses = {}
        self.ended = {}
        self.taken = Counter()
        self.plans = self.rung = 0

    def teardown(self):
        if hasattr(self, "clock"):
            self.clock.stop()
            transaction.savepoint_rollback(self.before)

    # --- What happens ---

    def party(self, wants):
        by = self.pool.pop()
        return by, [Person(by.name, by.email), *([Person()] * (wants - 1))]

    def draw_way(self, data):
        return data.draw(st.sampled_from(self.session.ways))

    def one_of(self, data, rows):
        rows = list(rows)
        return data.draw(st.sampled_from(rows)) if rows else None

    @precondition(lambda self: self.pool)
    @rule(wants=PARTY, data=st.data())
    def book(self, wants, data):
        way = self.draw_way(data)
        by, people = self.party(wants)
        empty, list_ = self.empty(way), queries.waiting_list(self.session, way)
        is_open = self.session.is_open(way=way)
        try:
            actions.book_places(self.session, people=people, way=way, by=by)
        except Refused:
            assert not is_open or empty < wants or filling.fits_somebody(empty, list_)
        else:
            assert is_open
            assert empty >= wants
            assert not filling.fits_somebody(empty, list_)  # the list comes first

    @precondition(lambda self: self.pool)
    @rule(wants=PARTY, accepts=PARTY, straight=st.booleans(), data=st.data())
    def wait(self, wants, accepts, straight, data):
        way = self.draw_way(data)
        by, people = self.party(wants)
        until = now() + timedelta(days=1) if straight else None
        try:
            actions.join_list(
                self.session,
                people=people,
                accepts=accepts,
                straight_in_until=until,
                way=way,
                by=by,
            )
        except Refused:
            assert not self.session.is_open(way=way)

    @rule(wants=PARTY, accepts=PARTY, data=st.data())
    def ring(self, wants, accepts, data):
        """Somebody rings and leaves no address: they are booked, or wait."""
        self.rung += 1
        with suppress(Refused):
            book_by_phone(
                self.session,
                people=[Person("Tom"), *([Person()] * (wants - 1))],
                contact=Contact("Tom", "", "01632 960 001"),
                list_terms={"accepts": accepts, "straight_in_until": None},
                way=self.draw_way(data),
                key=f"page-{self.rung}",
                by=self.officer,
            )

    @rule(data=st.data(), says_yes=st.booleans())
    def answer(self, data, says_yes):
        offer = self.one_of(data, Offer.objects.filter(ended_at=None).order_by("pk"))
        if offer is None:
            return
        in_time, kept = now() < offer.until, offer.places
        asked = offer.booking.places.filter(state__in=ASKED_FOR)
        before = asked.count()
        if not says_yes:
            actions.cancel_booking(offer.booking, by=offer.booking.booked_by)
            assert not offer.booking.places.live().exists()
            return
        try:
            actions.accept_offer(offer.booking, by=offer.booking.booked_by)
        except Refused:
            assert not in_time  # what has run out can’t be taken
        else:
            gained = before - asked.count()
            assert gained >= kept if in_time else gained > 0

    @rule(data=st.data())
    def give_back(self, data):
        place = self.one_of(data, Place.objects.live().people().order_by("pk"))
        if place is not None:
            actions.give_back(place.booking, places=[place], by=place.booking.booked_by)
            place.refresh_from_db()
            assert place.state not in LIVE  # it always works
            assert not place.wishes.live().exists()

    @rule(data=st.data())
    def take(self, data):
        booking = self.one_of(data, Booking.objects.waiting())
        if booking is not None:
            try:
                actions.take_place(booking, by=booking.booked_by)
            except Refused:
                return
            assert filling.is_last_day(now(), self.session.starts_at)

    @precondition(lambda self: self.session.is_hybrid)
    @rule(data=st.data(), stays=st.booleans())
    def come_the_other_way(self, data, stays):
        booked = Place.objects.filter(state=PlaceState.BOOKED).order_by("pk")
        place = self.one_of(data, booked)
        if place is None:
            return
        act = actions.keep_way if stays else actions.change_way
        with suppress(Refused):
            act(place.booking, place=place, by=place.booking.booked_by)
        place.refresh_from_db()
        assert place.state == PlaceState.BOOKED  # they keep a place whatever happens

    @precondition(lambda self: self.session.is_hybrid)
    @rule(data=st.data())
    def come_meanwhile(self, data):
        booking = self.one_of(data, Booking.objects.waiting())
        if booking is not None:
            with suppress(Refused):
                actions.take_meanwhile(booking, by=booking.booked_by)

    @rule(data=st.data(), is_coming=st.booleans())
    def bring_a_helper(self, data, is_coming):
        place = self.one_of(
            data, Place.objects.filter(state=PlaceState.BOOKED, way=Way.ROOM).order_by("pk")
        )
        if place is not None:
            try:
                by = place.booking.booked_by or self.officer
                actions.bring_helper(place.booking, place=place, is_coming=is_coming, by=by)
            except Refused:
                assert is_coming or self.session.starts_at <= now()
            self.session.refresh_from_db()

    @precondition(lambda self: self.pool)
    @rule(data=st.data(), is_swap=st.booleans())
    def change_who_comes(self, data, is_swap):
        """Two of a party change places, or somebody new comes for one of them."""
        booking = self.one_of(data, Booking.objects.filter(places__state__in=LIVE).order_by("pk"))
        if booking is None:
            return
        places = queries.people_of(booking)
        people = [Person(place.name, place.email) for place in places]
        if is_swap:
            people.reverse()
        else:
            people[-1] = Person("New", self.pool.pop().email)
        asked = dict(zip([place.pk for place in places], people, strict=True))
        try:
            actions.name_people(booking, people=asked, by=booking.booked_by)
        except Refused:
            assert self.session.starts_at <= now()

    @rule(data=st.data())
    def offer_early(self, data):
        booking = self.one_of(data, Booking.objects.waiting())
        if booking is not None:
            with suppress(Refused):
                actions.offer_out_of_turn(booking, because="They asked twice.", by=self.officer)
            self.session.refresh_from_db()

    @precondition(lambda self: self.pool)
    @rule(data=st.data())
    def give_out_a_place(self, data):
        way, by = self.draw_way(data), self.pool.pop()
        held_back, spare = self.session.held_back_for(way), self.spare(way)
        person = Person(by.name, by.email)
        try:
            actions.give_held_place(
                self.session, person=person, way=way, because="Our guest.", by=self.officer
            )
        except Refused:
            is_crowded = self.held() >= self.session.capacity
            assert is_crowded or not held_back or not self.session.is_open()
        else:
            self.session.refresh_from_db()
            # Of those held back, some were not there: people sat on them already.
            assert self.session.held_back_for(way) == held_back - 1 + min(0, spare)

    @rule(room=st.integers(1, 8), online=st.integers(0, 4), held_back=st.integers(0, 2))
    def change_room(self, room, online, held_back):
        held = self.held()
        counts = {"capacity": room, "held_back": min(room, held_back)}
        if not self.session.is_online:
            counts |= {"online_capacity": online, "online_held_back": 0}
        try:
            self.session = actions.change_places(self.session, by=self.officer, **counts)
        except Refused:
            assert (self.session.is_hybrid, online) == (True, 0)
        assert self.held() >= held  # nobody loses a place

    @precondition(lambda self: self.plans < CHANGES_OF_PLAN and not self.session.has_begun())
    @rule(days=st.sampled_from([0, 1, 9]), is_postponed=st.booleans())
    def change_the_plan(self, days, is_postponed):
        """Moved, or postponed and given a new date: everybody keeps what they have."""
        self.plans += 1
        before, live = self.booked(), self.session.places.live().count()
        start = now() + timedelta(days=days, hours=7)
        facts = {"starts_at": start, "ends_at": start + timedelta(hours=2)}
        facts |= {"place": self.session.place, "access": "", "by": self.officer}
        if is_postponed:
            self.session = changing.postpone_session(self.session, because="Ice.", by=self.officer)
            assert not Offer.objects.filter(ended_at=None).exists()
            assert self.booked() == before
            self.order_holds()
            self.session = changing.set_new_date(self.session, **facts)
        else:
            self.session = changing.move_session(self.session, **facts)
        assert before <= self.booked() | self.switched()
        assert self.session.places.live().count() <= live  # a wish that is won is no place more

    @precondition(lambda self: self.plans < CHANGES_OF_PLAN and not self.session.has_begun())
    @rule(to=st.sampled_from(["room", "online", "both"]), room=st.integers(1, 6))
    def change_the_way(self, to, room):
        self.plans += 1
        before, facts = self.booked(), {"place": f"Hall {room}", "access": "", "by": self.officer}
        if to == "online":
            self.session = changing.turn_online(
                self.session, join_link="", access="", by=self.officer
            )
        elif to == "room":
            self.session = changing.turn_into_room(self.session, capacity=room, **facts)
        else:
            self.session = changing.add_room(self.session, capacity=room, **facts)
        assert before <= self.booked()  # nobody is bumped
        if not self.session.is_hybrid:
            assert not Place.objects.live().exclude(way=self.session.main_way).exists()
            self.queues = {way: [] for way in Way}  # two lists became one, by time
            self.taken = Counter()

    @rule(hours=st.sampled_from([1, 5, 30]))
    def time_passes(self, hours):
        self.traveller.shift(timedelta(hours=hours))
        actions.fill_all_sessions()

    @rule()
    def fill_again(self):
        actions.fill_all_sessions()
        assert actions.fill_places(self.session) == 0  # safe to repeat


def test_in_any_order():
    add_people(MOST_PEOPLE)
    in_any_order(WaitingList, daily=1000, of_one=STEPS_OF_ONE)
