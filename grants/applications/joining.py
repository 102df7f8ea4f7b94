"""What happens to applications when two records of one co-op are joined."""

from django.db.models import Q

from applicants.access import Refused
from grants import history
from grants.involvement import conflicts_of

from .models import Application


def carry_over_applications(merged, kept, *, by):
    """They belong to the record that is kept, and the history of each says so."""
    touched = _locked_cases(merged, kept)
    cases = [case for case in touched if case.organisation_id == merged.pk]
    by.forget()
    _refuse_with_a_conflict(touched, by)
    _refuse_two_in_one_round(merged, kept)
    for case in cases:
        case.organisation = kept
        case.save(update_fields=["organisation"])
        history.record(
            case, verb="join_organisations", by=by, note=f"{merged.name} is now {kept.name}."
        )
    return len(cases)


def _locked_cases(merged, kept):
    """The cases of both, and those whose money they hold, all locked before anything is written.

    In one order, as payment runs lock them, so that a join and a run never wait for each other.
    """
    both = [merged, kept]
    theirs = Application.objects.filter(
        Q(organisation__in=both)
        | Q(award__payee__in=both)
        | Q(award__hostings__host__in=both, award__hostings__ended_at=None)
    )
    rows = Application.objects.select_for_update().filter(pk__in=theirs.values("pk"))
    return list(rows.order_by("pk"))


def _refuse_with_a_conflict(cases, by):
    conflicts = set(conflicts_of(by))
    if any(case.pk in conflicts for case in cases):
        raise Refused("You declared a conflict with one of these co-ops. Ask another officer.")


def _refuse_two_in_one_round(merged, kept):
    """A round that takes one application from each co-op cannot have two from one."""
    live = Application.objects.exclude(state=Application.S.WITHDRAWN).filter(is_only_one=True)
    drafts = Application.objects.filter(state=Application.S.DRAFT, submitted_at=None)
    for rows in (live, drafts):
        rounds = rows.filter(organisation=kept).values("round")
        clash = rows.filter(organisation=merged, round__in=rounds).select_related("round").first()
        if clash is not None:
            raise Refused(
                f"Both have an application to {clash.round}. One of them must be withdrawn first."
            )
