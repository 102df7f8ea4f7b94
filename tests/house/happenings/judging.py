"""Conflicts, assessors, panels."""

from datetime import timedelta

from django.utils.timezone import localdate

from grants.assessment import actions as assessing
from grants.assessment.board.reminders import write_reminders
from grants.awards import actions as deciding
from grants.awards.releasing.actions import release
from grants.closeness import Outcome
from grants.models import Round
from grants.panel.actions import change_panel
from tests import factories
from tests.factories import blind, panels
from tests.factories.cases import colleague


def everything_of_judging():
    every_outcome_of_a_conflict()
    a_panel_that_changes()
    what_assessors_hear()
    approver = colleague("is_approver")
    release(panels.ready("reserve", amount="2000"), by=approver)
    deciding.defer_application(
        factories.with_panel(), reasons="Tell us more about the rent.", by=approver
    )


def every_outcome_of_a_conflict():
    """Somebody declares one, and officers settle it in each way in turn."""
    application = factories.in_assessment()
    conflict = assessing.declare_conflict(
        application, by=factories.staff("is_approver"), reason="My aunt bakes there."
    )
    for seen, outcome in enumerate(Outcome.values):
        assessing.settle_conflict(
            conflict, outcome=outcome, reason="We met.", seen=seen, by=colleague("is_officer")
        )


def a_panel_that_changes():
    """Its members are asked, and one of them is not asked any more."""
    called = panels.panel()
    chair = panels.chair_of(called)
    others = [seat.user for seat in called.members.all() if seat.user != chair]
    change_panel(
        called,
        meets_at=called.meets_at,
        place=called.place,
        quorum=2,
        chair=chair,
        members=others[:1],
        by=colleague("is_officer"),
    )


def what_assessors_hear():
    """They are asked for a whole round, reminded, moved; and one hands a case back."""
    officer, application = colleague("is_officer"), factories.in_assessment()
    first, second = factories.assessor(), factories.assessor()
    pair = (application, first)
    assessing.assign_spread([pair], each=1, hours_each=2, by=officer)
    for days in (-2, 0, 2):
        day = localdate() + timedelta(days=days)
        Round.objects.filter(pk=application.round_id).update(scores_due_on=day)
        application.round.refresh_from_db()
        key = str(days)
        write_reminders(application.round, {first: [None]}, key)
    assessing.reassign(application, assessor=first, to=second, by=officer)
    second.forget()
    assessing.hand_back(application, because="no_time", by=second)
    unseen = blind.judged_blind()
    assessing.tell_of_name(unseen, what="A street.", by=blind.blind_assessor(unseen))
