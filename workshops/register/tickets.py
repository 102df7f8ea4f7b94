"""A code to show at the door: a link that says which place it is, and that nobody can make up."""

import qrcode
from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import base36_to_int, int_to_base36
from django.utils.safestring import mark_safe
from qrcode.image.svg import SvgPathImage

from workshops.booking.models import Place

SALT = "workshops.register.tickets"
LENGTH = 24  # of the seal, in hexadecimal digits: 96 bits


def ticket_of(place):
    return _seal(place.pk) + int_to_base36(place.pk)


def place_of_ticket(ticket):
    """The place whose code this is, of whatever session; or None for a code that is not ours."""
    seal, key = ticket[:LENGTH], ticket[LENGTH:]
    try:
        number = base36_to_int(key)
    except ValueError:
        return None
    if not constant_time_compare(seal, _seal(number)) or key != int_to_base36(number):
        return None
    places = Place.objects.select_related("session__workshop", "booking__organisation")
    return places.filter(pk=number).first()


def link_of(place):
    """What the code says; a phone’s own camera opens it."""
    scan = reverse("workshops:scan", args=[place.session.reference, ticket_of(place)])
    return settings.SITE_URL + scan


def drawn(place):
    """The code as a drawing to put into a page."""
    code = qrcode.make(link_of(place), image_factory=SvgPathImage, box_size=12, border=4)
    return mark_safe(code.to_string(encoding="unicode"))


def _seal(number):
    return salted_hmac(SALT, str(number), algorithm="sha256").hexdigest()[:LENGTH]
