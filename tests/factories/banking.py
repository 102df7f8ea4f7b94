"""What the bank says, and payments that somebody stops."""

from grants.payments.holding import actions as holding
from grants.payments.results import actions as results

from .cases import colleague, with_bank_details


def bank_result(*lines, heads="Reference,Amount,Date", name="bank.csv", is_taken_in=True):
    """A file of the bank with these lines."""
    by = colleague("is_finance_preparer")
    content = "\n".join([heads, *lines]).encode()
    result = results.upload_result(name=name, content=content, amounts="plain", by=by)
    return results.apply_result(result, by=by) if is_taken_in else result


def _last_instalment(application):
    application = application or with_bank_details()
    return application.award.instalments.order_by("number").last()


def held_instalment(application=None, *, because="They moved."):
    """A payment that waits until somebody lets it go."""
    instalment = _last_instalment(application)
    return holding.hold_instalment(instalment, because=because, by=colleague("is_officer"))


def given_up(instalment, *, because="A smaller plan."):
    """One person holds a payment back, and an approver says that it is never made."""
    holding.hold_instalment(instalment, because=because, by=colleague("is_officer"))
    return holding.cancel_instalment(instalment, because=because, by=colleague("is_approver"))


def cancelled_instalment(application=None, *, because="A smaller plan."):
    """A payment that will never be made."""
    return given_up(_last_instalment(application), because=because)
