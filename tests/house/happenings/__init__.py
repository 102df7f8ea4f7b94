"""Every event of a case, a workshop and an organisation, done by the people who do it."""

from grants.awards.subsidy.actions import ask_again
from grants.monitoring import actions as monitoring
from tests import factories
from tests.factories.cases import colleague
from tests.house import every_stage

from .applying import everything_of_applying
from .awarding import (
    everything_of_awarding,
    payments_that_are_stopped,
    tell_of_payments_that_did_not_arrive,
)
from .judging import everything_of_judging
from .organisations import everything_of_an_organisation
from .workshops import everything_of_workshops


def make_everything_happen():
    every_end()
    everything_of_applying()
    everything_of_judging()
    everything_of_awarding()
    running = everything_of_reporting()
    everything_of_workshops(booker=running.started_by)
    everything_of_an_organisation(running.organisation, owner=running.started_by)
    factories.issue_letters()


def every_end():
    """How a case can end."""
    every_stage.withdrawn()
    factories.ineligible()
    every_stage.lapsed()
    every_stage.terminated()
    factories.review_answered(outcome="upheld")
    factories.review_answered()
    factories.offered(awarded=0)
    factories.closed()
    back = factories.settled_back(factories.money_that_came()).recovery
    factories.settled_back(factories.to_write_off(back))
    factories.settled_back(factories.not_back())


def everything_of_reporting():
    """Reports that are accepted and returned, and payments that fail."""
    officer = colleague("is_officer")
    in_two_parts = factories.in_monitoring(instalments=2)
    first = monitoring.send_report(
        in_two_parts.award.reports.get(number=1),
        answers={"1": "Well."},
        by=in_two_parts.started_by,
    )
    monitoring.accept_report(first, by=officer)
    running = factories.in_monitoring()
    report = monitoring.send_report(
        running.award.reports.get(number=1), answers={"1": "Well."}, by=running.started_by
    )
    monitoring.return_report(report, note="How many people?", by=officer)
    ask_again(running.award, by=officer)
    tell_of_payments_that_did_not_arrive()
    payments_that_are_stopped()
    return running
