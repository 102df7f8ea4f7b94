"""What came of payments, and money back."""

from grants.monitoring.actions import send_report
from grants.payments import actions as paying
from tests import factories
from tests.factories.cases import said, with_bank_details

from .awards import harmful_terms
from .harm import HARM, co_op


def money_comes_and_goes(cases, people, facts):
    """An account, a grant that runs and must give some back, a run of payments and its answer."""
    owner = facts["by"]
    cases["with bank details"] = with_bank_details(**facts, of=co_op(owner, "bank"))
    running = factories.in_monitoring(
        **facts, of=co_op(owner, "running"), terms=harmful_terms(people)
    )
    cases["running"] = running
    first = running.award.reports.get(number=1)
    send_report(first, answers={"1": f"All well. {HARM}"}, by=owner)
    back = factories.money_back(running, amount="2", reasons=f"Sold {HARM}", by=people["approver"])
    factories.money_that_came(back, amount="1", evidence=f"Line 4 {HARM}", by=people["preparer"])
    factories.money_back_asked(running, amount="1", reasons=f"Sold {HARM}", by=people["officer"])
    due = cases["with bank details"].award.instalments.all()
    paying.prepare_payment_run(due, by=people["preparer"])
    what_the_bank_says(people, of=co_op(owner, "failed"), **facts)


def what_the_bank_says(people, **facts):
    """A run of which one part failed, and one waits to be confirmed; one file is not taken in."""
    application = with_bank_details(**facts)
    run = paying.prepare_payment_run(application.award.instalments.all(), by=people["preparer"])
    run = paying.approve_payment_run(run, by=people["payer"])
    run = paying.export_payment_run(run, by=people["preparer"])
    said(run, "failed", because=f"Closed {HARM}", evidence=f"Page 2 {HARM}", by=people["preparer"])
    factories.bank_result("RENT,450.00,01/01/2026")
    factories.bank_result("LATER,1.00,01/01/2026", is_taken_in=False)
    factories.bank_result("A,1,2", heads="One,Two,Three", is_taken_in=False)
