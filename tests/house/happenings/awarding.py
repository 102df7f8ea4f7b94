"""Offers, letters, evidence, payments."""

from datetime import timedelta

import time_machine
from django.conf import settings
from django.utils.timezone import localtime

from applicants.actions import merge_organisations
from grants.awards.agreeing.actions import turn_down_award
from grants.awards.agreeing.reminders import remind_signatories
from grants.awards.hosting.actions import end_hosting
from grants.awards.subsidy.reminders import remind_to_confirm
from grants.awards.terms.actions import change_schedule
from grants.awards.terms.evidence import actions as evidence
from grants.awards.terms.evidence.queries import what_stands
from grants.awards.terms.queries import fingerprint
from grants.awards.terms.schedule import equal_parts
from grants.payments import actions as paying
from grants.payments.accounts import actions as accounts
from grants.payments.accounts.evidence import actions as account_files
from grants.payments.holding.actions import let_go_instalment
from grants.tasks import scan_files
from tests import factories
from tests.factories.cases import colleague, settled, with_bank_details
from tests.factories.clamd import EICAR, a_scanner
from tests.factories.evidence import with_lease
from tests.factories.letters import AGAIN
from tests.factories.people import owner_of


def everything_of_awarding():
    factories.offered(terms=factories.terms(conditions=[("Send us a copy of your lease.", 1)]))
    every_letter_that_may_come_again()
    every_answer_to_an_offer()
    plan_payments_anew(factories.accepted(), by=colleague("is_officer"))
    factories.issue_letters()
    what_became_of_evidence()
    another_route()


def another_route():
    """An officer proposes it twice: an approver says no, and then agrees."""
    application = factories.accepted(confirmed=False)
    factories.route_dropped(factories.route_proposed(application))
    factories.agreed_route(factories.route_proposed(application))


def every_answer_to_an_offer():
    """One is signed by both, after reminders and more time; one is turned down; one is hosted."""
    application = factories.offered()
    factories.add_signatories(application)
    last = localtime(application.award.respond_by).replace(hour=9)
    for days in (7, 0):
        with time_machine.travel(last - timedelta(days=days)):
            remind_signatories()
    factories.extended(application)
    factories.all_sign(application)
    with time_machine.travel(localtime().replace(hour=9) + timedelta(days=7)):
        remind_to_confirm()
    unwanted = factories.offered(joint=[factories.organisation()])
    turn_down_award(unwanted, reason="We found a bank.", by=unwanted.started_by)
    group = factories.offered(of=factories.organisation(legal_form="not_formed"))
    with time_machine.travel(last - timedelta(days=7)):
        remind_signatories()
    first = factories.hosted(group)
    end_hosting(first, reason="We have no treasurer.", by=owner_of(first.host))
    host = factories.hosted(group).host
    factories.all_sign(group)
    officer = factories.staff("is_officer")
    merge_organisations(host, into=factories.organisation(), reason="One body.", by=officer)


def every_letter_that_may_come_again():
    """Written as the rooms that know their facts write them."""
    application = factories.accepted()
    factories.letter_wording(AGAIN[0])
    for kind in AGAIN:
        factories.queued_letter(kind, of=application)
    factories.issue_letters()


def plan_payments_anew(application, *, by):
    """One payment becomes two."""
    one = application.award.instalments.get()
    change_schedule(
        application.award,
        equal_parts(one.amount, 2, one.due_on, 1),
        reason="They open later.",
        seen=fingerprint([one]),
        by=by,
    )


def payments_that_are_stopped():
    """One is let go by somebody else than who held it; another is never made."""
    hold = factories.held_instalment(with_bank_details())
    let_go_instalment(hold.instalment, because="They rang us.", by=colleague("is_approver"))
    factories.cancelled_instalment()


def tell_of_payments_that_did_not_arrive():
    """One failed and was made again; that one came back."""
    application = with_bank_details()
    for last in ("failed", "returned"):
        run = paying.prepare_payment_run(
            application.award.instalments.all(), by=colleague("is_finance_preparer")
        )
        run = paying.approve_payment_run(run, by=colleague("is_finance_approver"))
        run = paying.export_payment_run(run, by=colleague("is_finance_preparer"))
        if last == "returned":
            settled(run)
        settled(run, last)


def what_became_of_evidence():
    """A lease and a bank letter: each is not enough, and each of the next holds a virus."""
    officer, application = colleague("is_officer"), with_lease()
    sent = factories.sent_evidence(application)
    seen = what_stands([sent])
    evidence.ask_for_more(sent.condition, missing="The last page.", seen=seen, by=officer)
    given = {"account_name": "Bakers", "sort_code": "089999", "account_number": "66374957"}
    accounts.enter_bank_details(application, **given, by=application.started_by)
    factories.shown_account(application)
    account_files.look_at_account_file(application, by=officer)
    account_files.ask_for_account_file(application, reason="It has no date.", by=officer)
    bad = b"%PDF-1.7\n" + EICAR
    factories.sent_evidence(application, content=bad)
    factories.shown_account(application, content=bad)
    with a_scanner(settings):
        scan_files()
