"""What always holds of a waiting list, whatever was done to it: invariants 26 to 30."""

from collections import Counter

from django.utils.timezone import now
from hypothesis.stateful import (
    invariant,
)

from workshops.booking import filling, queries
from workshops.models import Offer
from workshops.states import ASKED_FOR, HOLDING, LIVE, PlaceState, Way


class Laws:
    """Part of a machine that has `session`, and remembers what it saw there before."""

    def held(self):
        return self.session.places.filter(state__in=HOLDING).count()

    def booked(self):
        booked = self.session.places.filter(state=PlaceState.BOOKED)
        return set(booked.values_list("pk", flat=True))

    def switched(self):
        gone = self.session.places.filter(state=PlaceState.SWITCHED)
        return set(gone.values_list("pk", flat=True))

    def chairs(self, way):
        return self.session.places_for(way) - self.session.held_back_for(way)

    def spare(self, way):
        places = self.session.places.filter(state__in=HOLDING, way=way)
        return self.chairs(way) - sum(1 + place.with_companion for place in places)

    def empty(self, way):
        return max(0, self.spare(way))

    # --- What always holds ---

    @invariant()
    def all_holds(self):
        if not hasattr(self, "session"):
            return
        places = list(self.session.places.all())
        live = [place for place in places if place.state in LIVE]
        self.never_more_people_than_chairs(live)
        self.each_person_once(live)
        self.what_has_ended_stays_so(places)
        self.each_wish_stands_on_a_place(live)
        self.offers_are_of_what_is_kept(live)
        self.order_holds()
        self.nobody_is_dropped_unheard()
        self.no_chair_is_empty_while_somebody_waits_who_fits()

    def never_more_people_than_chairs(self, live):
        taken = Counter()
        for place in live:
            if place.state in HOLDING:
                taken[place.way] += 1 + place.with_companion
        for way in Way:
            allowed = self.chairs(way) if way in self.session.ways else 0
            # Where places were taken away, nobody new gets in.
            assert taken[way] <= max(allowed, self.taken[way]) or not self.taken, (way, taken)
        self.taken = taken if taken else Counter({Way.ROOM: 0})

    def each_person_once(self, live):
        named = [place for place in live if place.email]
        assert max(Counter((p.way, p.email.lower()) for p in named).values(), default=1) == 1
        booked = [place.email.lower() for place in named if place.state == PlaceState.BOOKED]
        assert len(booked) == len(set(booked))

    def what_has_ended_stays_so(self, places):
        ended = {p.pk: (p.state, p.ended_at, p.way) for p in places if p.state not in LIVE}
        assert self.ended.items() <= ended.items()
        self.ended = ended

    def each_wish_stands_on_a_place(self, live):
        by_key = {place.pk: place for place in live}
        for wish in live:
            if wish.instead_of_id is not None:
                held = by_key[wish.instead_of_id]
                assert held.state == PlaceState.BOOKED
                assert held.way != wish.way
                assert held.email == wish.email
        waits = {(place.booking_id, place.way) for place in live if place.state in ASKED_FOR}
        assert len(waits) == len({booking for booking, _way in waits})  # one list at a time

    def offers_are_of_what_is_kept(self, live):
        kept = Counter(place.booking_id for place in live if place.state == PlaceState.OFFERED)
        offers = Offer.objects.filter(ended_at=None)
        assert kept == dict(offers.values_list("booking", "places"))

    def order_holds(self):
        """Nobody overtakes: who was there before stands as before; who let an offer lapse, last."""
        for way in Way:
            waiting = list(self.session.bookings.waiting(way))
            keys = [each.pk for each in waiting]
            assert [each.key for each in queries.waiting_list(self.session, way)] == keys
            stayed = {each.pk for each in waiting if self.lapses.get(each.pk, 0) == each.lapses}
            before = [key for key in self.queues[way] if key in stayed]
            assert [key for key in keys if key in before] == before
            self.queues[way] = keys
            self.lapses |= {each.pk: each.lapses for each in waiting}

    def nobody_is_dropped_unheard(self):
        """Whom no message reaches lets nothing lapse, and falls off no list before its end."""
        silent = self.session.bookings.by_phone_only()
        assert not silent.exclude(lapses=0).exists()
        assert not silent.filter(places__state=PlaceState.OFFER_LAPSED).exists()

    def no_chair_is_empty_while_somebody_waits_who_fits(self):
        if filling.is_last_day(now(), self.session.starts_at):
            return  # all who wait are told, and nothing is kept
        for way in self.session.ways:
            if self.session.is_open(way=way) and self.queues[way]:
                list_ = queries.waiting_list(self.session, way)
                assert not filling.fits_somebody(self.empty(way), list_)
