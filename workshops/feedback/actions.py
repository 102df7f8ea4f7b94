"""What can be done with feedback: give it, and say what came of it."""

import random

from django.db import transaction
from django.utils.timezone import now

from applicants.access import Refused
from workshops.booking.actions import locked
from workshops.sessions.models import Workshop

from . import queries
from .models import FeedbackAnswer, FeedbackGiven, SaidDid

WHY_NOT = {
    "given": "You have told us already, and we have it. Nothing was added.",
    "not_here": "This link is for those who came. If you did come, tell us, and we put it right.",
    "not_yet": "The session is not over yet. Come back when it is.",
    "closed": "The two weeks for this are over. You can still write to us.",
}
MOST_PAIRS = 50


def give_feedback(place, *, answers):
    """Somebody who came says how it was, once. Nobody is named, not even by a time or an order.

    That they have answered is one row, what they said is another, and the two share nothing. A
    database still knows which rows one transaction wrote, and in which order rows came: so all
    that was said of the session is written anew, under new keys and in a new order.
    """
    with locked(place.session) as session:
        fresh = queries.with_attendance(session.places.filter(pk=place.pk)).get()
        if (why := WHY_NOT.get(queries.standing(fresh, now()))) is not None:
            raise Refused(why)
        FeedbackGiven.objects.create(place=fresh)
        _mix_in(session, answers)


def _mix_in(session, answers):
    before = FeedbackAnswer.objects.filter(session=session)
    fields = [*queries.QUESTIONS, *queries.COMMENTS]
    said = [*before.values(*fields), answers]
    before.delete()
    random.SystemRandom().shuffle(said)
    FeedbackAnswer.objects.bulk_create(FeedbackAnswer(session=session, **each) for each in said)


def say_what_we_did(workshop, *, said, did, by):
    """A colleague writes what people said, and what is different now; the next dates show it."""
    with transaction.atomic():
        workshop = Workshop.objects.select_for_update().get(pk=workshop.pk)
        live = workshop.said_did.filter(withdrawn_at=None)
        if (same := live.filter(said=said, did=did).first()) is not None:
            return same
        if live.count() >= MOST_PAIRS:
            raise Refused("There are many of these already. Take an old one away first.")
        return SaidDid.objects.create(workshop=workshop, said=said, did=did, written_by=by)


def withdraw_what_we_did(pair, *, by):
    """It is not shown any more; that it was said stays. Twice is once."""
    with transaction.atomic():
        rows = SaidDid.objects.filter(pk=pair.pk, withdrawn_at=None)
        return rows.update(withdrawn_at=now(), withdrawn_by=by)
