"""Who opens the pages of payments, and runs at each stage."""

from decimal import Decimal

from django.urls import reverse
from django.utils.timezone import localdate

from grants.awards.terms.schedule import plan_instalments
from grants.ledger import LedgerKind, enter
from grants.models import Award, Instalment
from grants.payments import actions
from tests import factories
from tests.factories.cases import colleague

TYPED = {
    "account_name": "Weir Lane Bakers",
    "sort_code": "08-99-99",
    "account_number": "6637 4958",
}


def preparer():
    return factories.client_for(colleague("is_finance_preparer"))


def approver():
    return factories.client_for(colleague("is_finance_approver"))


def officer():
    return factories.client_for(colleague("is_officer"))


def signatory(application):
    return factories.client_for(application.started_by)


def page(response):
    assert response.status_code == 200
    return response.content.decode()


def letter_opened(application):
    """The bytes of the bank letter, as an officer gets them."""
    answer = officer().post(reverse("account_file_open", args=[application.reference]))
    return b"".join(answer.streaming_content)


def chosen(client, keys, **more):
    """The page that says what these come to, and what it sends when it is agreed to."""
    response = client.post(reverse("run_choose"), {"instalments": keys, **more})
    shown = response.context
    if "chosen" not in shown:
        return response, None
    return response, {"instalments": shown["sent"], "seen": shown["chosen"].seen}


def due(application):
    return Instalment.objects.filter(award__application=application).exclude(released_at=None)


def prepared(application):
    return actions.prepare_payment_run(due(application), by=colleague("is_finance_preparer"))


def approved(application):
    return actions.approve_payment_run(prepared(application), by=colleague("is_finance_approver"))


def exported(application):
    return actions.export_payment_run(approved(application), by=colleague("is_finance_preparer"))


def to(name, run):
    return reverse(name, args=[run.reference])


def more_instalments(application, number):
    """An award with many parts, all of them ready."""
    award = Award.objects.get(application=application)
    award.amount += 9_000
    award.save()
    more = award.amount - application.ledger.all().balance().committed
    enter(application, LedgerKind.COMMITMENT, more, key=f"{award}/more", by=None)
    Instalment.objects.bulk_create(
        Instalment(
            award=award,
            number=planned.number + 100,
            amount=planned.amount,
            due_on=planned.due_on,
            needs=planned.after_report,
            released_at=application.submitted_at if planned.number % 2 else None,
        )
        for planned in plan_instalments(Decimal(9_000), number, localdate())
    )
