"""Pages to ask for money back, and to decide that we do."""

from django.contrib import messages
from django.shortcuts import redirect, render

from applicants.access import Refused, may
from grants.applications.models import Application

from . import actions, queries
from .forms import DropMoneyBackForm, MoneyBackForm
from .models import MoneyBack

THEIR_CASE = ("award__application__organisation", "award__application__round", "asked_by")


@may("grants.see_money_back", Application, methods=("GET",), with_=("organisation",))
def case_money_back(request, application):
    """What was asked back, or is to be."""
    context = {
        "application": application,
        "recoveries": queries.recoveries_of(application),
        "most": queries.most_that_can_be_asked(application),
        "may_ask": request.user.has_perm("grants.ask_money_back", application),
        "may_decide": request.user.has_perm("grants.decide_money_back", application),
    }
    return render(request, "grants/closure/recovering/case_money_back.html", context)


@may("grants.ask_money_back", Application, with_=("organisation",))
def money_back_ask(request, application):
    """An officer writes how much, why, and by when; an approver decides."""
    form = MoneyBackForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.ask_money_back(application, **form.cleaned_data, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "An approver decides now. The co-op knows nothing of it yet.")
            return redirect("case_money_back", application.reference)
    most = queries.most_that_can_be_asked(application)
    context = {"application": application, "form": form, "most": most}
    return render(request, "grants/closure/recovering/money_back_ask.html", context)


@may("grants.decide_money_back", MoneyBack, with_=THEIR_CASE)
def money_back_decide(request, recovery):
    """An approver reads the letter as it will be, and has it sent."""
    refused = ""
    if request.method == "POST":
        try:
            actions.decide_money_back(recovery, by=request.user)
        except Refused as refusal:
            refused = str(refusal)
        else:
            messages.success(request, "The letter is being made. The co-op gets it in a minute.")
            return redirect("case_money_back", recovery.application.reference)
    html, problem = queries.letter_before_it_goes(recovery)
    context = {
        "recovery": recovery,
        "application": recovery.application,
        "html": html,
        "problem": problem or refused,
        "is_own": recovery.asked_by_id == request.user.pk,
    }
    status = 409 if refused else 200
    page = "grants/closure/recovering/money_back_decide.html"
    return render(request, page, context, status=status)


@may("grants.drop_money_back", MoneyBack, with_=THEIR_CASE)
def money_back_drop(request, recovery):
    """We don’t ask for it after all."""
    form = DropMoneyBackForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.drop_money_back(recovery, **form.cleaned_data, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "We don’t ask for this money. The co-op knows nothing of it.")
            return redirect("case_money_back", recovery.application.reference)
    context = {"recovery": recovery, "application": recovery.application, "form": form}
    return render(request, "grants/closure/recovering/money_back_drop.html", context)
