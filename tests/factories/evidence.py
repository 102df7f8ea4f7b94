"""What co-ops send to show that something is so."""

from grants.awards.terms.evidence import actions as evidence
from grants.models import Condition

from .cases import with_bank_details
from .files import a_file
from .planned import terms

LEASE = "Send us the signed lease."


def with_lease(**facts):
    """Accepted, the account checked; and a lease is still to be seen before any money."""
    return with_bank_details(terms=terms(conditions=[(LEASE, 1)]), **facts)


def lease_of(application):
    return Condition.objects.select_related("award__application").get(
        award__application=application, text=LEASE
    )


def sent_evidence(application=None, *, name="lease.pdf", content=None, by=None):
    """A file that waits to be looked at."""
    application = application or with_lease()
    by = by or application.started_by
    return evidence.send_evidence(lease_of(application), **a_file(name, content), by=by)
