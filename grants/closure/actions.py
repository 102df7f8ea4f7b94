"""What can be done at the end of an award."""

from applicants.access import Refused
from applicants.emails import queue_email
from grants.history import moving
from grants.ledger import give_back
from grants.lifecycle import Stage
from grants.payments.models import Payment

from .queries import what_is_open


class StillOpen(Refused):
    """An award cannot be closed yet; `reasons` says what is open, one sentence each."""

    def __init__(self, reasons):
        super().__init__(" ".join(reasons))
        self.reasons = reasons


def close_award(application, *, note, by):
    """An officer closes an award when every payment is made and every report accepted."""
    with moving(application, by=by, note=note) as application:
        if application.state == Stage.CLOSED:
            return application  # a second click
        application.close()
        reasons = what_is_open(application)
        if reasons:
            raise StillOpen(reasons)
        give_back(application, by=by, because="The grant is closed.")
        _tell("grants/award_closed", application, note)
    return application


def terminate_award(application, *, reason, by):
    """An officer ends an award early, with the reason that the co-op reads."""
    with moving(application, by=by, note=reason) as application:
        if application.state == Stage.TERMINATED:
            return application  # a second click
        application.terminate()
        payments = Payment.objects.filter(instalment__award__application=application)
        if payments.on_the_way().exists():
            raise Refused("A payment for this award is in a run. Finish or cancel that run first.")
        give_back(application, by=by, because=reason)
        _tell("grants/award_terminated", application, reason)
    return application


def _tell(event, application, note):
    queue_email(
        event,
        application.organisation,
        key=application.reference,
        about=application.reference,
        application=application,
        note=note,
    )
