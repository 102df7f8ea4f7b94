"""A code to show at the door: a link that says which place it is, and that nobody can make up."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import base36_to_int, int_to_base36

from workshops.booking.models import Place

SALT = "workshops.register.tickets"
LENGTH = 24  # of the seal, in hexadecimal digits: 96 bits


def ticket_of(place):
    return _seal(place) + int_to_base36(place.pk)


def place_of_ticket(ticket):
    """The place whose code this is, of whatever session; or None for a code that is not ours."""
    seal, key = ticket[:LENGTH], ticket[LENGTH:]
    try:
        number = base36_to_int(key)
    except ValueError:
        return None
    places = Place.objects.select_related("session__workshop", "booking__organisation")
    place = places.filter(pk=number).first()
    if place is None or key != int_to_base36(number):
        return None
    return place if constant_time_compare(seal, _seal(place)) else None


def link_of(place):
    """What the code says; a phone’s own camera opens it."""
    scan = reverse("workshops:scan", args=[place.session.reference, ticket_of(place)])
    return settings.SITE_URL + scan


@dataclass(frozen=True)
class Drawing:
    """A code as a path of so many squares a side, with the white edge that cameras need."""

    side: int
    path: str


def drawn(place):
    import qrcode  # noqa: PLC0415 - brings a library for pictures, and only this page draws

    code = qrcode.QRCode(border=4)
    code.add_data(link_of(place))
    rows = code.get_matrix()
    squares = [
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    ]
    return Drawing(len(rows), "".join(squares))


def _seal(place):
    """Of the place, and of whoever sits there: its key is new when somebody else comes."""
    named = f"{place.pk}.{place.link_key}"
    return salted_hmac(SALT, named, algorithm="sha256").hexdigest()[:LENGTH]
