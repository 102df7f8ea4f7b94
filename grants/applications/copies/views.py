"""Apply again, starting from what was sent before."""

from django.contrib import messages
from django.shortcuts import redirect, render

from applicants.access import Refused, may
from grants.applications import actions
from grants.applications.models import Application

from .forms import AgainForm
from .queries import rounds_to_copy_to

CASE = ("round", "organisation")


@may("grants.edit_application", Application, with_=CASE)
def application_again(request, application):
    """Choose an open round, and begin there with the answers of this application."""
    if application.is_draft or application.submitted_at is None:
        return redirect("progress", application.reference)
    rounds = rounds_to_copy_to(application)
    form = AgainForm(request.POST if request.method == "POST" else None, rounds=rounds)
    if request.method == "POST" and form.is_valid():
        try:
            copy = actions.copy_application(
                application, round=form.cleaned_data["round"], by=request.user
            )
        except Refused as refusal:
            form.add_error("round", str(refusal))
        else:
            messages.success(request, "We’ve carried over what fits. Read it through.")
            return redirect("application", copy.reference)
    context = {"application": application, "form": form, "rounds": rounds}
    return render(request, "grants/applications/again.html", context)
