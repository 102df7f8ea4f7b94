"""Finds every page that a person can reach by following links."""

import html
import re
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin, urlsplit

from django.urls import Resolver404, resolve

HREF = re.compile(r"""<a\s[^>]*?href=["']([^"'#][^"']*)["']""")
# Pages that read alike whichever record they show: a few are enough. All others are looked at
# for each record of the demo that stands at a stage of its own.
MOST_OF_A_KIND = 2


@dataclass(frozen=True)
class Place:
    """An address, and the name of the page that answers there."""

    path: str
    name: str
    reference: str = ""


def place_of(path):
    """What answers at this address, or None."""
    try:
        match = resolve(urlsplit(path).path)
    except Resolver404:
        return None
    reference = str(next(iter(match.kwargs.values()), ""))
    return Place(path, match.view_name, reference)


def walk(page, base_url, *, start="/", stages=()):
    """Every page within reach, as Places: each kind of page at each stage, others twice."""
    seen, found, counts = {start}, [], {}
    waiting = [start]
    while waiting:
        place = place_of(waiting.pop(0))
        if place is None or not wanted(place, counts, stages):
            continue
        answer = page.context.request.get(urljoin(base_url, place.path), max_redirects=0)
        if 300 <= answer.status < 400:
            links = [answer.headers["location"]]
        elif "text/html" not in answer.headers.get("content-type", ""):
            continue
        else:
            found.append((place, answer.status))
            links = HREF.findall(answer.text())
        for link in links:
            address = urldefrag(urljoin(urljoin(base_url, place.path), html.unescape(link))).url
            parts = urlsplit(address)
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            if address.startswith(base_url) and path not in seen:
                seen.add(path)
                waiting.append(path)
    return found


def wanted(place, counts, stages):
    if place.reference in stages:
        key, most = (place.name, place.reference), 1
    else:
        key, most = place.name, MOST_OF_A_KIND
    counts[key] = counts.get(key, 0) + 1
    return counts[key] <= most
