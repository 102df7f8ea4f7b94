"""What can be done about who assesses an application."""

import uuid
from typing import NamedTuple

from django.db import transaction
from django.utils.timezone import now

from applicants.access import Refused
from applicants.emails import queue_email
from applicants.models import User
from grants import history
from grants.applications.models import Application
from grants.assessment.assessors.models import AssessorProfile
from grants.assessment.redacting.queries import in_force
from grants.blindness import sees_names
from grants.closeness import KEPT_FROM_JUDGING
from grants.involvement import on_panels_of, open_links, standings_of
from grants.lifecycle import Stage

from .models import Assignment
from .queries import at_work, must_train_first, officers_for

TOO_EARLY_OR_LATE = "Assessors are assigned while the application is in assessment."
NO_CHANGE_NOW = "Assessors can be changed only while the application is in assessment."


def assign_assessor(application, *, assessor, by):
    """An officer asks somebody without a conflict to assess; asking twice is asking once."""
    with transaction.atomic():
        application = _locked(application, by, otherwise=TOO_EARLY_OR_LATE)
        assignment, is_new = _ask(application, assessor, by)
        if is_new:
            history.record(application, verb="assign_assessor", by=by, subject=_named(assessor))
            _tell(application, assignment)
    return assignment


def assign_assessors(application, *, assessors, by):
    """An officer asks several people at once: all of them, or nobody."""
    with transaction.atomic():
        return [assign_assessor(application, assessor=person, by=by) for person in assessors]


def end_assignment(application, *, assessor, by):
    """An officer takes an assessor off who has not filed, so that one silence stops nobody."""
    with transaction.atomic():
        application = _locked(application, by, otherwise=NO_CHANGE_NOW)
        if _end(application, assessor):
            history.record(application, verb="end_assignment", by=by, subject=_named(assessor))
    return application


def reassign(application, *, assessor, to, by):
    """An officer moves a case from one assessor to another in one step: both, or nothing."""
    with transaction.atomic():
        application = _locked(application, by, otherwise=NO_CHANGE_NOW)
        if not _end(application, assessor):
            raise Refused(f"{assessor} is not asked to assess this any more.")
        assignment, is_new = _ask(application, to, by)
        if not is_new:
            raise Refused(f"{to} is asked to assess this already.")
        names = f"from {_named(assessor, 25)} to {_named(to, 25)}"
        history.record(application, verb="reassign", by=by, subject=names)
        _tell(application, assignment)
        if assessor.is_active:
            queue_email(
                "grants/assessor_released",
                assessor,
                key=f"{application.reference}/{assignment.pk}",
                about=application.reference,
                application=application,
            )
    return assignment


def hand_back(application, *, because, note="", by):
    """An assessor gives a case back and says why; officers hear that it needs somebody."""
    with transaction.atomic():
        application = Application.objects.select_for_update().get(pk=application.pk)
        by.forget()
        if not by.has_perm("grants.assess_application", application):
            raise Refused("This application is not yours to hand back.")
        if application.state != Stage.IN_ASSESSMENT:
            raise Refused("This application is not in assessment now, so nobody needs to score it.")
        because = Assignment.HandedBack(because)
        if not _end(application, by, handed_back=because):
            raise Refused("This application is not yours to hand back.")
        said = f"{because.label}. {note}".strip()
        history.record(application, verb="hand_back", by=by, subject=_named(by), note=said)
        queue_email(
            "grants/assessment_handed_back",
            officers_for(application),
            key=f"{application.reference}/{uuid.uuid4().hex}",
            about=application.reference,
            application=application,
            assessor=by,
            said=said,
        )
        by.forget()
    return application


class Outcome(NamedTuple):
    """What became of one line of a proposal."""

    application: Application
    assessor: User
    problem: str = ""


def assign_spread(pairs, *, each, hours_each, by):
    """An officer confirms a proposal. Each case is asked for by itself, and each answer told.

    pairs: (application, assessor); each: how many assessors a case has at most;
    hours_each: what one case takes of the hours that an assessor gives for the round.
    """
    told = uuid.uuid4().hex  # one message to each person, however many cases they get
    outcomes = []
    for application, assessor in pairs:
        try:
            _assign_from_spread(application, assessor, each, hours_each, told, by)
        except Refused as refusal:
            outcomes.append(Outcome(application, assessor, str(refusal)))
        else:
            outcomes.append(Outcome(application, assessor))
    return outcomes


def _assign_from_spread(application, assessor, each, hours_each, told, by):
    with transaction.atomic():
        application = _locked(application, by, otherwise=TOO_EARLY_OR_LATE)
        if at_work(application.assignments.exclude(assessor=assessor)).count() >= each:
            raise Refused("A colleague has found enough assessors for it.")
        # The row of the person, so that two cases at once cannot both take their last hours.
        assessor = User.objects.select_for_update().get(pk=assessor.pk)
        profile = AssessorProfile.objects.filter(user=assessor).first()
        _assignment, is_new = _ask(application, assessor, by)
        if not is_new:
            return
        held = Assignment.objects.filter(
            assessor=assessor, ended_at=None, application__round=application.round_id
        )
        if profile and profile.hours is not None and held.count() * hours_each > profile.hours:
            raise Refused(f"{assessor} has no hours left.")
        history.record(application, verb="assign_assessor", by=by, subject=_named(assessor))
        queue_email("grants/assessments_given", assessor, key=told, round=application.round)


def _locked(application, by, *, otherwise):
    """The case under its lock, if this person may still say who assesses it."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    if application.state != Stage.IN_ASSESSMENT:
        raise Refused(otherwise)
    by.forget()
    if not by.has_perm("grants.assign_assessor", application):
        raise Refused("This case is not yours to assign.")
    return application


def _ask(application, assessor, by):
    if not (assessor.is_assessor and assessor.is_active):
        raise Refused(f"{assessor} is not an assessor.")
    assessor.forget()
    if standings_of(assessor).get(application.pk) in KEPT_FROM_JUDGING:
        raise Refused(f"{assessor} has a conflict of interest with this application.")
    if application.round.is_blind:
        _refuse_who_knows(application, assessor)
    if must_train_first([application.round.fund_id]).filter(pk=assessor.pk).exists():
        raise Refused(f"{assessor} has to score the training case first.")
    return Assignment.objects.get_or_create(
        application=application, assessor=assessor, ended_at=None, defaults={"assigned_by": by}
    )


def _refuse_who_knows(application, assessor):
    """In a blind round nobody scores who knows whose application it is, or could learn it."""
    if in_force(application) is None:
        raise Refused("Cover the names in this application first, and say that it is ready.")
    if sees_names(assessor) or application.pk in on_panels_of(assessor):
        raise Refused(f"{assessor} sees who applies, and this round is judged without names.")
    if open_links(assessor, application):
        raise Refused(f"Our records show a link between {assessor} and those who apply.")


def _end(application, assessor, **facts):
    if application.assessments.filter(assessor=assessor).exclude(filed_at=None).exists():
        raise Refused(f"{assessor} has filed scores, so they stay.")
    asked = Assignment.objects.filter(application=application, assessor=assessor, ended_at=None)
    return asked.update(ended_at=now(), **facts)


def _tell(application, assignment):
    queue_email(
        "grants/assessor_assigned",
        assignment.assessor,
        key=f"{application.reference}/{assignment.pk}",
        about=application.reference,
        application=application,
    )


def _named(person, most=60):
    return str(person)[:most]  # what the line of history has room for
