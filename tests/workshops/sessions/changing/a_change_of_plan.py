"""A full session with a list, and what its people hear."""

from applicants.models import Email
from tests import factories
from tests.factories import person, session
from workshops.booking.actions import Person, book_places


def book(of, *emails, by=None):
    by = by or person()
    others = [Person(f"Friend {number}", email) for number, email in enumerate(emails)]
    return book_places(of, people=[Person(by.name, by.email), *others], by=by)


def full(capacity=2, **facts):
    """A session with a party that has all its places, and a party of two that waits."""
    of = session(capacity=capacity, **facts)
    booked = book(of, *["" for _ in range(capacity - 1)])
    waiting = factories.waiting(by=person(), of=of, names=["Lee", "Mo"])
    return of, booked, waiting


def states_of(booking):
    return list(booking.places.order_by("pk").values_list("state", flat=True))


def mails(event):
    return Email.objects.filter(event=f"workshops/{event}")
