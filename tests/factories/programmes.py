"""Courses, and the same thing on several dates."""

import itertools
from datetime import timedelta

from django.utils.timezone import now

from workshops.booking.actions import Person
from workshops.facilitators.actions import add_facilitator, assign_facilitator
from workshops.interest.actions import ask_for_date, confirm_interest
from workshops.programmes.actions import add_programme, book_course

from .people import person, staff
from .workshops import session, workshop

_numbers = itertools.count(1)


def course(*, dates=2, capacity=10, planned=None, first=None, apart=timedelta(days=7), **facts):
    """A course of one workshop, a week apart; `planned` where a date is missing yet."""
    first = first or now() + timedelta(days=10)
    of = facts.pop("workshop", None) or workshop(title="Money without fear")
    sessions = [
        session(workshop=of, capacity=capacity, starts_at=first + number * apart)
        for number in range(dates)
    ]
    facts = {"dates_needed": planned or dates, "summary": "", **facts}
    return add_programme(
        title=facts.pop("title", "Money without fear"),
        kind="course",
        dates_planned=planned or dates,
        sessions=sessions,
        by=staff("is_officer"),
        **facts,
    )


def pick_one(*, dates=2, capacity=10, **facts):
    """The same workshop on so many dates."""
    of = workshop(title="Is a co-op right for us?")
    sessions = [
        session(workshop=of, capacity=capacity, starts_at=now() + timedelta(days=10 + number))
        for number in range(dates)
    ]
    return add_programme(
        title="Is a co-op right for us?",
        kind="pick_one",
        summary="",
        dates_planned=dates,
        dates_needed=1,
        sessions=sessions,
        by=staff("is_officer"),
        **facts,
    )


def booked_course(of=None, *, by=None, others=()):
    """Somebody booked a course, with others who have a name and no address."""
    by = by or person()
    people = [Person(by.name, by.email), *[Person(name) for name in others]]
    return book_course(of or course(), people=people, by=by)


def interested(*, of=None, name="Ada", email="", confirmed=True):
    """Somebody without an account asked for a date of a workshop, and said yes in an email."""
    number = next(_numbers)
    email = email or f"interested-{number}@example.org"
    interest = ask_for_date(of or workshop(), name=name, email=email)
    return confirm_interest(interest) if confirmed else interest


def facilitator(*, name="Fay Facilitator", email="", fee_pence=15000, brings=""):
    email = email or f"facilitator-{next(_numbers)}@example.org"
    facts = {"fee_pence": fee_pence, "brings": brings}
    return add_facilitator(name=name, email=email, by=staff("is_officer"), **facts)


def facilitated(of=None, *, materials="", **facts):
    """Somebody leads a session."""
    return assign_facilitator(
        of or session(),
        facilitator=facilitator(**facts),
        materials=materials,
        by=staff("is_officer"),
    )
