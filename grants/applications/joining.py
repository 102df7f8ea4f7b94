"""What happens to applications when two records of one co-op are joined."""

from applicants.access import Refused
from grants import history
from grants.involvement import conflicts_of

from .models import Application


def carry_over_applications(merged, kept, *, by):
    """They belong to the record that is kept, and the history of each says so."""
    cases = list(merged.applications.select_for_update().order_by("pk"))
    by.forget()
    _refuse_with_a_conflict([*cases, *kept.applications.all()], by)
    _refuse_two_in_one_round(merged, kept)
    for case in cases:
        case.organisation = kept
        case.save(update_fields=["organisation"])
        history.record(
            case, verb="join_organisations", by=by, note=f"{merged.name} is now {kept.name}."
        )
    return len(cases)


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
