"""What a message is made of, kept as JSON until its words are written.

Plain values stay as they are, records become their names and keys, and are read again later: so
what must not change meanwhile (how many come, where they sit) is handed over as a plain value.
"""

from datetime import datetime

from django.apps import apps
from django.db.models import Model

RECORD, MOMENT = "§record", "§moment"  # no name of a value begins so


def pack(value):
    """The same as plain values. Raises TypeError for what can’t be kept."""
    match value:
        case None | bool() | int():
            return value
        case str():
            return str(value)
        case datetime():
            return {MOMENT: value.isoformat()}
        case Model():
            return {RECORD: [value._meta.label_lower, value.pk]}
        case dict():
            return {str(name): pack(each) for name, each in value.items()}
        case list() | tuple():
            return [pack(each) for each in value]
    raise TypeError(f"{type(value).__name__} can’t be kept for a message.")


def unpack(value, read):
    """The values again. read: gives a record by its label and key, such as `Records.read`."""
    match value:
        case {"§record": [label, key]}:
            return read(label, key)
        case {"§moment": text}:
            return datetime.fromisoformat(text)
        case dict():
            return {name: unpack(each, read) for name, each in value.items()}
        case list():
            return [unpack(each, read) for each in value]
    return value


def reworded(value, change):
    """What was packed, with each of its texts changed; what names a record stays."""
    match value:
        case {"§record": _} | {"§moment": _}:
            return value
        case str():
            return change(value)
        case dict():
            return {name: reworded(each, change) for name, each in value.items()}
        case list():
            return [reworded(each, change) for each in value]
    return value


class Records:
    """Reads each record once, together with those that it belongs to."""

    def __init__(self):
        self.known = {}

    def read(self, label, key):
        if (label, key) not in self.known:
            rows = apps.get_model(label).objects.select_related()
            self.known[label, key] = rows.get(pk=key)
        return self.known[label, key]
