"""A round closes while somebody saves or sends: what counts is when the request had arrived."""

import time
from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import now

from applicants.access import Refused
from applicants.models import User
from grants.applications.actions import save_section, submit_application
from grants.applications.queries import can_be_sent, draft_of
from grants.models import Application, Round, Section
from tests import factories

pytestmark = pytest.mark.database

SOON = timedelta(seconds=2)


def about_to_close():
    """(application, calls): somebody holds the draft until the round has closed; one more waits."""
    application = factories.draft()
    closes_at = now() + SOON
    Round.objects.filter(pk=application.round_id).update(closes_at=closes_at)
    application = Application.objects.get(pk=application.pk)

    def keeps_it_until_then():
        with transaction.atomic():
            Application.objects.select_for_update().get(pk=application.pk)
            while now() <= closes_at:
                time.sleep(0.05)
        return now()

    return application, keeps_it_until_then


def comes_second(call):
    """The lock is taken by then; the round is still open."""
    time.sleep(SOON.total_seconds() / 4)
    return call()


def again(person):
    return User.objects.get(pk=person.pk)


def test_what_arrived_in_time_is_sent_in_time_however_long_it_waits_for_the_draft(race):
    application, holds = about_to_close()
    send = partial(submit_application, application, by=again(application.started_by))

    let_go_at, sent = race(holds, partial(comes_second, send))

    application.refresh_from_db()
    assert isinstance(sent, Application), sent
    assert application.submitted_at < application.round.closes_at < let_go_at
    assert application.submissions.get().submitted_at == application.submitted_at


def test_by_the_moment_when_its_lock_was_won_it_would_have_come_too_late(race):
    """The control: what the test above would find if the clock were read under the lock."""
    application, holds = about_to_close()

    def as_if_read_later():
        with transaction.atomic():
            locked = Application.objects.select_for_update().get(pk=application.pk)
            return can_be_sent(locked, now())

    _let_go_at, could_be_sent = race(holds, partial(comes_second, as_if_read_later))

    assert could_be_sent is False


@pytest.mark.usefixtures("transactional_db")
def test_a_request_that_arrives_after_the_instant_is_refused_and_nothing_is_lost():
    application, holds = about_to_close()
    holds()

    with pytest.raises(Refused, match="This round has closed"):
        submit_application(application, by=again(application.started_by))

    assert draft_of(Application.objects.get(pk=application.pk)).problems == []


def test_what_is_saved_while_the_round_closes_is_kept_and_the_page_says_that_it_closed(race):
    application, holds = about_to_close()
    section = Section.objects.get(round=application.round, number=1)
    by = again(application.started_by)
    save = partial(
        save_section,
        application,
        section,
        answers={"1": "Our new name"},
        version=1,
        sound=["1"],
        by=by,
    )

    _let_go_at, saved = race(holds, partial(comes_second, save))

    assert saved.version == 2, saved
    assert draft_of(Application.objects.get(pk=application.pk)).answers["1"] == "Our new name"
    page = factories.client_for(by).get(reverse("application", args=[application.reference]))
    assert "This round closed at" in page.text
