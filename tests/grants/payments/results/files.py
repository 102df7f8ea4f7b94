"""Files as banks write them, and the payments that they are about."""

from django.utils.timezone import localdate

from grants.models import Instalment
from grants.payments import actions as paying
from grants.payments.results import actions
from tests.factories.cases import colleague, with_bank_details

HEADS = "Reference,Amount,Date,Status,Reason"


def in_one_run(*applications):
    """A run that went to the bank with what is due to these."""
    cases = [one.pk for one in applications]
    due = Instalment.objects.filter(award__application__in=cases).exclude(released_at=None)
    run = paying.prepare_payment_run(due, by=colleague("is_finance_preparer"))
    run = paying.approve_payment_run(run, by=colleague("is_finance_approver"))
    return paying.export_payment_run(run, by=colleague("is_finance_preparer"))


def sent(number=1, **facts):
    """The payments of one run that is with the bank."""
    run = in_one_run(*(with_bank_details(**facts) for _ in range(number)))
    return list(run.payments.order_by("pk"))


def line_of(payment, *, status="", reason="", on=None, amount=None, reference=None):
    return ",".join(
        (
            reference if reference is not None else payment.reference,
            f"{payment.amount:.2f}" if amount is None else amount,
            f"{on or localdate():%d/%m/%Y}",
            status,
            reason,
        )
    )


def file_of(*lines, heads=HEADS):
    return "\r\n".join([heads, *lines, ""])


def uploaded(*lines, by=None, name="bank.csv", amounts="plain", **facts):
    content = file_of(*lines, **facts).encode()
    by = by or colleague("is_finance_preparer")
    return actions.upload_result(name=name, content=content, amounts=amounts, by=by)


def taken_in(*lines, by=None, **facts):
    by = by or colleague("is_finance_preparer")
    return actions.apply_result(uploaded(*lines, by=by, **facts), by=by)


def verdicts(result):
    return list(result.lines.order_by("number").values_list("verdict", flat=True))


def whys(result):
    return list(result.lines.order_by("number").values_list("why", flat=True))


def preparer():
    return colleague("is_finance_preparer")


def outcomes(*payments):
    for payment in payments:
        payment.refresh_from_db()
    return [payment.outcome for payment in payments]
