"""What becomes of open offers when the session itself changes. Under the session's lock."""

from django.utils.timezone import now

from workshops.booking import filling, queries
from workshops.booking.models import Offer
from workshops.states import PlaceState

from .getting_in import drop_unconfirmed, end_offer, move, places_in, way_of_wait


def end_all_offers(session):
    """Nothing can be answered now: who had an offer waits again, where they stood; and what
    nobody has confirmed yet is over."""
    for booking in queries.unconfirmed(session):
        drop_unconfirmed(booking)
    for offer in _open_offers(session):
        end_offer(offer, Offer.Outcome.WITHDRAWN)
        move(places_in(offer.booking, PlaceState.OFFERED), PlaceState.WAITING)


def renew_offers(session):
    """The same places are kept for the same people, for as long as the new time allows."""
    for offer in _open_offers(session):
        end_offer(offer, Offer.Outcome.WITHDRAWN)
        closes_at = session.closes_for(way_of_wait(offer.booking))
        until = filling.offer_ends(now(), starts_at=session.starts_at, closes_at=closes_at)
        Offer.objects.create(
            booking=offer.booking,
            places=offer.places,
            until=until or closes_at,
            out_of_turn=offer.out_of_turn,
            made_by=offer.made_by,
        )


def _open_offers(session):
    offers = Offer.objects.filter(booking__session=session, ended_at=None)
    return list(offers.select_related("booking", "made_by").order_by("pk"))
