"""Pages for when the owner of a co-op cannot be reached."""

from django.contrib import messages
from django.shortcuts import redirect, render

from applicants import actions, queries
from applicants.access import Refused, may
from applicants.actions.recoveries import WAIT
from applicants.forms import RecoveryDecisionForm, RecoveryForm
from applicants.models import Organisation

from .sent import sent


@may("applicants.ask_for_owner", Organisation)
def recovery_start(request, organisation):
    form = RecoveryForm(sent(request), members=queries.members_who_could_own(organisation))
    if form.is_valid():
        try:
            actions.start_recovery(
                organisation,
                new_owner=form.cleaned_data["member"].user,
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "We’re telling everybody who acts for it.")
            return redirect("recovery", organisation.reference)
    context = {"form": form, "organisation": organisation}
    return render(request, "applicants/recovery_start.html", context)


def _open_recovery(organisation):
    recovery = queries.open_recovery_of(organisation)
    if recovery is None:
        raise Refused("This has an answer already. See the page of the co-op.")
    return recovery


@may("applicants.see_organisation", Organisation, methods=("GET",))
def recovery(request, organisation):
    """How the request stands, and what this reader can do about it."""
    found, user = queries.open_recovery_of(organisation), request.user
    if found is None:
        return redirect(organisation)  # a link in an older email
    can_ask = user.has_perm("applicants.ask_for_owner", organisation)
    owns = user.has_perm("applicants.change_organisation", organisation)
    context = {
        "organisation": organisation,
        "recovery": found,
        "earliest": found.started_at + WAIT,
        "can_agree": can_ask and found.agreed_by is None and found.started_by != user,
        "can_stop": owns or found.started_by == user,
        "can_decide": user.has_perm("applicants.decide_recovery"),
    }
    return render(request, "applicants/recovery.html", context)


@may("applicants.ask_for_owner", Organisation, methods=("POST",))
def recovery_agree(request, organisation):
    actions.agree_to_recovery(_open_recovery(organisation), by=request.user)
    messages.success(request, "Thank you. An officer looks at it now.")
    return redirect("recovery", organisation.reference)


@may("applicants.leave_organisation", Organisation, methods=("POST",))
def recovery_stop(request, organisation):
    actions.stop_recovery(_open_recovery(organisation), by=request.user)
    messages.success(request, "It is stopped. Nothing has changed, and we’re telling everybody.")
    return redirect(organisation)


@may("applicants.decide_recovery", Organisation)
def recovery_decide(request, organisation):
    found = _open_recovery(organisation)
    form = RecoveryDecisionForm(sent(request))
    if form.is_valid():
        is_yes = form.cleaned_data["answer"] == "yes"
        decide = actions.approve_recovery if is_yes else actions.refuse_recovery
        try:
            decide(found, note=form.cleaned_data["note"], by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your answer is saved. We’re telling everybody.")
            return redirect(organisation)
    context = {"form": form, "organisation": organisation, "recovery": found}
    return render(request, "applicants/recovery_decide.html", context)
