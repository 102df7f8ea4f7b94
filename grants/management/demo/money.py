"""What finance does in the demo: runs, what the bank says of them, and what is still to do."""

from decimal import Decimal

from django.utils.timezone import localdate

from grants.closure.recovering import actions as recovering
from grants.lifecycle import Stage
from grants.models import Instalment
from grants.payments import actions as paying
from grants.payments.accounts import actions as accounts
from grants.payments.holding import actions as holding
from grants.payments.models import Outcome
from grants.payments.results import actions as banking

from .people import MICHAEL, ZOFIA

ENDED_OR_PAID = (Stage.CLOSED, Stage.IN_MONITORING)
NEW_ACCOUNT = ("118765", "64371389")


def make_payment_runs(scene, cases):
    """What finance has behind it and before it.

    Of the first run the bank's file said that one payment failed, and it was made again; one line
    of the file fits nothing; somebody wrote down that a payment came back, which a second person
    has to confirm. Of two more payments it is confirmed that one failed and one came back, and both
    wait to be made again. One run is with the bank, one is approved and waits for its file, one was
    cancelled because an account changed, and the last waits for its approval. One payment is on
    hold, and another will not be made.
    """
    preparer, approver = scene.user(ZOFIA), scene.user(MICHAEL)
    run = send_to_the_bank(due(cases, "paid"), preparer, approver)
    paying.download_payment_file(run, by=preparer)
    payments = list(run.payments.order_by("pk"))
    failed = payments[0]
    take_in_what_the_bank_says(payments, failed, by=preparer)
    again = send_to_the_bank([failed.instalment], preparer, approver)
    said = write_down(again, Outcome.PAID, by=preparer)
    banking.confirm_mark(said, by=approver)
    write_down(run, Outcome.RETURNED, payments=[payments[-1].pk], by=preparer)
    become(Outcome.PAID, Outcome.RETURNED, of=due(cases, "comes back"), people=(preparer, approver))
    become(Outcome.FAILED, of=due(cases, "fails"), people=(preparer, approver))
    paying.download_payment_file(
        send_to_the_bank(due(cases, "sent"), preparer, approver), by=preparer
    )
    run = paying.prepare_payment_run(due(cases, "sent", number=2), by=preparer)
    paying.approve_payment_run(run, by=approver)
    change_in_the_middle([case for case in cases if case.story.run == "changed"], preparer)
    stop_two(cases, preparer)
    paying.prepare_payment_run(due(cases, "prepared"), by=preparer)


def ask_for_money_back(scene, cases):
    """One co-op spent less than planned and sold what was left over: some has come, as one person
    saw. Of another co-op an approver has yet to decide."""
    by_coop = {case.story.coop: case for case in cases if case.application.state in ENDED_OR_PAID}
    less, sold = by_coop["Tanyard Tool Library"], by_coop["Pedal Post CIC"]
    asked = [
        recovering.decide_money_back(
            recovering.ask_money_back(
                less.application, amount=amount, reasons=why, days_to_pay=30, by=less.officer
            ),
            by=less.approver,
        )
        for amount, why in (
            (Decimal(240), "The shelves cost £240 less than you planned, as your report says."),
            (Decimal(60), "You sold the wood that was left over for £60."),
        )
    ]
    recovering.say_money_came(
        asked[0],
        amount=Decimal(100),
        on=localdate(),
        evidence="Statement of today, line 3.",
        by=scene.user(ZOFIA),
    )
    recovering.ask_money_back(
        sold.application,
        amount=Decimal(150),
        reasons="You gave one trailer back to the shop, and got £150 for it.",
        days_to_pay=30,
        by=sold.officer,
    )


def send_to_the_bank(instalments, preparer, approver):
    run = paying.prepare_payment_run(instalments, by=preparer)
    run = paying.approve_payment_run(run, by=approver)
    return paying.export_payment_run(run, by=preparer)


def become(*outcomes, of, people):
    """Two people say what the bank did with these instalments, one thing after the other."""
    preparer, approver = people
    run = send_to_the_bank(of, preparer, approver)
    for outcome in outcomes:
        said = write_down(run, outcome, by=preparer)
        banking.confirm_mark(said, by=approver)


def change_in_the_middle(cases, preparer):
    """A co-op gives another account while its payment waits: the run is void, and money waits."""
    run = paying.prepare_payment_run(due(cases, "changed"), by=preparer)
    for case in cases:
        accounts.enter_bank_details(
            case.application,
            account_name=case.story.account.name,
            sort_code=NEW_ACCOUNT[0],
            account_number=NEW_ACCOUNT[1],
            by=case.owner,
        )
    paying.cancel_payment_run(run, reason="They changed their account. We ring them.", by=preparer)


def stop_two(cases, preparer):
    """One payment waits because somebody said so, and one will not be made: they need less."""
    by_coop = {case.story.coop: case for case in cases}
    puppets, darning = by_coop["Fernhill Puppet Theatre"], by_coop["Dock Lane Darning CIC"]
    holding.hold_instalment(
        last_part_of(puppets),
        because="One of the five schools closes. We ask them in January how they go on.",
        by=preparer,
    )
    because = "They found a used machine, so they do not need the rest. They told us so."
    holding.hold_instalment(last_part_of(darning), because=because, by=darning.officer)
    holding.cancel_instalment(
        last_part_of(darning),
        because="You found a used machine, so you do not need the rest. Thank you for telling us.",
        by=darning.approver,
    )


def last_part_of(case):
    return case.application.award.instalments.order_by("number").last()


def write_down(run, outcome, *, payments=None, by):
    return banking.say_result(
        run,
        payments=payments,
        outcome=outcome,
        happened_on=localdate(),
        because="" if outcome == Outcome.PAID else "Account closed",
        evidence="Online banking, the list of today.",
        by=by,
    )


def take_in_what_the_bank_says(payments, failed, *, by):
    """All were paid but one; the last line is about something else."""
    today = f"{localdate():%d/%m/%Y}"
    said = dict.fromkeys(payments, "Paid,") | {failed: "Failed,Account closed"}
    lines = [
        "Reference,Amount,Date,Status,Reason",
        *(f"{one.reference},{one.amount},{today},{words}" for one, words in said.items()),
        f"HALL HIRE,85.00,{today},Paid,",
    ]
    result = banking.upload_result(
        name="payments-of-today.csv", content="\r\n".join(lines).encode(), amounts="plain", by=by
    )
    banking.apply_result(result, by=by)
    # Another bank writes other names above its columns: finance says once which is which.
    banking.upload_result(
        name="statement-of-the-other-bank.csv",
        content=f"Entry,Money,When\r\nRENT OF THE OFFICE,450.00,{today}".encode(),
        amounts="plain",
        by=by,
    )


def due(cases, run, number=1):
    """The first instalments of the cases that a story puts into this run, or those after."""
    awarded = [case.application.pk for case in cases if case.story.run == run]
    return Instalment.objects.filter(award__application__in=awarded, number=number)
