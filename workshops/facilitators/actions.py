"""What can be done with those who lead sessions: add them, let them lead, brief them."""

import secrets
from hashlib import sha256

from django.db import transaction
from django.utils.timezone import now

from applicants.access import Refused
from applicants.emails import queue_email
from workshops.booking.actions import locked
from workshops.states import SessionState

from . import queries
from .models import Assignment, Facilitator


class Clashing(Refused):
    """They lead something else at that time."""


def add_facilitator(*, by, name, email, fee_pence, brings):
    """An officer adds somebody who leads sessions."""
    with transaction.atomic():
        if Facilitator.objects.filter(email__iexact=email).exists():
            raise Refused("Somebody with this email address is there already.")
        return Facilitator.objects.create(
            reference=f"F-{secrets.token_hex(4)}",
            name=name,
            email=email,
            fee_pence=fee_pence,
            brings=brings,
            added_by=by,
        )


def assign_facilitator(session, *, facilitator, by, fee_pence=None, materials="", despite=""):
    """An officer lets somebody lead a session. Twice is once.

    Two officers who give them two sessions at one time meet at the lock of the facilitator, so
    the second hears of the first. despite: why they lead both all the same.
    fee_pence: in pence; what they usually get, if it is not said.
    """
    with locked(session) as session:
        facilitator = Facilitator.objects.select_for_update().get(pk=facilitator.pk)
        there = session.facilitation.filter(facilitator=facilitator, ended_at=None).first()
        if there is not None:
            return there
        if session.state == SessionState.CANCELLED or session.ends_at <= now():
            raise Refused("This session is over or cancelled, so nobody can lead it.")
        clash = next(
            (each for each in queries.clashes(facilitator, session) if each.is_same_time), None
        )
        if clash is not None and not despite:
            raise Clashing(
                f"{facilitator} leads {clash.session.workshop} then, {clash.session.hours}. Choose "
                "somebody else, or say why they can do both."
            )
        return Assignment.objects.create(
            session=session,
            facilitator=facilitator,
            fee_pence=facilitator.fee_pence if fee_pence is None else fee_pence,
            materials=materials,
            despite=despite if clash is not None else "",
            assigned_by=by,
        )


def end_assignment(assignment, *, by):
    """They do not lead it after all. Twice is once."""
    with locked(assignment.session):
        Assignment.objects.filter(pk=assignment.pk, ended_at=None).update(
            ended_at=now(), ended_by=by
        )


def tell_who_leads(line):
    """Whoever leads a session hears of a change of plan, as everybody else does. Under its lock.

    line: the change, as it stands in the history.
    """
    for row in queries.assignments_of(line.session):
        queue_email(
            "workshops/facilitator_news",
            [row.facilitator],
            key=f"news-{row.pk}/{line.pk}",
            about=line.session.reference,
            session=line.session,
            change=line,
        )


def brief_facilitators(session, *, by):
    """Everybody who leads it gets the brief by email: where, when, how many; and no names.

    Returns how many. Once for each version of the session, number of people and of needs.
    """
    with locked(session) as session:
        numbers = queries.numbers_for_brief(session)
        rows = queries.assignments_of(session)
        if not rows:
            raise Refused("Nobody leads this session yet, so there is nobody to brief.")
        needs = sha256("\n".join(numbers["needs"]).encode()).hexdigest()[:8]
        for row in rows:
            queue_email(
                "workshops/facilitator_brief",
                [row.facilitator],
                key=f"brief-{row.pk}/v{session.version}/{numbers['coming']}/{needs}",
                about=session.reference,
                session=session,
                assignment=row,
                **numbers,
            )
        Assignment.objects.filter(pk__in=[row.pk for row in rows]).update(briefed_at=now())
        return len(rows)
