"""What the log may hold. The address of a personal page is a key, so it is left out."""

import logging
import re
from functools import cache

from django.urls import URLPattern, get_resolver

# What routes call the part that opens something: whoever reads it can do what its owner can.
KEY_PARTS = frozenset({"token", "slip", "check", "ticket", "key", "uidb36"})
PART = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()\\]|\\.)*\)")
ANYTHING_LONG = re.compile(r"(?P<before>/)[^/\s]{16,}")
ASKED = re.compile(r"(/workshops/certificates/\?(?:[^\s\"']*&)?code=)[^&\s\"']+")


class WithoutKeys(logging.Filter):
    """Django writes the address of a page that failed; where it opens something, not all of it."""

    def filter(self, record):
        record.msg = _covered(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(_covered(arg) for arg in record.args)
        return True


def _covered(words):
    if not isinstance(words, str):
        return words
    try:
        found = keys()
    except Exception:  # the routes are not read yet, or can't be: then nothing long is let through
        found = ANYTHING_LONG
    return ASKED.sub(r"\1…", found.sub(r"\g<before>…", words))


def routes(found=None, before=""):
    """Every route of the site, as it is written."""
    for each in found or get_resolver().url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield route
        else:
            yield from routes(each.url_patterns, route)


@cache
def keys():
    """What finds the keys in any text: from the routes, so that a new one is covered too."""
    befores = {before for route in routes() if (before := before_key(route)) is not None}
    longest_first = sorted(befores, key=lambda each: (-len(each), each))
    return re.compile(rf"(?P<before>/(?:{'|'.join(longest_first)}))[^/\s\"'?]+")


def before_key(route):
    """What stands before the key in the address of this route; None where there is no key."""
    before, at = "", 0
    for part in PART.finditer(route):
        before += _literally(route[at : part.start()])
        if (part[1] or part[2]) in KEY_PARTS:
            return before
        before, at = before + r"[^/\s]+", part.end()
    return None


def _literally(text):
    """Some routes are regular expressions, and have marks that no address has."""
    return re.escape(re.sub(r"[\^$\\]", "", text))
