"""The link with which somebody says how a session was, with an account or without one.

It says whose turn it is, so that each answers once; what they answer does not know the link.
"""

from django.core.signing import BadSignature, Signer
from django.urls import reverse

SALT = "workshops.feedback"


def _signer():
    return Signer(salt=SALT, sep=".")


def slip_for(place):
    """It names the key of the place too, so that it ends when the person is forgotten."""
    return _signer().sign(f"{place.pk:x}.{place.link_key}")


def address_for(place):
    return reverse("workshops:feedback", args=[slip_for(place)])


def place_on(slip):
    """(primary key, link key) of the place that a link was made for; None where we did not make
    it."""
    try:
        number, _, key = _signer().unsign(slip).partition(".")
        return int(number, 16), key
    except (BadSignature, ValueError):
        return None
