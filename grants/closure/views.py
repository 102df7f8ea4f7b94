"""Pages at the end of an award."""

from django.contrib import messages
from django.shortcuts import redirect, render

from applicants.access import Refused, may
from grants.applications.models import Application
from grants.lifecycle import Stage

from . import actions
from .forms import CloseForm, TerminateForm
from .queries import what_is_open


@may("grants.close_award", Application, with_=("organisation",))
def case_close(request, application):
    form = CloseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.close_award(application, note=form.cleaned_data["note"], by=request.user)
        except actions.StillOpen as refusal:
            for reason in refusal.reasons:
                form.add_error(None, reason)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The award is closed. We have thanked the co-op.")
            return redirect("case", reference=application.reference)
    is_running = application.state == Stage.IN_MONITORING
    context = {
        "application": application,
        "form": form,
        "is_running": is_running,
        "still_open": what_is_open(application) if is_running else (),
    }
    return render(request, "grants/closure/case_close.html", context)


@may("grants.close_award", Application, with_=("organisation",))
def case_terminate(request, application):
    form = TerminateForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.terminate_award(
                application, reason=form.cleaned_data["reason"], by=request.user
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The grant has ended. We have told the co-op why.")
            return redirect("case", reference=application.reference)
    context = {
        "application": application,
        "form": form,
        "can_end": application.state in Application.SIGNED,
    }
    return render(request, "grants/closure/case_terminate.html", context)
