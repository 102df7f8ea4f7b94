"""Form fields for words that an officer types into a form: one line, or a list with a line each."""

import re
from difflib import get_close_matches

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify

NOT_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
LINE_ENDS = re.compile("[\r\n]+")
LONGEST_VALUE = 30


class LineField(forms.CharField):
    """Some words without line breaks. Too many of them are counted, and stay in the box."""

    def __init__(self, *, most, **options):
        self.most = most
        options.setdefault("widget", forms.TextInput(attrs={"dir": "auto"}))
        super().__init__(**options)

    def to_python(self, value):
        return one_line(value)

    def run_validators(self, value):
        if len(value) > self.most:
            raise ValidationError(
                f"Use {self.most} letters or fewer. You have written {len(value):,}.", "too_long"
            )


class LinesField(forms.CharField):
    """A list, one thing a line."""

    def __init__(self, *, named, least=1, most=30, longest=200, rows=6, **options):
        self.named, self.least, self.most, self.longest = named, least, most, longest
        options.setdefault("widget", forms.Textarea(attrs={"rows": rows, "dir": "auto"}))
        super().__init__(**options)

    def to_python(self, value):
        return list(filter(None, map(one_line, (value or "").splitlines())))

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def validate(self, value):
        if not value and not self.required:
            return
        if len(value) < self.least:
            number = f"at least {self.least} {self.named}s" if self.least > 1 else f"a {self.named}"
            raise ValidationError(f"Enter {number}, each on a line of its own", "few")
        if len(value) > self.most:
            raise ValidationError(
                f"Use {self.most} {self.named}s or fewer. You have written {len(value):,}.", "many"
            )

    def run_validators(self, value):
        seen = set()
        for line in value:
            if len(line) > self.longest:
                raise ValidationError(
                    f"Use {self.longest} letters or fewer for each {self.named}. "
                    f"“{line[:40]}…” has {len(line):,}.",
                    "too_long",
                )
            if line.casefold() in seen:
                raise ValidationError(f"“{line}” is there twice. Write it once.", "twice")
            seen.add(line.casefold())


def one_line(value):
    """Words as they are kept: without line breaks, and without what nobody types on purpose."""
    return " ".join(NOT_TEXT.sub("", LINE_ENDS.sub(" ", str(value or ""))).split())


def named_after(labels, before=()):
    """[(value, label)] for the lines of a list; a line that was only reworded keeps its value.

    before: the (value, label) pairs that stood there. Lines that are the same keep theirs wherever
    they stand. When as many are new as are gone, they are those lines reworded, in order.
    """
    value_of = {label: value for value, label in before}
    gone = [label for label in value_of if label not in labels]
    new = [label for label in labels if label not in value_of]
    reworded = dict(zip(new, gone, strict=True)) if len(new) == len(gone) else _alike(new, gone)
    old = {label: reworded.get(label, label) for label in labels}
    values = {label: value_of[old[label]] for label in labels if old[label] in value_of}
    for label in labels:
        if label not in values:
            values[label] = _value_for(label, set(values.values()))
    return [(values[label], label) for label in labels]


def _alike(new, gone):
    """{new label: the one that it was before}, for those that come close to one."""
    left, pairs = list(gone), {}
    for label in new:
        for close in get_close_matches(label, left, n=1):
            pairs[label] = close
            left.remove(close)
    return pairs


def _value_for(label, taken):
    start = slugify(label).replace("-", "_")[:LONGEST_VALUE].strip("_") or "answer"
    value, number = start, 1
    while value in taken:
        number += 1
        value = f"{start}_{number}"
    return value
