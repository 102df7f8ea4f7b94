"""Personal links: whoever has one in their email needs no account and no password.

A token names a row and the key that the row has now, and is signed for one purpose: a link that
confirms opens nothing else, and when somebody else comes on a place, its key changes and the old
link with it. Whoever reads the database can’t make one.
"""

import secrets

from django.core.signing import BadSignature, Signer

CONFIRM, PARTY, SEAT = "confirm", "party", "seat"
CONFIRM_COURSE, COURSE = "confirm-course", "course"


def new_key():
    return secrets.token_urlsafe(9)


def token_for(purpose, row):
    return _signer(purpose).sign(f"{row.pk:x}.{row.link_key}")


def read_token(purpose, token):
    """The primary key and the link key that a token names, or None if we did not sign it so."""
    try:
        number, _, key = _signer(purpose).unsign(token).partition(".")
        return int(number, 16), key
    except (BadSignature, ValueError):
        return None


def _signer(purpose):
    return Signer(salt=f"workshops.links.{purpose}", sep=".")
