"""A session that begins or is over, and who is marked."""

from datetime import timedelta

from django.urls import reverse
from django.utils.timezone import now

from tests import factories
from workshops.register.queries import read_register
from workshops.register.taps import Tap


def address(name, session):
    return reverse(f"workshops:{name}", args=[session.reference])


def officer():
    return factories.staff("is_officer")


def marks(session):
    return {str(row.place): row.mark for row in read_register(session).rows}


def states(session):
    return {str(place): place.state for place in session.places.all()}


def noted(what, place=None, minutes_ago=0, **facts):
    facts = {
        "place": place and place.pk,
        "noted_at": now() - timedelta(minutes=minutes_ago),
        **facts,
    }
    return Tap(what, **facts)
