"""Making certificates: the page, the PDF and their hash. A worker does this, outside any lock.

Only a worker imports this module, so that web processes never load ReportLab.
"""

import hashlib
import logging
from typing import NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from applicants.paper import Letterhead
from applicants.paper.certificate import lay_out_certificate
from applicants.paper.markup import plain
from applicants.paper.stand_ins import with_stand_ins
from applicants.paper.typeface import unprintable
from workshops.states import PlaceState

from . import queries
from .actions import issue_certificate
from .codes import in_groups, make_code
from .hours import in_words, minutes_of

BATCH = 50
TEMPLATE = "workshops/certificates/_paper.html"
logger = logging.getLogger(__name__)


class Made(NamedTuple):
    """What was made, and from what."""

    code: str
    name: str
    state: str
    minutes: int | None
    title: str
    html: str
    pdf: bytes
    sha256: str


def issue_due_certificates():
    """Make all that are due; one that cannot be made stops no other. Returns how many were made."""
    due = queries.places_without().select_related("session__workshop").prefetch_related("marks")
    issued, after = 0, 0
    while places := list(due.filter(pk__gt=after).order_by("pk")[:BATCH]):
        issued += sum(map(_issue, places))
        after = places[-1].pk
    return issued


def _issue(place):
    try:
        return issue_certificate(place, make(place))
    except Exception:  # tried again at the next sweep
        logger.exception("A certificate could not be made.")
        return 0


def make(place, code=None):
    """The certificate of a place as it stands now: what the page shows, and the PDF.

    The page has the name in any script; where our typeface has no shape for a sign, the paper
    says in words what stands there, and that the page has it.
    """
    session, code = place.session, code or make_code()
    is_part = place.state == PlaceState.PART_ATTENDED
    minutes = minutes_of(session, place.marks.all(), is_part=is_part)
    words = {
        "name": place.name,
        "session": session,
        "is_part": is_part,
        "hours": in_words(minutes) if minutes else "",
        "covered": covered_by(session.workshop),
        "code": in_groups(code),
        "check": settings.SITE_URL + reverse("workshops:certificate_check"),
        "fund": settings.FUND,
    }
    html = render_to_string(TEMPLATE, words)
    pdf = _as_pdf(words, html)
    return Made(
        code,
        place.name,
        place.state,
        minutes,
        session.workshop.title,
        html,
        pdf,
        hashlib.sha256(pdf).hexdigest(),
    )


def _as_pdf(words, html):
    if unprintable(plain(html)):
        html = render_to_string(TEMPLATE, {**words, "has_stand_ins": True})
    name = with_stand_ins(plain(words["name"]))
    return lay_out_certificate(
        with_stand_ins(plain(html)),
        title=f"Certificate of attendance: {name}",
        letterhead=Letterhead.of(settings.FUND),
        foot=words["code"],
    )


def covered_by(workshop):
    """What it covered, one line each; its summary where nobody has written that down."""
    lines = [line.strip() for line in workshop.covers.splitlines()]
    return [line for line in lines if line] or [workshop.summary]
