"""What can be done about a workshop without a date: ask for one, say yes, say stop, be told."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.timezone import localtime, now

from applicants.emails import queue_emails

from . import queries
from .links import token_for
from .models import Interest

UNANSWERED = timedelta(days=7)  # who does not say yes in that time is forgotten
KEPT = timedelta(days=30)  # names and addresses, after somebody was told of a date or said stop


def ask_for_date(workshop, *, name, email):
    """Somebody without an account wants to hear of a date: an email asks whether it was they.

    What the page says next is the same whoever they are.
    """
    try:
        with transaction.atomic():
            found = queries.open_interest(workshop, email)
            interest = found or Interest.objects.create(workshop=workshop, name=name, email=email)
            hour = f"{localtime(now()):%Y-%m-%d-%H}"
            queue_emails([_message(interest, "interest_asked", key=hour)])
    except IntegrityError:  # the same, sent twice at once
        return queries.open_interest(workshop, email)
    return interest


def note_interest(workshop, *, by):
    """Somebody who is signed in wants to hear of a date. Twice is once."""
    try:
        with transaction.atomic():
            found = queries.open_interest(workshop, by.email)
            if found is None:
                return Interest.objects.create(
                    workshop=workshop,
                    name=by.name,
                    email=by.email,
                    person=by,
                    confirmed_at=now(),
                )
            return confirm_interest(found, by=by)
    except IntegrityError:
        return queries.open_interest(workshop, by.email)


def confirm_interest(interest, *, by=None):
    """They said yes in our email. Twice is once; what ended stays ended."""
    with transaction.atomic():
        interest = Interest.objects.select_for_update().get(pk=interest.pk)
        if interest.confirmed_at is None and interest.ended_at is None:
            interest.confirmed_at, interest.person = now(), by
            interest.save(update_fields=["confirmed_at", "person"])
    return interest


def stop_interest(interest, *, by=None):
    """They do not want to hear of it any more. Twice is once.

    by: None for whoever brings the link of the email.
    """
    with transaction.atomic():
        interest = Interest.objects.select_for_update().get(pk=interest.pk)
        if interest.ended_at is None:
            interest.ended_at = now()
            interest.save(update_fields=["ended_at"])
    return interest


def tell_of_date(session):
    """A date is published: everybody who asked for one hears of it, once, and that ends it.

    In the transaction that publishes it. Returns how many were told.
    """
    rows = session.workshop.interest.live().select_for_update(of=("self",))
    told = list(rows.select_related("workshop").order_by("pk"))
    Interest.objects.filter(pk__in=[each.pk for each in told]).update(
        told_of=session, ended_at=now()
    )
    queue_emails(
        [
            _message(interest, "interest_date", key=session.reference, session=session)
            for interest in told
        ]
    )
    return len(told)


def want_another_date(session):
    """The date of which they were told is cancelled: whoever has no other, and does not come first
    at the next one, wants to hear of that too. What ended stays ended, so it is a new row."""
    rows = queries.told_in_vain(session)
    Interest.objects.bulk_create(
        [
            Interest(
                workshop=each.workshop,
                name=each.name,
                email=each.email,
                person=each.person,
                asked_at=each.asked_at,
                confirmed_at=each.confirmed_at,
            )
            for each in rows
        ],
        ignore_conflicts=True,
    )
    return len(rows)


def sweep_interest():
    """The clock: who never said yes goes, and names go a month after it ended. Rows that counted
    stay, so that figures do not change."""
    at = now()
    gone = Interest.objects.filter(confirmed_at=None, asked_at__lt=at - UNANSWERED)
    number, _tables = gone.delete()
    old = Interest.objects.filter(ended_at__lt=at - KEPT).exclude(email="")
    return number + old.update(name="", email="", person=None)


def forget_interest(user, *, address):
    """Somebody is forgotten: nothing says any more that it was they."""
    theirs = Interest.objects.filter(email__iexact=address)
    theirs.filter(ended_at=None).update(ended_at=now())
    Interest.objects.filter(email__iexact=address).update(name="", email="", person=None)


def _message(interest, event, *, key, **facts):
    """One email to whoever asked; the second with the same key adds nothing."""
    facts |= {
        "key": f"interest-{interest.pk}/{key}",
        "interest": interest,
        "workshop": interest.workshop,
        "token": token_for(interest),
        "hello": interest.name or "there",
    }
    return f"workshops/{event}", [interest], facts
