"""What two people decide once there is an offer: by which other way the help is given.

An officer proposes it, and an approver agrees or says no. All lock the case first, as paying does.
"""

from contextlib import contextmanager

from django.db import transaction
from django.utils.timezone import now

from applicants.access import Refused, refuse_without
from applicants.emails import queue_email
from grants import history
from grants.applications.models import Application
from grants.awards.reviews.queries import officers_to_tell

from .actions import (
    SAVED_MEANWHILE,
    follow_assessment,
    keep_assessment,
    refuse_while_one_waits,
)
from .models import RouteProposal
from .queries import CAN_CONFIRM, approvers_to_ask, assessment_of, takes_two

OVER = "There is no offer and no live award any more, so nothing has to be decided."


def propose_route(application, *, route, reason, seen=None, by):
    """An officer wants to give the help by another way, and says why. Nothing changes yet.

    seen: the key of the assessment that the officer had before them, or None.
    """
    with _locked(application, "grants.assess_subsidy", by=by) as application:
        waits = RouteProposal.objects.waiting().filter(application=application).first()
        if waits and (waits.route, waits.reason, waits.proposed_by_id) == (route, reason, by.pk):
            return waits  # a second click
        if not takes_two(application, route):
            raise Refused("Nobody has to agree to this. Save it once more.")
        refuse_while_one_waits(application)
        held = assessment_of(application)
        if held and (held.route, held.reason) == (route, reason):
            raise Refused("This is what we say already.")
        if (held and held.pk) != seen:
            raise Refused(SAVED_MEANWHILE)
        proposal = RouteProposal.objects.create(
            reference=f"{application.reference}-S{application.route_proposals.count() + 1}",
            application=application,
            route=route,
            reason=reason,
            proposed_by=by,
        )
        _record(proposal, verb="propose_route", by=by, note=reason)
        _tell("grants/route_proposed", approvers_to_ask(proposal), proposal)
    return proposal


def agree_route(proposal, *, by):
    """An approver who did not propose it agrees: from now on the help is given by this way."""
    with _answering(proposal, "grants.agree_route", by=by) as proposal:
        if proposal.agreed_at is not None and proposal.agreed_by_id == by.pk:
            return proposal  # a second click
        _refuse_if_answered(proposal)
        if proposal.proposed_by_id == by.pk:
            raise Refused("You proposed this, so another approver agrees to it or says no.")
        application = proposal.application
        if application.state not in CAN_CONFIRM:
            raise Refused(OVER)
        proposal.agreed_at, proposal.agreed_by = now(), by
        proposal.save(update_fields=["agreed_at", "agreed_by"])
        keep_assessment(
            application,
            route=proposal.route,
            reason=proposal.reason,
            by=proposal.proposed_by,
            proposal=proposal,
        )
        _record(proposal, verb="agree_route", by=by)
        follow_assessment(application, by=by)
        _tell("grants/route_agreed", _who_hears(proposal, by), proposal)
    return proposal


def drop_route(proposal, *, because, by):
    """It stays as it was: an approver says no, or an officer takes it back. Whoever proposed it
    hears why."""
    with _answering(proposal, "grants.answer_route", by=by) as proposal:
        if proposal.dropped_at is not None and proposal.dropped_by_id == by.pk:
            return proposal  # a second click
        _refuse_if_answered(proposal)
        proposal.dropped_at, proposal.dropped_by, proposal.dropped_because = now(), by, because
        proposal.save(update_fields=["dropped_at", "dropped_by", "dropped_because"])
        _record(proposal, verb="drop_route", by=by, note=because)
        if proposal.proposed_by_id != by.pk:
            _tell("grants/route_dropped", _who_hears(proposal, by), proposal)
    return proposal


def _refuse_if_answered(proposal):
    who = proposal.agreed_by or proposal.dropped_by
    if who is not None:
        raise Refused(f"{who} has answered this already.")


def _who_hears(proposal, by):
    """Whoever proposed it; where they may not see the case any more, the officers who may."""
    proposer, application = proposal.proposed_by, proposal.application
    proposer.forget()
    if proposer.is_active and proposer.has_perm("grants.see_case", application):
        return [proposer]
    return [officer for officer in officers_to_tell(application) if officer != by]


def _tell(event, people, proposal):
    queue_email(
        event,
        people,
        key=proposal.reference,
        about=proposal.application.reference,
        application=proposal.application,
        proposal=proposal,
    )


def _record(proposal, *, verb, by, note=""):
    subject = proposal.get_route_display()
    history.record(proposal.application, verb=verb, by=by, subject=subject, note=note)


@contextmanager
def _answering(proposal, permission, *, by):
    with _locked(proposal.application, permission, by=by) as application:
        rows = RouteProposal.objects.select_for_update(of=("self",))
        rows = rows.select_related("proposed_by", "agreed_by", "dropped_by")
        proposal = rows.get(pk=proposal.pk)
        proposal.application = application
        yield proposal


@contextmanager
def _locked(application, permission, *, by):
    """The case as it stands, locked, and the right asked again."""
    with transaction.atomic():
        application = Application.objects.locked().get(pk=application.pk)
        refuse_without(permission, application, by=by)
        yield application
