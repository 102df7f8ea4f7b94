"""Pages about the file that shows an account: sending it, opening it, asking for another."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from applicants.access import Refused, may
from applicants.files.handing_out import hand_out, posted
from grants.applications.models import Application
from grants.applications.views.documents import facts_in, tell_of
from grants.awards.hosting.models import PaidCase
from grants.awards.hosting.queries import payee_of
from grants.payments.accounts.queries import account_shown

from . import actions, queries
from .forms import AccountFileForm, NotEnoughForm


@may("grants.enter_bank_details", PaidCase, with_=("organisation",))
def account_file(request, application):
    """A signatory shows that the account is theirs."""
    details = _shown(application)
    form = AccountFileForm(*posted(request))
    if form.is_valid():
        try:
            sent = actions.send_account_file(application, by=request.user, **facts_in(form))
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            tell_of(request, form, sent)
            return redirect("bank_details", reference=application.reference)
    context = {
        "application": application,
        "details": details,
        "file": queries.file_of(details),
        "is_demanded": queries.is_demanded(details),
        "payee": payee_of(application),
        "form": form,
    }
    return render(request, "grants/payments/accounts/evidence/account_file.html", context)


@may("grants.check_bank_details", Application, methods=("POST",))
def account_file_open(request, application):
    """Hand out the file to whoever checks the account, and leave a history line."""
    file = actions.look_at_account_file(application, by=request.user)
    return hand_out(file, name=file.name)


@may("grants.check_bank_details", Application, with_=("organisation",))
def account_file_ask(request, application):
    """Say that the file is not enough, and why."""
    details = _shown(application)
    form = NotEnoughForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.ask_for_account_file(application, **form.cleaned_data, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "We’ve asked for another one.")
            return redirect("bank_check", reference=application.reference)
    context = {"application": application, "details": details, "form": form}
    return render(request, "grants/payments/accounts/evidence/account_file_ask.html", context)


def _shown(application):
    details = account_shown(payee_of(application))
    if details is None:
        raise Http404
    return details
