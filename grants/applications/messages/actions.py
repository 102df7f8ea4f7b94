"""What can be done with messages: send one, and say that they are read."""

import uuid as uuids

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from applicants.emails import queue_email
from grants import history

from .models import Message
from .queries import officer_to_tell, writers_of


def send_message(application, *, text, uuid, subject="", by):
    """One side writes to the other about an application; sent twice, it is one message.

    subject: what it is about, where the page that it was typed on says so.
    uuid: the mark of the page that it was typed on. The same mark with other words, which
    happens when somebody goes back and writes more, is another message.
    """
    by.forget()
    if not by.has_perm("grants.write_message", application):
        raise PermissionDenied
    same = Message.objects.filter(application=application, sent_by=by)
    earlier = same.filter(uuid=uuid).first()
    if earlier is not None and earlier.text != text:
        uuid = uuids.uuid5(uuid, text)
    facts = {"application_id": application.pk, "uuid": uuid, "text": text, "sent_by": by}
    try:
        with transaction.atomic():
            message = Message.objects.create(
                subject=subject, is_from_fund=by.is_fund_staff, **facts
            )
            mark_read(application, by=by)  # who answers has read
            history.record(application, verb="message", by=by)
            _tell_the_other_side(message, application)
    except IntegrityError:
        return same.get(uuid=uuid)
    return message


def mark_read(application, *, by):
    """Somebody read what the other side wrote; return how many messages that were."""
    waiting = Message.objects.unread(from_fund=not by.is_fund_staff)
    return waiting.filter(application=application).update(read_at=now(), read_by=by)


def _tell_the_other_side(message, application):
    """An email that says that there is a message, and not what it says."""
    if message.is_from_fund:
        event, to = "grants/message_from_fund", writers_of(application)
    else:
        officer = officer_to_tell(application)
        event, to = "grants/message_from_coop", [officer] if officer else []
    queue_email(
        event,
        to,
        key=str(message.pk),
        message=message,
        about=application.reference,
        application=application,
    )
