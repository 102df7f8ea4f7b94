"""A workshop and one date of it."""

import itertools
from datetime import timedelta

from django.utils.timezone import now

from workshops.actions import add_session, publish_session
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
