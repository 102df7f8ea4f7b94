"""Names that a template was not given."""

import re
import sys
from contextlib import contextmanager

from django.template import engines
from django.template.base import FilterExpression

UNDEFINED = re.compile(r"UNDEFINED\[([^\]]*)\]")


def undefined_names(words):
    return set(UNDEFINED.findall(words))


class Noted(str):
    """What stands for such a name: nothing at all, as in real life. But it notes the name.

    The engine asks whether it is empty; who asks knows for which name.
    """

    def __init__(self):
        self.names = set()

    def __bool__(self):
        asking = sys._getframe(1).f_locals.get("self")
        if isinstance(asking, FilterExpression):
            self.names.add(str(asking.var))
        return False

    def taken(self):
        """The names since somebody asked last."""
        names, self.names = self.names, set()
        return names


@contextmanager
def noting_undefined():
    engine = engines["django"].engine
    before, engine.string_if_invalid = engine.string_if_invalid, Noted()
    try:
        yield engine.string_if_invalid
    finally:
        engine.string_if_invalid = before


@contextmanager
def showing_undefined():
    """Django leaves out a name that it does not know; here it says so instead."""
    engine = engines["django"].engine
    before, engine.string_if_invalid = engine.string_if_invalid, "UNDEFINED[%s]"
    try:
        yield
    finally:
        engine.string_if_invalid = before
