"""What can be done about a conflict of interest."""

import secrets

from django.db import transaction
from django.utils.timezone import now

from applicants.access import Refused
from applicants.emails import queue_email
from grants import history
from grants.applications.models import Application
from grants.assessment.assigning.models import Assignment
from grants.assessment.scoring.models import Assessment
from grants.blindness import is_blind_to
from grants.closeness import KEPT_FROM_JUDGING, Outcome, links_between
from grants.involvement import open_links
from grants.lifecycle import Stage
from grants.templatetags.words import day

from .models import Conflict, Declaration, Settling, Tie
from .queries import cases_to_declare, linked_after_filing, spelled


def declare_no_conflict(application, *, by):
    """Somebody says that they are not close to a co-op, and its application opens to them.

    Where our records show a link all the same, an officer looks at it before they score.
    """
    with transaction.atomic():
        application = Application.objects.select_for_update().get(pk=application.pk)
        _check_they_work_on(application, by)
        declaration = _write_that_they_are_not(application, by)
        by.forget()
    return declaration


def declare_conflict(application, *, by, reason, kind=Conflict.Kind.OTHER):
    """Somebody says that they are too close to an application; it closes to them at once.

    Scores that they have filed stay as they are, and count no longer.
    """
    with transaction.atomic():
        application = Application.objects.select_for_update().get(pk=application.pk)
        own = Conflict.objects.filter(user=by, is_declared=True, settled_at=None)
        if waiting := own.filter(application=application).first():
            return waiting  # said twice, it is said once
        _check_they_work_on(application, by)
        conflict = _write_that_they_are(application, by, kind=kind, reason=reason)
        by.forget()
    return conflict


def declare_in_round(round, *, close_to, kind=Conflict.Kind.OTHER, reason="", seen, by):
    """Somebody who judges a blind round says once, over all who apply, to whom they are close.

    They are not told which case is whose, so they say it about each co-op. Those cases close to
    them at once, also such as they were never asked about; the others open.

    close_to: keys of organisations that lead an application. seen: what stood on the page.
    """
    with transaction.atomic():
        if not by.has_perm("grants.declare_in_round", round) or not round.is_blind:
            raise Refused("You are not asked to assess anything in this round.")
        cases = Application.objects.filter(pk__in=cases_to_declare(round, by).values("pk"))
        cases = list(cases.select_for_update().order_by("pk"))
        by.forget()
        if seen != spelled(case.organisation_id for case in cases):
            raise Refused("The list changed while you read it. Read it once more.")
        for application in cases:
            if application.organisation_id in close_to:
                _write_that_they_are(application, by, kind=kind, reason=reason)
            else:
                _write_that_they_are_not(application, by)
        by.forget()
    return cases


def _write_that_they_are_not(application, by):
    """They are not close, as they say; where our records show a link, an officer looks at it."""
    declaration, is_new = Declaration.objects.get_or_create(application=application, user=by)
    found = "; ".join(link.words for link in open_links(by, application))
    has_row = Conflict.objects.filter(application=application, user=by).exists()
    if found and not has_row:
        Conflict.objects.create(
            application=application,
            user=by,
            reference=secrets.token_hex(8),
            is_declared=False,
            reason=found,
            outcome=Outcome.NO_SCORE,
        )
    if is_new:
        note = f"We found: {found}" if found else ""
        history.record(application, verb="declare_no_conflict", by=by, note=note)
    return declaration


def _write_that_they_are(application, by, *, kind, reason):
    """They are too close: the case closes to them, and scores that they filed are set aside."""
    at = now()
    conflict, _ = Conflict.objects.update_or_create(
        application=application,
        user=by,
        defaults={
            "is_declared": True,
            "kind": kind,
            "reason": reason,
            "declared_at": at,
            "outcome": Outcome.NO_ACCESS,
            "settled_at": None,
        },
        create_defaults={
            "reference": secrets.token_hex(8),
            "kind": kind,
            "reason": reason,
            "declared_at": at,
        },
    )
    if _take_off(application, by, at=at, why=f"Conflict declared on {day(at)}"):
        history.record(application, verb="declare_after_scoring", by=by, note=reason)
    else:
        history.record(application, verb="declare_conflict", by=by, note=reason)
    return conflict


def find_links_after_filing():
    """The clock: a link that our records show only since somebody filed waits for an officer.

    Until it is settled the scores count as they were filed. Returns how many were found.
    """
    return sum(_put_before_an_officer(*found) for found in list(linked_after_filing()))


def _put_before_an_officer(application, person):
    with transaction.atomic():
        application = Application.objects.select_for_update().get(pk=application.pk)
        person.forget()
        words = "; ".join(link.words for link in open_links(person, application))
        own = Conflict.objects.filter(application=application, user=person)
        if not words or own.waiting().exists():
            return 0  # somebody was quicker
        if not own.filter(is_declared=True).update(settled_at=None, outcome=Outcome.NO_ACCESS):
            Conflict.objects.update_or_create(
                application=application,
                user=person,
                defaults={
                    "is_declared": False,
                    "reason": words,
                    "declared_at": now(),
                    "outcome": Outcome.NO_SCORE,
                    "settled_at": None,
                },
                create_defaults={
                    "reference": secrets.token_hex(8),
                    "is_declared": False,
                    "reason": words,
                    "outcome": Outcome.NO_SCORE,
                },
            )
        history.record(application, verb="find_link", by=None, note=f"{person}: {words}")
        person.forget()
    return 1


def settle_conflict(conflict, *, outcome, reason, seen, by):
    """An officer says what somebody’s link to a co-op means, and that person is told.

    seen: how many times it had been settled when the officer read about it.
    """
    with transaction.atomic():
        conflict = _locked_for_settling(conflict, by)
        application, person = conflict.application, conflict.user
        if conflict.settlings.count() != seen:
            raise Refused("Somebody else settled this while you were reading. Look at it again.")
        found = links_between([person], [application]).get((person.pk, application.pk), [])
        if outcome != Outcome.NO_ACCESS and any(link.closes for link in found):
            raise Refused("They act or acted for those who apply, so this case stays closed.")
        at = now()
        Settling.objects.create(
            conflict=conflict,
            number=seen + 1,
            outcome=outcome,
            reason=reason,
            settled_at=at,
            settled_by=by,
        )
        conflict.outcome, conflict.settled_at = outcome, at
        conflict.links_settled = sorted({link.kind for link in found})
        conflict.save(update_fields=["outcome", "settled_at", "links_settled"])
        aside = 0
        if outcome in KEPT_FROM_JUDGING:
            why = f"Conflict settled on {day(at)} as “{Outcome(outcome).label}”"
            aside = _take_off(application, person, at=at, why=why)
        else:
            _ask_again(conflict, by)
        history.record(
            application,
            verb="settle_conflict",
            by=by,
            subject=str(Outcome(outcome).label),
            note=f"{person}: {reason}{' Their scores were set aside.' if aside else ''}",
        )
        queue_email(
            "grants/conflict_settled",
            person,
            key=f"{conflict.reference}/{seen + 1}",
            about=application.reference,
            conflict=conflict,
            application=application,
            reason=reason,
            is_unnamed=is_blind_to(person, application),
        )
    return conflict


def count_assessment_again(conflict, *, reason, by):
    """An officer lets scores count that were set aside, once the conflict is settled as none."""
    with transaction.atomic():
        conflict = _locked_for_settling(conflict, by)
        if conflict.keeps_from_judging:
            raise Refused("Settle the conflict as none, or as a note only, first.")
        if conflict.application.state != Stage.IN_ASSESSMENT:
            raise Refused("Scores change only while the application is in assessment.")
        aside = Assessment.objects.filter(
            application=conflict.application, assessor=conflict.user, set_aside_at__isnull=False
        )
        if aside.update(set_aside_at=None, set_aside_why=""):
            history.record(
                conflict.application,
                verb="count_assessment_again",
                by=by,
                subject=str(conflict.user)[:60],
                note=reason,
            )
    return conflict


def record_tie(organisation, *, person, kind, from_on, until_on=None, by):
    """An officer notes that a colleague is or was joined to a co-op."""
    if not by.is_officer or not person.is_fund_staff:
        raise Refused("Only officers note this, about somebody who works for the fund.")
    if until_on and until_on < from_on:
        raise Refused("The last day must be the same as the first or later.")
    same, _is_new = Tie.objects.get_or_create(
        organisation=organisation,
        person=person,
        kind=kind,
        from_on=from_on,
        until_on=until_on,
        defaults={"reference": secrets.token_hex(8), "recorded_by": by},
    )
    return same


def end_tie(tie, *, until_on, by):
    """An officer notes the last day of a tie; never of their own."""
    with transaction.atomic():
        tie = Tie.objects.select_for_update().get(pk=tie.pk)
        if tie.person_id == by.pk or not by.is_officer:
            raise Refused("Ask another officer to note when your own link ended.")
        if tie.until_on is not None:
            raise Refused("The last day of this link is noted already.")
        if until_on < tie.from_on:
            raise Refused("The last day must be the same as the first or later.")
        tie.until_on, tie.ended_by = until_on, by
        tie.save(update_fields=["until_on", "ended_by"])
    return tie


def _check_they_work_on(application, by):
    by.forget()
    if not by.has_perm("grants.declare_conflict", application):
        raise Refused("You don’t work on this application, so there is nothing to tell us.")


def _locked_for_settling(conflict, by):
    """The conflict as it is now: its application is locked first, as by everybody else."""
    Application.objects.select_for_update().get(pk=conflict.application_id)
    conflict = Conflict.objects.select_related("application__organisation", "user").get(
        pk=conflict.pk
    )
    by.forget()
    if conflict.user_id == by.pk:
        raise Refused("Nobody settles a conflict of their own. Ask another officer.")
    if not by.has_perm("grants.settle_conflict", conflict):
        raise Refused("You can’t settle this conflict. Ask another officer.")
    return conflict


def _take_off(application, person, *, at, why):
    """They assess it no longer; what they filed is set aside. Says whether there was any."""
    asked = Assignment.objects.filter(application=application, assessor=person, ended_at=None)
    asked.update(ended_at=at)
    filed = Assessment.objects.counting().filter(application=application, assessor=person)
    return filed.update(set_aside_at=at, set_aside_why=why)


def _ask_again(conflict, by):
    """Whoever was taken off when they declared it is asked to assess as before."""
    asked = conflict.application.assignments.filter(assessor=conflict.user)
    taken_off = asked.filter(ended_at=conflict.declared_at)
    if taken_off.exists() and not asked.filter(ended_at=None).exists():
        Assignment.objects.create(
            application=conflict.application, assessor=conflict.user, assigned_by=by
        )
