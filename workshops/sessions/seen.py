"""What a form showed to whoever fills it in, so that it writes what they changed and no more."""

import json

from django import forms

from applicants.access import Refused

LONGEST = 8000


class ChangedMeanwhile(Refused):
    """Two changed the same thing; the second has not seen what the first wrote."""

    def __init__(self, name, value):
        said = "nothing" if value in (None, "") else value
        super().__init__(
            f"A colleague changed this to {said} while you had the page open. "
            "Save again to write yours instead, or put theirs here."
        )
        self.name, self.value = name, value


def changed(record, facts, seen):
    """Those of these facts that differ from what was seen; all of them, if nothing was.

    Under the lock of the record. Raises ChangedMeanwhile where somebody else changed the same
    thing, to something else.
    """
    mine = {
        name: value
        for name, value in facts.items()
        if not (seen and name in seen and _same(seen[name], value))
    }
    for name, value in mine.items():
        now_it_is = getattr(record, name)
        if seen and name in seen and not (_same(now_it_is, seen[name]) or _same(now_it_is, value)):
            raise ChangedMeanwhile(name, now_it_is)
    return mine


def _same(one, other):
    return _plain(one) == _plain(other)


def _plain(value):
    """A browser sends line breaks in its own way, and leaves out spaces at the ends."""
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


class SeenForm(forms.Form):
    """A form that carries what it showed."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, initial, **options):
        super().__init__(
            *args, initial=initial | {"seen": json.dumps(initial, default=str)}, **options
        )

    def clean_seen(self):
        """By the names of fields; None where it says nothing that we can read."""
        try:
            seen = json.loads(self.cleaned_data["seen"][:LONGEST])
        except ValueError:
            return None
        return seen if isinstance(seen, dict) else None

    def show_present(self, refusal):
        """Beside the field stands what it is now; sent again, it is written over."""
        self.add_error(refusal.name, str(refusal))
        seen = self.cleaned_data["seen"] | {refusal.name: refusal.value}
        self.data = self.data.copy()
        self.data["seen"] = json.dumps(seen)
