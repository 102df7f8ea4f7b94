"""An offer whose letter comes late, or not at all: no date passes before the letter is there."""

from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import localdate, localtime, now

from applicants.models import Email
from grants.awards.agreeing.actions import lapse_offers
from grants.awards.agreeing.queries import unanswered_offers
from grants.awards.agreeing.reminders import remind_signatories
from grants.casework.today import things_for
from grants.history import faults_in
from grants.models import Award, Letter
from grants.templatetags.words import day, moment
from tests import factories
from tests.factories import client_for
from tests.factories.cases import colleague

from .an_offer import just_decided, offer

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def letter_of(application):
    return Letter.objects.get(application=application, kind="offer")


def its_date_passes():
    """By the clock of the database, which no test can turn."""
    Award.objects.update(respond_by=now() - timedelta(minutes=1))


def test_an_offer_whose_letter_was_never_made_does_not_end():
    application = just_decided()
    Letter.objects.update(problem="Our typeface has no shape for it.")
    award = application.award

    with time_machine.travel(award.respond_by - timedelta(hours=3)):
        assert remind_signatories() == 0
    its_date_passes()
    assert lapse_offers() == 0
    shown = client_for(application.started_by).get(offer(application)).text
    assert not unanswered_offers(colleague("is_officer")).exists()

    application.refresh_from_db()
    assert application.state == "offered"
    assert application.ledger.balance().committed == 4000
    assert "Your offer letter is still being made." in shown
    assert "has passed" not in shown
    assert not Email.objects.filter(event__startswith="grants/offer_").exists()


def test_the_days_to_answer_count_from_the_letter():
    application = just_decided()
    Letter.objects.update(problem="Our typeface has no shape for it.")
    first = application.award.respond_by
    later = now() + timedelta(days=40)

    with time_machine.travel(later):
        Letter.objects.update(problem="")
        factories.issue_letters()
        today = localdate()
        assert lapse_offers() == 0

    letter = letter_of(application)
    award = type(application.award).objects.get(pk=application.award.pk)
    assert award.respond_by == first + timedelta(days=40)
    assert letter.dated_on == today
    assert moment(award.respond_by) in letter.html
    assert moment(first) not in letter.html
    assert application.history.filter(verb="date_offer_anew").count() == 1
    assert faults_in(application) == []
    its_date_passes()
    assert lapse_offers() == 1


def test_a_letter_of_the_same_day_moves_nothing():
    application = just_decided()
    before = application.award.respond_by

    factories.issue_letters()

    application.award.refresh_from_db()
    assert application.award.respond_by == before
    assert not application.history.filter(verb="date_offer_anew").exists()


def test_more_time_that_was_given_meanwhile_is_not_taken_away():
    application = just_decided()
    factories.extended(application, days=60)
    until = localtime(application.award.respond_by).date() + timedelta(days=60)

    with time_machine.travel(now() + timedelta(days=3)):
        factories.issue_letters()

    application.award.refresh_from_db()
    assert localtime(application.award.respond_by).date() == until
    assert day(until) in letter_of(application).html


def test_a_letter_that_nobody_makes_is_the_first_thing_to_do():
    application = just_decided()
    officer = colleague("is_officer")
    said = f"The letter to {application.organisation} could not be made"
    assert said not in [thing.text for thing in things_for(officer)]

    with time_machine.travel(now() + timedelta(hours=2)):
        assert said in [thing.text for thing in things_for(officer)]


def test_a_plan_in_other_letters_stops_no_letter():
    application = just_decided()
    letter = letter_of(application)
    letter.words = {**letter.words, "purpose": "We bake 面包 and חלה."}
    letter.save()

    factories.issue_letters()

    html = letter_of(application).html
    assert "We bake [Chinese, Japanese or Korean letters] and [Hebrew letters]." in html
