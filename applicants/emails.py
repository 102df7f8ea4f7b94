"""The outbox: messages are written as rows, with the fact; a worker sends them later."""

import smtplib
from datetime import timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.timezone import now

from .models import Email, Organisation, User

LEASE = timedelta(seconds=90)  # a dead worker's message goes out within two minutes
BATCH = 20  # messages in one go; each has a lease of its own
TRIES = 8


class CalendarPart(NamedTuple):
    """An entry for the calendar of whoever reads the message.

    method: what their calendar does with it, as the text itself says: REQUEST or CANCEL.
    thread: whose parts must arrive in the order in which they were written.
    """

    method: str
    text: str
    thread: str


NO_PART = CalendarPart("", "", "")


def queue_email(event, to, *, key, about="", is_private=False, **context):
    """Write one message to each person it concerns, in the caller's transaction.

    event: the template's name, such as "grants/application_submitted".
    to: a User, an Organisation (everybody who acts for it) or a list of Users.
    key: what makes this message one; a second call with the same key adds nothing.
    about: the reference of the case, so that staff find its messages.
    is_private: no colleague may read it, and its words go once it is sent.
    entry, in the context: a `CalendarPart` that goes with it.
    """
    facts = {"key": key, "about": about, "is_private": is_private}
    return queue_emails([(event, to, {**facts, **context})])


def queue_emails(messages):
    """Write many messages with one statement."""
    rows = [
        write_message(event, person, **context)
        for event, to, context in messages
        for person in people_of(to)
    ]
    Email.objects.bulk_create(rows, ignore_conflicts=True)
    return rows


def people_of(to):
    if isinstance(to, User):
        return [to]
    if isinstance(to, Organisation):
        return list(to.people())
    return list(to)


def write_message(event, person, *, key, about="", is_private=False, entry=None, **context):
    entry = entry or NO_PART
    subject, body = render_message(event, {**context, "person": person})
    return Email(
        event=event,
        to=person.email,
        key=key,
        about=about,
        subject=subject,
        body=body,
        is_private=is_private,
        calendar=entry.text,
        calendar_method=entry.method,
        thread=entry.thread,
    )


def render_message(event, context):
    """Return (subject, body) of a template whose first line is `Subject: …`."""
    context = {"fund": settings.FUND, "site": settings.SITE_URL, **context}
    text = render_to_string(f"emails/{event}.txt", context)
    first, _, body = text.partition("\n")
    subject = " ".join(first.removeprefix("Subject:").split())[:200]
    return subject, body.strip() + "\n"


def deliver_due_emails():
    """Send what is waiting; return how many were sent. Safe to run in many workers at once."""
    sent = 0
    for _ in range(BATCH):
        email = claim_email()
        if email is None:
            break
        try:
            sent += deliver(email)
        except ServerAway:
            break  # the others would only wait for it too; the next sweep asks again
    return sent


def claim_email():
    """Take one waiting message under a lease, so that no other worker sends it too.

    One at a time: a message whose sending kills the worker holds up no other.
    """
    at = now()
    with transaction.atomic():
        rows = Email.objects.due(at).order_by("next_try_at", "pk")
        email = rows.select_for_update(skip_locked=True).first()
        if email is not None:
            email.state, email.leased_until = Email.State.SENDING, at + LEASE
            email.tries += 1
            email.save(update_fields=["state", "leased_until", "tries"])
    return email


class ServerAway(Exception):
    """The mail server does not answer at all."""


def deliver(email):
    """Send one claimed message and write down what became of it.

    Mail is sent at least once: a crash between the server's yes and our note
    repeats it under the same Message-ID, which mail programs show once.
    """
    if email.tries > TRIES:
        return note_failure(email, "The worker stopped each time while it was sending this.")
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    message = EmailMultiAlternatives(
        email.subject,
        email.body,
        settings.DEFAULT_FROM_EMAIL,
        [email.to],
        headers={"Message-ID": f"<{email.uuid}@{host}>"},
    )
    if email.calendar:  # the same news, for a program instead of a person
        message.attach_alternative(email.calendar, f"text/calendar; method={email.calendar_method}")
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as refusal:
        # 4xx is "not now", as servers say to a sender that they do not know yet.
        is_final = all(code >= 500 for code, _reason in refusal.recipients.values())
        return note_failure(email, "The mail server refused this address.", final=is_final)
    except Exception as error:  # any fault of one message must not stop the others
        note_failure(email, f"{type(error).__name__}: {error}"[:300])
        if isinstance(error, OSError) and not isinstance(error, smtplib.SMTPResponseException):
            raise ServerAway from error
        return 0
    return note_success(email)


def note_success(email):
    """Whoever sent it, and however late they say so: it is sent."""
    facts = {"body": ""} if email.is_private else {}
    return (
        Email.objects.filter(pk=email.pk)
        .exclude(state=Email.State.SENT)
        .update(state=Email.State.SENT, sent_at=now(), problem="", **facts)
    )


def note_failure(email, problem, *, final=False):
    """Try again later, a little later each time; after the last try, show staff why.

    A worker whose lease ran out says nothing about a message that another has taken since.
    """
    gave_up = final or email.tries >= TRIES
    facts = {"body": ""} if email.is_private and gave_up else {}
    Email.objects.filter(pk=email.pk, state=Email.State.SENDING, tries=email.tries).update(
        state=Email.State.FAILED if gave_up else Email.State.WAITING,
        next_try_at=now() + timedelta(minutes=2 ** min(email.tries, TRIES)),
        problem=problem,
        **facts,
    )
    return 0
