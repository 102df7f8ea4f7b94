"""What is tapped on a register, and how a phone sends it: later, twice, or with a wrong clock."""

import json
import uuid
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware, now

from .models import Mark

MOST_AT_ONCE = 500
LONGEST_NAME, LONGEST_EMAIL = 120, 254


@dataclass(frozen=True)
class Tap:
    """One tap: at a place on the list, or a name of somebody who walked in."""

    what: Mark
    place: int | None = None
    name: str = ""
    email: str = ""
    key: uuid.UUID = field(default_factory=uuid.uuid4)
    noted_at: datetime = field(default_factory=now)


def read_taps(text):
    """The taps that a phone kept while it had no signal. Raises ValueError for anything else."""
    try:
        sent = json.loads(text)
    except RecursionError as fault:
        raise ValueError("Too deep.") from fault
    if not isinstance(sent, list) or len(sent) > MOST_AT_ONCE:
        raise ValueError("Not a list of taps.")
    return [_read(each) for each in sent]


def _read(sent):
    if not isinstance(sent, dict):
        raise ValueError("Not a tap.")
    name, email, noted = (str(sent.get(each) or "") for each in ("name", "email", "at"))
    place = sent.get("place")
    if place is not None and (type(place) is not int or not 0 < place < 2**31):
        raise ValueError("Not a place.")
    if place is None and not name.strip():
        raise ValueError("Nobody.")
    if "\0" in name + email or len(name) > LONGEST_NAME or len(email) > LONGEST_EMAIL:
        raise ValueError("Not a name.")
    noted_at = parse_datetime(noted)
    if noted_at is None or not is_aware(noted_at):
        raise ValueError("Not a moment.")
    return Tap(
        what=Mark(str(sent.get("what"))),
        place=place,
        name=" ".join(name.split()),
        email=_address(email.strip()),
        key=uuid.UUID(str(sent.get("key"))),
        noted_at=noted_at,
    )


def _address(typed):
    """An address that can be one; nobody stands at the door any more to be asked again."""
    try:
        validate_email(typed)
    except ValidationError:
        return ""
    return typed
