"""The door to one condition: its award locked, its case running, and the right asked again."""

from contextlib import contextmanager

from django.core.exceptions import PermissionDenied
from django.db import transaction

from applicants.access import Refused
from grants import history
from grants.lifecycle import ApplicationLifecycle, Stage

from .freeing import lock_award
from .models import Condition

LOOKED_AFTER = (Stage.OFFERED, *ApplicationLifecycle.SIGNED)
SAYS_ITSELF = "This one ticks itself when it is so. Nobody ticks or waives it."


@contextmanager
def looked_after(condition, *, by, may="grants.settle_condition"):
    """The condition and its award as they stand, the award locked, and the right asked again.

    by: None is the scanner, which nobody need allow.
    """
    if by is not None:
        by.forget()
    with transaction.atomic():
        award = lock_award(condition.award)
        application = award.application
        if by is not None and not by.has_perm(may, application):
            raise PermissionDenied
        fresh = Condition.objects.select_for_update().get(pk=condition.pk)
        fresh.award = award
        if by is not None:
            _refuse_what_stands_still(fresh, application)
        yield award, fresh


def _refuse_what_stands_still(condition, application):
    if condition.is_of_itself:
        raise Refused(SAYS_ITSELF)
    if application.state not in LOOKED_AFTER:
        raise Refused(
            f"This award is not running. It is at the stage “{application.get_state_display()}”."
        )


def record_of(award, condition, *, verb, by, note=""):
    """One line of history that names the condition by its first words."""
    history.record(award.application, verb=verb, by=by, subject=_short(condition.text), note=note)


def _short(text):
    text = text.rstrip(".")
    return text if len(text) <= 60 else f"{text[:59].rstrip()}…"
