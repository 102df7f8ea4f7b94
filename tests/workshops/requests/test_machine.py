"""Asking, answering, giving back, cutting places, moving and the clock, in any order: nobody sits
where there is no chair, nobody who asked is left without an answer, and no answer changes.

`MACHINE_STEPS=10000` takes so many steps, as for the waiting list.
"""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils.timezone import now
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from applicants.access import Refused
from tests import factories
from tests.workshops.any_order import add_people, in_any_order, people_added
from workshops.booking import actions
from workshops.booking.actions import Person
from workshops.models import Booking, Place, RequestAnswer
from workshops.requests.actions import answer_request, ask_for_place
from workshops.states import HOLDING, LIVE, PlaceState, Way

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PARTY = st.integers(1, 4)
STEPS_OF_ONE = 30
MOST_PEOPLE = 40


class Requests(RuleBasedStateMachine):
    @initialize(room=st.integers(1, 5), online=st.sampled_from([0, 2]), days=st.integers(1, 9))
    def open(self, room, online, days):
        self.before = transaction.savepoint()
        self.clock = time_machine.travel(datetime(2027, 2, 1, 12, tzinfo=UTC), tick=False)
        self.traveller = self.clock.start()
        self.session = factories.chosen(
            capacity=room, online_capacity=online, starts_at=now() + timedelta(days=days, hours=6)
        )
        self.officer = self.session.created_by
        self.pool = people_added()
        self.answers, self.ended, self.taken = {}, {}, None

    def teardown(self):
        if hasattr(self, "clock"):
            self.clock.stop()
            transaction.savepoint_rollback(self.before)

    def one_of(self, data, rows):
        rows = list(rows)
        return data.draw(st.sampled_from(rows)) if rows else None

    def empty(self, way):
        chairs = self.session.places_for(way) - self.session.held_back_for(way)
        return max(0, chairs - self.session.places.filter(state__in=HOLDING, way=way).count())

    # --- What happens ---

    @precondition(lambda self: self.pool)
    @rule(wants=PARTY, data=st.data())
    def ask(self, wants, data):
        way, by = data.draw(st.sampled_from(self.session.ways)), self.pool.pop()
        people = [Person(by.name, by.email), *([Person()] * (wants - 1))]
        is_open, empty = self.session.is_open(way=way), self.empty(way)
        try:
            ask_for_place(self.session, people=people, way=way, by=by)
        except Refused:
            assert not is_open
        else:
            assert is_open
            assert self.empty(way) == empty  # it holds nothing

    @rule(data=st.data())
    def answer(self, data):
        asked = Booking.objects.filter(places__state=PlaceState.REQUESTED).distinct()
        booking = self.one_of(data, asked.order_by("pk"))
        if booking is None:
            return
        places = list(booking.places.filter(state=PlaceState.REQUESTED).order_by("pk"))
        chosen = data.draw(st.lists(st.sampled_from(places), unique=True))
        way = Way(places[0].way)
        fits, is_open = len(chosen) <= self.empty(way), self.session.is_open(way=way)
        try:
            answer_request(booking, places=chosen, because="So it is.", by=self.officer)
        except Refused:
            assert not fits or not is_open
            assert booking.places.filter(state=PlaceState.REQUESTED).count() == len(places)
        else:
            assert fits
            assert is_open
            booked = booking.places.filter(state=PlaceState.BOOKED)
            assert {place.pk for place in chosen} <= set(booked.values_list("pk", flat=True))

    @rule(data=st.data())
    def give_back(self, data):
        place = self.one_of(data, Place.objects.live().order_by("pk"))
        if place is not None:
            was = place.state
            actions.give_back(place.booking, places=[place], by=place.booking.booked_by)
            place.refresh_from_db()
            assert place.state not in LIVE  # it always works
            assert (place.state == PlaceState.WITHDRAWN) == (was == PlaceState.REQUESTED)

    @rule(room=st.integers(1, 6))
    def change_room(self, room):
        booked = self.session.live_places().count()
        self.session = actions.change_places(self.session, capacity=room, by=self.officer)
        assert self.session.live_places().count() == booked  # nobody loses or gets a place by it

    @precondition(lambda self: not self.session.has_begun())
    @rule(days=st.sampled_from([0, 1, 5]))
    def move(self, days):
        live = set(self.session.places.live().values_list("pk", "state"))
        starts = now() + timedelta(days=days, hours=7)
        self.session = factories.session_moved(
            self.session, starts_at=starts, ends_at=starts + timedelta(hours=2)
        )
        assert set(self.session.places.live().values_list("pk", "state")) == live

    @rule(hours=st.sampled_from([1, 5, 30]))
    def time_passes(self, hours):
        self.traveller.shift(timedelta(hours=hours))
        actions.fill_all_sessions()
        assert actions.fill_places(self.session) == 0  # safe to repeat

    # --- What always holds ---

    @invariant()
    def all_holds(self):
        if not hasattr(self, "session"):
            return
        places = list(self.session.places.all())
        taken = Counter(Way(place.way) for place in places if place.state in HOLDING)
        for way in Way:
            there_are = self.session.places_for(way) if way in self.session.ways else 0
            before = there_are if self.taken is None else self.taken[way]
            assert taken[way] <= max(there_are, before)  # where places are cut, nobody new gets in
        self.taken = taken
        ended = {p.pk: (p.state, p.ended_at) for p in places if p.state not in LIVE}
        assert self.ended.items() <= ended.items()
        self.ended = ended
        answers = {
            answer.booking_id: (answer.given, answer.declined, answer.because)
            for answer in RequestAnswer.objects.all()
        }
        assert self.answers.items() <= answers.items()
        self.answers = answers
        asked = {place.booking_id for place in places if place.state == PlaceState.REQUESTED}
        assert not asked & answers.keys()  # who has an answer asks no more


def test_in_any_order():
    add_people(MOST_PEOPLE)
    in_any_order(Requests, daily=600, of_one=STEPS_OF_ONE)
