"""Places that are asked for with a name and an email."""

import html

from django.urls import reverse


def text_of(response):
    return html.unescape(response.content.decode())


def at(name, *args):
    return reverse(f"workshops:{name}", args=args)


def states(booking):
    return sorted(booking.places.values_list("state", flat=True))
