"""A message that waits in the outbox."""

from applicants.emails import (
    queue_email,
)
from applicants.models import Email
from tests import factories

EVENT = "applicants/person_added"


def queue(to=None, *, key="1", about="", organisation=None):
    to = to or factories.person()
    organisation = organisation or factories.organisation()
    return queue_email(
        EVENT, to, key=key, about=about, organisation=organisation, by=factories.person()
    )


def waiting(number):
    """So many messages, the first of them due first."""
    coop = factories.organisation()
    for key in range(number):
        queue(key=str(key), organisation=coop)
    return list(Email.objects.order_by("pk"))
