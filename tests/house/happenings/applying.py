"""Partners, questions, more time: what somebody hears who applies."""

from datetime import timedelta

import time_machine
from django.utils.timezone import now

from grants.applications import actions as applying
from grants.applications.partners import actions as joining
from grants.applications.reminders import remind_drafts
from grants.funds.actions import answer_enquiry
from tests import factories
from tests.factories.cases import colleague
from tests.factories.people import owner_of


def everything_of_applying():
    every_answer_of_a_partner()
    what_partners_hear()
    officer, asked = colleague("is_officer"), factories.submitted()
    factories.message(asked, by=officer)
    factories.message(asked)
    applying.return_for_changes(asked, note="Add your prices.", by=officer)
    factories.with_virus()
    factories.more_time(factories.draft())
    no = factories.asked_for_more_time(factories.draft())
    applying.refuse_more_time(no, answer="The panel meets that day.", by=officer)
    remind_of(factories.draft())
    answer_enquiry(factories.asked(), wording="Does rent count?", answer="Yes.", by=officer)
    factories.dates_moved(factories.draft(round=factories.open_round()).round)


def every_answer_of_a_partner():
    """One says yes and is asked again, one says no, one is taken off; and then it is sent."""
    oak = factories.organisation()
    application = factories.draft(joint=[factories.organisation(), oak, factories.organisation()])
    yes, no, gone = application.partners.order_by("pk")
    application.partners.update(asked_at=now() - timedelta(hours=1))
    joining.ask_again(yes, by=application.started_by)
    joining.decline_partner(no, reason="Our mill burnt down.", by=owner_of(oak))
    joining.remove_partner(gone, by=application.started_by)
    factories.submitted(joint=[factories.organisation()])


def what_partners_hear():
    """Two mornings, more time, another date; and then the lead takes it back."""
    application = factories.draft(joint=[factories.organisation()])
    remind_of(application)
    factories.more_time(application)
    factories.dates_moved(application.round)
    applying.withdraw_application(application, by=application.started_by)


def remind_of(draft):
    """The last morning of a draft, and the morning after it."""
    for moment in (draft.round.closes_at, draft.round.closes_at + timedelta(days=1.5)):
        with time_machine.travel(moment - timedelta(seconds=1)):
            remind_drafts()
