"""The outbox: messages are written as rows, with the fact; a worker sends them later.

Where a lock is held that others wait for (`words_later`), only what a message is made of is kept
with the fact. Its words come as soon as the lock is let go; or, if something dies in between, by
the worker before it sends it. So no fault in the words undoes a fact.
"""

import logging
import smtplib
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.module_loading import import_string
from django.utils.timezone import now

from .models import Email, Organisation, User
from .packing import Records, pack, unpack

LEASE = timedelta(seconds=90)  # a dead worker's message goes out within two minutes
BATCH = 20  # messages in one go; each has a lease of its own
TRIES = 8


logger = logging.getLogger(__name__)
_without_words = ContextVar("rows that have no words yet", default=None)


class Entry(NamedTuple):
    """What goes with a message for the calendar of whoever reads it.

    record: whose entry it is; its class names the function that writes it (`CALENDAR_ENTRY`).
    method: what their calendar does with it, as the text itself says: REQUEST or CANCEL.

    Messages with an entry of the same record go out in the order in which they were queued.
    """

    record: Any
    method: str

    @property
    def thread(self):
        return f"{self.record._meta.label_lower}/{self.record.pk}"


class Addressee(NamedTuple):
    """Somebody who has no account, as a message speaks to them."""

    said: str
    name: str
    email: str

    def __str__(self):
        return self.said


@contextmanager
def words_later():
    """Messages that are queued in here get their words after it: after the outermost one.

    Put it around a transaction that holds a lock, so that the lock is let go first.
    """
    if _without_words.get() is not None:
        yield
        return
    rows = []
    token = _without_words.set(rows)
    try:
        yield
    finally:
        _without_words.reset(token)
    try:
        with transaction.atomic():
            write_words(rows)
    except Exception:  # the fact stands, and the worker tries again before it sends them
        logger.exception("Messages were queued and could not be written yet.")


def queue_email(event, to, *, key, about="", is_private=False, **context):
    """Write one message to each person it concerns, in the caller's transaction.

    event: the template's name, such as "grants/application_submitted".
    to: a User, an Organisation (everybody who acts for it) or a list of Users.
    key: what makes this message one; a second call with the same key adds nothing.
    about: the reference of the case, so that staff find its messages.
    is_private: no colleague may read it, and its words go once it is sent.
    entry, in the context: an `Entry` for their calendar that goes with it.
    The context is made of plain values and saved records only (`packing`).
    """
    facts = {"key": key, "about": about, "is_private": is_private}
    return queue_emails([(event, to, {**facts, **context})])


def queue_emails(messages):
    """Write many messages with one statement."""
    kept = _without_words.get()
    make = write_message if kept is None else keep_message
    rows = [
        make(event, person, **context)
        for event, to, context in messages
        for person in people_of(to)
    ]
    Email.objects.bulk_create(rows, ignore_conflicts=True)
    if kept is not None:
        kept.extend(rows)
    return rows


def people_of(to):
    if isinstance(to, User):
        return [to]
    if isinstance(to, Organisation):
        return list(to.people())
    return list(to)


def write_message(event, person, *, entry=None, **facts):
    row, context = _message(event, person, entry, **facts)
    _add_words(row, {**context, "person": person}, person, entry and entry.record)
    return row


def keep_message(event, person, *, entry=None, **facts):
    """A message without its words, and what they are to be made of."""
    row, context = _message(event, person, entry, **facts)
    if not isinstance(person, User):
        person = {"said": str(person), "name": person.name, "email": person.email}
    row.context = pack({**context, "person": person, "entry": entry and entry.record})
    return row


def write_words(rows):
    """Write the words of messages that were kept without; those that have them stay."""
    records = Records()
    for row in rows:
        context = unpack(row.context, records.read)
        person, record = context["person"], context.pop("entry")
        if isinstance(person, dict):
            context["person"] = person = Addressee(**person)
        _add_words(row, context, person, record)
        row.context = None
        words = {name: getattr(row, name) for name in ("subject", "body", "calendar")}
        # By their own name, since the row in the database may be that of an equal message.
        Email.objects.filter(uuid=row.uuid, context__isnull=False).update(context=None, **words)


def _message(event, person, entry, *, key, about="", is_private=False, **context):
    """(the row, what its words are made of)"""
    row = Email(
        event=event,
        to=person.email,
        key=key,
        about=about,
        is_private=is_private,
        calendar_method=entry.method if entry else "",
        thread=entry.thread if entry else "",
    )
    return row, context


def _add_words(row, context, person, record):
    row.subject, row.body = render_message(row.event, context)
    if record is not None:
        write = import_string(type(record).CALENDAR_ENTRY)
        row.calendar = write(record, row.calendar_method, to=row.to, name=person.name)


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

    One that has no words yet gets them first. Mail is sent at least once: a crash between the
    server's yes and our note repeats it under the same Message-ID, which mail programs show once.
    """
    if email.tries > TRIES:
        return note_failure(email, "The worker stopped each time while it was sending this.")
    if email.context is not None:
        try:
            with transaction.atomic():
                write_words([email])
        except Exception as error:  # one that can’t be written must not stop the others
            return note_failure(email, f"It could not be written: {type(error).__name__}"[:300])
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
    facts = {"body": "", "context": None} if email.is_private and gave_up else {}
    Email.objects.filter(pk=email.pk, state=Email.State.SENDING, tries=email.tries).update(
        state=Email.State.FAILED if gave_up else Email.State.WAITING,
        next_try_at=now() + timedelta(minutes=2 ** min(email.tries, TRIES)),
        problem=problem,
        **facts,
    )
    return 0
