"""Pages about the account that a co-op is paid into."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render

from applicants.access import Refused, after_fresh_sign_in, may
from grants.applications.models import Application
from grants.awards.hosting.models import PaidCase
from grants.awards.hosting.queries import payee_of

from . import actions
from .evidence.queries import (
    file_of,
    is_asked_for,
    is_demanded,
    others_with_file_of,
    what_comes_first,
    what_is_missing,
)
from .forms import BankCheckForm, BankDetailsForm
from .queries import (
    account_shown,
    checked_accounts_of,
    current_tables,
    is_in_another_name,
    others_with_account_of,
    why_not_by,
)

THANKS = "Thank you. We check these details before we pay."


@may("grants.enter_bank_details", PaidCase, with_=("organisation",))
def bank_details(request, application):
    """Give the first account, or see the one that we hold."""
    payee = payee_of(application)
    was_checked = checked_accounts_of(payee).exists()
    if request.method == "POST" and was_checked:
        # Only the page that asks for a fresh sign-in takes the place of an account that we had
        # checked, whether or not another one was given since.
        return redirect("bank_change", reference=application.reference)
    return _give(request, application, account_shown(payee), was_checked=was_checked)


@may("grants.enter_bank_details", PaidCase, with_=("organisation",))
@after_fresh_sign_in
def bank_change(request, application):
    """Give another account in place of one that we checked."""
    return _give(request, application, account_shown(payee_of(application)), is_change=True)


def _give(request, application, details, *, is_change=False, was_checked=False):
    form = BankDetailsForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            given = actions.enter_bank_details(application, **form.cleaned_data, by=request.user)
        except actions.WrongNumber as refusal:
            form.add_error("account_number", str(refusal))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, THANKS)
            page = "account_file" if is_asked_for(given) else "bank_details"
            return redirect(page, reference=application.reference)
    context = {
        "application": application,
        "details": details,
        "file": file_of(details) if details else None,
        "is_file_needed": is_asked_for(details),
        "can_enter": application.state in actions.ENTERED_AFTER,
        "is_change": is_change,
        "was_checked": was_checked,
        "payee": payee_of(application),
        "is_host": request.user.membership_in(application.organisation_id) is None,
        "wait": _in_words(settings.BANK_CHANGE_WAIT),
        "form": form,
    }
    return render(request, "grants/payments/accounts/bank_details.html", context)


def _in_words(wait):
    hours = round(wait.total_seconds() / 3600)
    return f"{hours // 24} days" if hours % 24 == 0 and hours > 24 else f"{hours} hours"


@may("grants.check_bank_details", Application, with_=("organisation",))
def bank_check(request, application):
    details = account_shown(payee_of(application))
    form = BankCheckForm(
        request.POST if request.method == "POST" else None, is_change=_is_change(details)
    )
    if form.is_valid():
        try:
            actions.check_bank_details(application, **form.cleaned_data, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "You confirmed the bank details.")
            return redirect("bank_check", reference=application.reference)
    return _show_check(request, application, details, form)


@may("grants.check_bank_details", Application, with_=("organisation",), methods=("POST",))
def bank_reveal(request, application):
    """Show the full numbers once, and leave a history line; opening the page shows four digits."""
    details = actions.reveal_bank_details(application, by=request.user)
    form = BankCheckForm(is_change=_is_change(details))
    return _show_check(request, application, details, form, is_revealed=True)


def _may_sign(details, application):
    return details.entered_by.has_perm("grants.enter_bank_details", application)


def _is_change(details):
    return details is not None and details.is_change


def _missing(details, file, user):
    """Why nobody can check it yet; or that this person has to look at its numbers first."""
    missing = what_is_missing(details, file)
    if missing or is_demanded(details):
        return missing
    return what_comes_first(details, file, user)


def _show_check(request, application, details, form, *, is_revealed=False):
    file = file_of(details) if details else None
    context = {
        "application": application,
        "details": details,
        "file": file,
        "same_file": others_with_file_of(file) if file else [],
        "why_not_you": why_not_by(request.user, details) if details else "",
        "missing": _missing(details, file, request.user) if details else "",
        "is_file_demanded": details is not None and is_demanded(details),
        "form": form,
        "is_revealed": is_revealed,
        "tables": current_tables(),
        "others": others_with_account_of(details) if details else [],
        "is_in_another_name": details is not None and is_in_another_name(details),
        "may_sign_still": details is not None and _may_sign(details, application),
    }
    return render(request, "grants/payments/accounts/bank_check.html", context)
