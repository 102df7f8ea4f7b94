"""A workshop and one date of it."""

import itertools
from datetime import timedelta

import time_machine
from django.utils.timezone import now

from workshops.actions import add_session, book_place, mark_attendance, publish_session
from workshops.models import Workshop

from .people import staff

_numbers = itertools.count(1)


def workshop(**facts):
    number = next(_numbers)
    facts = {
        "reference": f"workshop-{number}",
        "title": f"Workshop {number}",
        "who_for": "Anyone",
        "summary": "Two hours together.",
        "leave_with": "A yes, no or not yet",
        **facts,
    }
    return Workshop.objects.create(**facts)


def attended(*, by, organisation=None, tag="co-op basics", days_ago=30):
    """Somebody came to a workshop with this tag, and an officer wrote it down."""
    then = now() - timedelta(days=days_ago)
    with time_machine.travel(then - timedelta(days=1)):
        of = session(workshop=workshop(tag=tag), starts_at=then)
        place = book_place(of, by=by, name=by.name, organisation=organisation).places.get()
    mark_attendance(of, came={place.pk}, by=staff("is_officer"))
    return place


def session(*, capacity=10, is_published=True, **facts):
    start = facts.pop("starts_at", now() + timedelta(days=10))
    officer = staff("is_officer")
    facts = {
        "starts_at": start,
        "ends_at": start + timedelta(hours=2),
        "place": "Tanyard Library",
        "capacity": capacity,
        **facts,
    }
    made = add_session(facts.pop("workshop", None) or workshop(), by=officer, **facts)
    return publish_session(made, by=officer) if is_published else made
