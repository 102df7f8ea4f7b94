"""What a panel resolves about one application, within what its round has left."""

from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.timezone import now

from applicants.access import Refused
from grants import history
from grants.applications.models import Application
from grants.assessment.conflicts.queries import kept_from_judging
from grants.funds.models import Round
from grants.lifecycle import Stage
from grants.money import in_pounds
from grants.panel.models import (
    FUNDED,
    AgendaItem,
    Resolution,
    ResolutionReason,
    Verdict,
)
from grants.panel.queries import left_in

NOTHING = Decimal(0)


class OverBudget(Refused):
    """More than the round has left; `field` is the term that asks too much."""

    def __init__(self, field, left):
        super().__init__(f"This round has {left} left to award.")
        self.field = field


def resolve(item, *, verdict, reasons, because=(), amount=NOTHING, days=NOTHING, conditions=(), by):
    """The chair writes down what the panel agreed; it is held until it is released.

    because: (criterion, side, sentence) for each criterion that decided it.
    Resolved again, the newer one counts and the older stays to be read.
    """
    by.forget()
    with transaction.atomic():
        _round, application = locked_case(item.application_id)
        item = AgendaItem.objects.select_related("panel").get(pk=item.pk)
        item.application = application
        return write_down(
            item,
            verb="resolve",
            verdict=verdict,
            reasons=reasons,
            because=because,
            amount=amount,
            days=days,
            conditions=conditions,
            by=by,
        )


def locked_case(pk):
    """(round, application), locked in the order in which every decision locks."""
    round = Round.objects.select_for_update(of=("self",)).get(applications=pk)
    application = Application.objects.select_for_update(of=("self",)).get(pk=pk)
    application.round = round
    return round, application


def write_down(
    item, *, verb, verdict, reasons, because=(), amount=NOTHING, days=NOTHING, conditions=(), by
):
    """What was agreed about an item, whose round and application the caller has locked."""
    application = item.application
    present, left = _who_is_there(item, by)
    if application.state != Stage.WITH_PANEL:
        raise Refused("This application is not with the panel now, so nothing is decided here.")
    terms = _terms(application, verdict, amount, days, conditions)
    if verdict in FUNDED:  # what waits on the reserve list takes nothing yet
        _within(application, terms)
    _refuse_no_reasons(verdict, because)
    application.resolutions.held().update(replaced_at=now())
    resolution = Resolution.objects.create(
        item=item,
        application=application,
        verdict=verdict,
        reasons=reasons,
        present=present,
        left=left,
        resolved_by=by,
        reserve_place=_next_on_reserve(item) if verdict == Verdict.RESERVE else None,
        **terms,
    )
    ResolutionReason.objects.bulk_create(
        ResolutionReason(resolution=resolution, criterion=criterion, side=side, sentence=sentence)
        for criterion, side, sentence in because
    )
    history.record(
        application, verb=verb, by=by, subject=resolution.get_verdict_display(), note=reasons
    )
    return resolution


def _who_is_there(item, by):
    """(who is in the room, who left it for this one), by name; refused without a quorum."""
    panel = item.panel
    if not panel.is_open:
        raise Refused("This panel is not sitting now, so it can’t decide.")
    if not by.has_perm("grants.resolve_item", item):
        raise PermissionDenied
    members = list(
        panel.members.filter(is_present=True).select_related("user").order_by("user__name", "pk")
    )
    users = [member.user for member in members]
    leaving = kept_from_judging(users, [item.application])
    left = [user for user in users if (user.pk, item.application_id) in leaving]
    present = [user for user in users if user not in left]
    if len(present) < panel.quorum:
        raise Refused(
            f"{len(present)} of {panel.quorum} people are there to decide this one: "
            f"{_listed(left)} must leave the room. Another panel can decide it."
        )
    return [str(user) for user in present], [str(user) for user in left]


def _terms(application, verdict, amount, days, conditions):
    """What is given, in one form: only a yes, or a place on the reserve list, gives anything."""
    if verdict not in (*FUNDED, Verdict.RESERVE):
        return {"amount": NOTHING, "days": NOTHING, "conditions": []}
    asked = (application.amount_requested, application.days_requested)
    if verdict == Verdict.FULL:
        amount, days = asked
    elif amount > asked[0] or days > asked[1]:
        raise Refused(
            f"They asked for {in_pounds(asked[0])} and {asked[1].normalize():f} advice days. "
            "A panel can’t give more than that."
        )
    elif verdict == Verdict.PART and (amount, days) == asked:
        raise Refused("That is all they asked for. Choose “Fund in full”.")
    if not amount and not days:
        raise Refused("Give some money, some advice days, or both.")
    return {"amount": amount, "days": days, "conditions": list(conditions)}


def _within(application, terms):
    """Refuse what the round no longer has."""
    left = left_in(application.round, without=application)
    if terms["amount"] > left.pounds:
        raise OverBudget("amount", in_pounds(left.pounds))
    if terms["days"] > left.days:
        raise OverBudget("days", f"{left.days.normalize():f} advice days")


def _refuse_no_reasons(verdict, because):
    sides = {side for _criterion, side, _sentence in because}
    if not because:
        raise Refused("Pick at least one criterion that decided it, and write a sentence.")
    if verdict in (Verdict.DECLINE, Verdict.SUPPORT) and "against" not in sides:
        raise Refused("A no needs at least one criterion that could have been stronger.")


def _next_on_reserve(item):
    """The end of the reserve list; somebody who is on it already keeps their place."""
    held = Resolution.objects.standing().filter(
        application__round=item.panel.round_id, verdict=Verdict.RESERVE
    )
    last = held.exclude(application=item.application).aggregate(last=Max("reserve_place"))["last"]
    return (last or 0) + 1


def _listed(people):
    return " and ".join(map(str, people)) or "nobody"
