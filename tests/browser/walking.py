"""Finds every page that a person can reach by following links."""

import html
import re
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin, urlsplit

from django.urls import Resolver404, resolve

HREF = re.compile(r"""<a\s[^>]*?href=["']([^"'#][^"']*)["']""")
MOST_OF_A_KIND = 2  # of pages about records that stand at no stage of their own


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


def walk(page, base_url, *, stages, start):
    """[(Place, status)] of each page within reach: for each of the stages, others twice."""
    waiting, seen, found, counts = list(start), set(start), [], {}
    while waiting:
        place = place_of(waiting.pop(0))
        if place is None:
            continue
        kind = (place.name, place.reference if place.reference in stages else "")
        if counts.get(kind, 0) == (1 if kind[1] else MOST_OF_A_KIND):
            continue
        answer = page.context.request.get(urljoin(base_url, place.path), max_redirects=0)
        links = links_of(answer, urljoin(base_url, place.path))
        if links is None:
            continue
        if answer.status < 300 or answer.status >= 400:
            counts[kind] = counts.get(kind, 0) + 1
            found.append((place, answer.status))
        for path in links:
            if path not in seen:
                seen.add(path)
                waiting.append(path)
    return found


def links_of(answer, address):
    """Paths of our own that an answer leads to; None for what is no page, such as a file."""
    if 300 <= answer.status < 400:
        links = [answer.headers["location"]]
    elif "text/html" in answer.headers.get("content-type", ""):
        links = HREF.findall(answer.text())
    else:
        return None
    whole = [urlsplit(urldefrag(urljoin(address, html.unescape(link))).url) for link in links]
    return [
        f"{parts.path}?{parts.query}" if parts.query else parts.path
        for parts in whole
        if parts.netloc == urlsplit(address).netloc
    ]


def worth_a_look(places, *, at_each_stage=()):
    """One of each kind, and the pages named in `at_each_stage` for each record."""
    kinds = {}
    for place in places:
        record = place.reference if place.name in at_each_stage else ""
        kinds.setdefault((place.name, record), place)
    return list(kinds.values())
