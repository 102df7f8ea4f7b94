"""Pages to ask for money back, to decide that we do, and to say what became of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render

from applicants.access import Refused, may
from grants.applications.models import Application
from grants.payments.books.places import places_for

from . import actions, queries
from .forms import (
    DropMoneyBackForm,
    MoneyBackForm,
    MoneyCameForm,
    NotBackForm,
    SettlementForm,
    WriteOffForm,
)
from .models import MoneyBack, Settlement, Way

TO_A_SECOND = "Somebody else in finance has to see it too. Until then nothing changes."
THEIR_CASE = ("award__application__organisation", "award__application__round", "asked_by")
ANSWERS = {
    Way.CAME: ("Yes, I saw it too", "No, it is not so"),
    Way.LET_GO: ("Yes, write it off", "No, don’t"),
    Way.UNDONE: ("Yes, it did not come", "No, it came"),
}
OF_A_SETTLEMENT = (
    *(f"recovery__{way}" for way in THEIR_CASE),
    *("said_by", "agreed_by", "dropped_by"),
)


@may("grants.see_money_back", Application, methods=("GET",), with_=("organisation",))
def case_money_back(request, application):
    """What was asked back, or is to be."""
    out, sent_back = queries.still_out(application)
    context = {
        "application": application,
        "recoveries": queries.recoveries_of(application),
        "out": out,
        "sent_back": sent_back,
        "most": queries.most_that_can_be_asked(application),
        "may_ask": request.user.has_perm("grants.ask_money_back", application),
        "may_decide": request.user.has_perm("grants.decide_money_back", application),
        "may_record": request.user.has_perm("grants.record_money_back", application),
    }
    return render(request, "grants/closure/recovering/case_money_back.html", context)


@may("grants.see_ledger", methods=("GET",))
def money_back_list(request):
    """What should still come back, the earliest last day first."""
    page = Paginator(queries.unsettled_recoveries(request.user), 50)
    context = {
        "page_obj": page.get_page(request.GET.get("page")),
        "places": places_for(request.user, "money_back_list"),
    }
    return render(request, "grants/closure/recovering/money_back_list.html", context)


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
            seen = request.POST.get("seen", "")
            actions.decide_money_back(recovery, seen=seen, by=request.user)
        except Refused as refusal:
            refused = str(refusal)
        else:
            messages.success(request, "The letter is being made. The co-op gets it in a minute.")
            return redirect("case_money_back", recovery.application.reference)
    letter = queries.letter_before_it_goes(recovery)
    context = {
        "recovery": recovery,
        "application": recovery.application,
        "html": letter.html,
        "seen": letter.fingerprint,
        "problem": letter.problem or refused,
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


@may("grants.record_money_back", MoneyBack, with_=THEIR_CASE)
def money_back_came(request, recovery):
    """One person in finance says what came; a second one has to see it too."""
    form = MoneyCameForm(request.POST if request.method == "POST" else None)
    return _say(request, recovery, form, actions.say_money_came, TO_A_SECOND, Way.CAME)


@may("grants.record_money_back", Application, with_=("organisation",))
def money_back_unasked(request, application):
    """One person in finance says what came unasked; a second one has to see it too."""
    form = MoneyCameForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.say_unasked_money(application, **form.cleaned_data, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, TO_A_SECOND)
            return redirect("case_money_back", application.reference)
    context = {"application": application, "form": form}
    return render(request, "grants/closure/recovering/money_back_unasked.html", context)


@may("grants.ask_money_back", MoneyBack, with_=THEIR_CASE)
def money_back_write_off(request, recovery):
    """An officer says what we should let go, and why; an approver decides."""
    form = WriteOffForm(request.POST if request.method == "POST" else None)
    said = "An approver decides now. The co-op knows nothing of it yet."
    return _say(request, recovery, form, actions.ask_to_write_off, said, Way.LET_GO)


def _say(request, recovery, form, action, said, way):
    if form.is_valid():
        try:
            action(recovery, **form.cleaned_data, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return redirect("case_money_back", recovery.application.reference)
    page = f"grants/closure/recovering/money_back_{'came' if way == Way.CAME else 'write_off'}.html"
    context = {"recovery": recovery, "application": recovery.application, "form": form}
    return render(request, page, context)


@may("grants.settle_money_back", Settlement, with_=OF_A_SETTLEMENT)
def settlement(request, settlement):
    """A second person answers what a first one said about money that was asked back.

    What two people said came, one may say did not come, for a second one to answer.
    """
    if settlement.may_be_corrected and "answer" not in request.POST:
        return _correct(request, settlement)
    is_own = settlement.said_by_id == request.user.pk
    yes, no = ANSWERS[settlement.way]
    form = SettlementForm(
        request.POST if request.method == "POST" else None,
        yes=yes,
        no="I take it back" if is_own else no,
        may_say_yes=not is_own,
    )
    if form.is_valid():
        try:
            _answer(settlement, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your answer is saved.")
            return redirect("case_money_back", settlement.application.reference)
    out, sent_back = queries.still_out(settlement.application)
    context = {
        "settlement": settlement,
        "application": settlement.application,
        "out": out,
        "sent_back": sent_back,
        "form": form,
        "is_own": is_own,
    }
    return render(request, "grants/closure/recovering/settlement.html", context)


def _correct(request, settlement):
    """One person says that it did not come after all; a second one has to see it too."""
    form = NotBackForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            because = form.cleaned_data["wrong_because"]
            actions.say_it_did_not_come(settlement, because=because, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, TO_A_SECOND)
            return redirect("case_money_back", settlement.application.reference)
    context = {
        "settlement": settlement,
        "application": settlement.application,
        "form": form,
        "may_correct": True,
    }
    return render(request, "grants/closure/recovering/settlement.html", context)


def _answer(settlement, *, answer, because, by):
    if answer == "yes":
        actions.agree_settlement(settlement, by=by)
    else:
        actions.drop_settlement(settlement, because=because, by=by)
