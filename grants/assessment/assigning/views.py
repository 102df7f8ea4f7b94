"""Pages about who assesses an application."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from applicants.access import Refused, may
from applicants.models import User
from grants.applications.models import Application
from grants.lifecycle import Stage

from . import actions, queries
from .forms import AssignForm

CASE = ("organisation", "round")


@may("grants.assign_assessor", Application, with_=CASE)
def case_assessors(request, application):
    """Who assesses it, and who else could."""
    people = queries.assessors_free_for(application)
    form = AssignForm(request.POST if request.method == "POST" else None, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            actions.assign_assessors(application, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "We have asked them by email.")
            return redirect("case_assessors", application.reference)
    context = {
        "application": application,
        "form": form,
        "asked": queries.assessors_of(application),
        "is_open": application.state == Stage.IN_ASSESSMENT,
    }
    return render(request, "grants/assessment/assigning/case_assessors.html", context)


@may("grants.assign_assessor", Application, methods=("POST",))
def case_assessor_end(request, application, pk):
    """Take an assessor off who has not filed."""
    asked = User.objects.filter(assignments__application=application).distinct()
    assessor = get_object_or_404(asked, pk=pk)
    actions.end_assignment(application, assessor=assessor, by=request.user)
    messages.success(request, f"{assessor} is no longer asked to assess this.")
    return redirect("case_assessors", application.reference)
