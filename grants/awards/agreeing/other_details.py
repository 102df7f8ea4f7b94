"""A co-op that has a case with us says that it is called, or is in law, something else now.

Who must sign, and who is paid, hangs on it. The co-op may do so at any time; officers hear of it.
"""

from django.db.models import Q

from applicants.emails import queue_email
from grants import history
from grants.applications.models import Application
from grants.awards.reviews.queries import officers_to_tell
from grants.lifecycle import ApplicationLifecycle, Stage

UNDER_WAY = (*ApplicationLifecycle.UNDECIDED, Stage.OFFERED, *ApplicationLifecycle.SIGNED)


def tell_officers(was, is_now):
    """Each case under way of a co-op, or that it holds the money for, says so in its history.

    was, is_now: two rows of what stands about it, one after the other.
    """
    organisation, by = is_now.organisation, is_now.recorded_by
    theirs = Q(organisation=organisation) | Q(
        award__hostings__host=organisation, award__hostings__ended_at=None
    )
    # the keys first: a case that had several hosts is one case
    keys = Application.objects.filter(theirs, state__in=UNDER_WAY).values("pk")
    cases = Application.objects.filter(pk__in=keys)
    for case in cases.select_for_update(of=("self",)).order_by("pk"):
        note = f"Before: {_said(was)}. Now: {_said(is_now)}."
        history.record(case, verb="change_details", by=by, subject=was.name[:60], note=note)
        queue_email(
            "grants/details_changed",
            officers_to_tell(case),
            key=f"{case.reference}/{is_now.pk}",
            about=case.reference,
            application=case,
            was=was,
            is_now=is_now,
        )


def _said(details):
    numbers = (details.registration_number, details.charity_number)
    said = [details.name, details.get_legal_form_display().lower(), *filter(None, numbers)]
    return ", ".join(said)
