"""Places that are booked, and the entries that leave for them."""

from tests.factories import person
from workshops.booking.actions import (
    Person,
    book_places,
)


def book(of, *emails, by=None):
    by = by or person()
    others = [Person(f"Friend {number}", email) for number, email in enumerate(emails)]
    return book_places(of, people=[Person(by.name, by.email), *others], by=by)
