"""The page where somebody says that they are too close."""

from django.contrib import messages
from django.shortcuts import redirect, render

from applicants.access import Refused, may
from grants.applications.models import Application

from . import actions
from .forms import ConflictForm

CASE = ("organisation", "round")


@may("grants.declare_conflict", Application, with_=CASE)
def conflict_declare(request, application):
    """Say that you are too close; the case closes to you at once."""
    form = ConflictForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.declare_conflict(application, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Thank you for telling us. This case is now closed to you.")
            return redirect("home")
    context = {"application": application, "form": form}
    return render(request, "grants/assessment/conflicts/conflict_declare.html", context)
