"""A fund in which everything stands once, and which can grow until it stands thirty times."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from django.utils.timezone import localdate, now

from applicants.models import Email
from grants import history
from grants.assessment import actions as assessing
from grants.awards.terms.shape import PlannedCondition
from grants.models import Instalment
from grants.monitoring.actions import send_report
from grants.payments.actions import prepare_payment_run
from tests import factories
from tests.factories.cases import colleague, with_unchecked_account
from workshops.booking.actions import book_place

BUDGET = {"budget": Decimal(9_000_000), "budget_days": Decimal(9_000)}


@dataclass
class Fund:
    """The people who open the pages, and the records that the pages are about."""

    applicant: object
    round: object
    register: object
    clients: dict = field(default_factory=dict)
    running: object = None  # in monitoring, the first one
    waiting: object = None  # in assessment, the first one
    run: object = None  # the newest payment run


def small():
    applicant = factories.person()
    fund = Fund(applicant, factories.open_round(**BUDGET), factories.session(capacity=99))
    people = {
        "officer": colleague("is_officer"),
        "assessor": colleague("is_assessor"),
        "preparer": colleague("is_finance_preparer"),
        "administrator": factories.staff("is_administrator"),
        "applicant": applicant,
    }
    fund.clients = {name: factories.client_for(user) for name, user in people.items()}
    add_one_of_each(fund)
    factories.filed(fund.waiting, factories.staff("is_assessor"))
    fund.run = prepare_payment_run(second_instalments(), by=colleague("is_finance_preparer"))
    return fund


def grow(fund, number=30):
    """Everything thirty times: cases, reports, payments, messages, members, history, bookings."""
    for _ in range(number - 1):
        add_one_of_each(fund)
    payments = second_instalments().filter(payments=None)
    fund.run = prepare_payment_run(payments, by=factories.staff("is_finance_preparer"))
    for _ in range(number):
        factories.filed(fund.waiting, factories.staff("is_assessor"))
        factories.member(fund.running.organisation)
        history.record(fund.running, verb="add_file", by=fund.applicant, note="One more")
        factories.session()
        factories.open_round()


def add_one_of_each(fund):
    facts = {"by": fund.applicant, "round": fund.round}
    running = factories.in_monitoring(terms=two_payments_and_a_lease(), **facts)
    waiting = factories.in_assessment(**facts)
    assessor = colleague("is_assessor")
    assessing.assign_assessor(waiting, assessor=assessor, by=colleague("is_officer"))
    fund.running, fund.waiting = fund.running or running, fund.waiting or waiting
    send_report(running.award.reports.get(number=1), answers={"1": "Well."}, by=fund.applicant)
    Instalment.objects.filter(award=running.award).update(released_at=now())
    # Details that nobody has checked yet stand on the co-op of another case.
    with_unchecked_account(**facts)
    message = Email.objects.filter(about=running.reference).first()
    Email.objects.filter(pk=message.pk).update(state=Email.State.FAILED, problem="No such person.")
    book_place(fund.register, by=factories.person(), name="Olu")
    book_place(factories.session(), by=fund.applicant, name="Ada")


def two_payments_and_a_lease():
    """Two payments, the second after a report; and a lease to be seen by a day."""
    lease = PlannedCondition("other", "Show us the lease.", due_on=localdate() + timedelta(60))
    reports = ["", "6 month report"]
    return factories.terms(amounts=("2000", "2000"), reports=reports, conditions=[lease])


def second_instalments():
    """What can be paid now: the first instalments of these cases are paid."""
    return Instalment.objects.filter(number=2, award__application__state="in_monitoring")
