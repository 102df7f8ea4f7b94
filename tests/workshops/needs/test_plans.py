"""What people need when plans change: asked anew, and no task once it is over or given back."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from applicants.models import Email
from tests import factories
from tests.factories import newcomers, session, staff
from workshops.booking.actions import cancel_booking
from workshops.needs.actions import look_after_needs
from workshops.needs.queries import needs_of_session, tasks

pytestmark = pytest.mark.django_db


def a_place(of=None, **facts):
    return newcomers.confirmed(of, **facts).places.order_by("pk").first()


@pytest.mark.parametrize("change", ["session_moved", "session_online", "session_in_room"])
def test_what_was_arranged_for_the_old_plan_is_asked_anew(change, time_machine):
    of = session(is_online=change == "session_in_room")
    need = newcomers.need_answered(newcomers.need(a_place(of)))
    time_machine.move_to(now() + timedelta(hours=1))

    getattr(factories, change)(need.place.session)

    need.refresh_from_db()
    assert (need.standing, need.answered_by) == ("asked", None)
    assert [task.need for task in tasks(now())] == [need]
    mail = newcomers.newest_email(change)
    assert "on your page" in mail.body or "on the same page" in mail.body


def test_what_nobody_answered_before_the_end_is_no_task_any_more(time_machine):
    """Signed or not; what is postponed has no end yet, and is a task still."""
    over, later = (a_place(session(starts_at=now() + timedelta(days=2))) for _ in range(2))
    newcomers.need(over)
    open_still = newcomers.need(later)
    factories.session_postponed(later.session)
    staff("is_officer")
    time_machine.move_to(over.session.ends_at + timedelta(days=6))
    before = Email.objects.count()

    look_after_needs()

    assert [task.need for task in tasks(now())] == [open_still]
    alerts = Email.objects.order_by("pk")[before:]
    assert {mail.event for mail in alerts} == {"workshops/needs_waiting"}
    assert all(str(later.session.workshop) in mail.body for mail in alerts)


def test_who_gave_their_place_back_needs_nothing_more():
    need = newcomers.need()
    cancel_booking(need.place.booking, by=None)

    assert tasks(now()) == []
    assert needs_of_session(need.place.session) == []
