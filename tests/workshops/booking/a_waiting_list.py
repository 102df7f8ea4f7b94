"""A party that books or waits."""

from tests.factories import person
from workshops.booking import actions
from workshops.booking.actions import Person


def party(by, size=1):
    return [Person(by.name, by.email), *([Person()] * (size - 1))]


def book(of, size=1, by=None):
    by = by or person()
    return actions.book_places(of, people=party(by, size), by=by)


def wait(of, size=1, accepts=1, by=None, **facts):
    by = by or person()
    return actions.join_list(of, people=party(by, size), accepts=accepts, by=by, **facts)


def states_of(booking):
    return list(booking.places.order_by("pk").values_list("state", flat=True))
