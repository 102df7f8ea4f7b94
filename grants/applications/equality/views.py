"""Two pages: the questions, for the person who sends; the counts, for officers and auditors."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from applicants.access import may
from grants.applications.models import Application

from . import actions, queries
from .forms import EqualityForm


@may("grants.submit_application", Application, with_=("round", "organisation"))
def application_equality(request, application):
    """Answer some questions about yourself, or leave them."""
    back = reverse("application_check", args=[application.reference])
    if not actions.may_still_answer(application):
        return redirect(back)
    form = EqualityForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and "skip" in request.POST:
        return redirect(f"{back}#send")
    if request.method == "POST" and form.is_valid():
        actions.save_equality_answers(application, answers=form.answers(), by=request.user)
        messages.success(request, "Thank you for telling us about you. Now send your application.")
        return redirect(f"{back}#send")
    context = {"application": application, "form": form, "form_errors": bool(form.errors)}
    return render(request, "grants/applications/equality.html", context)


@may("grants.see_equality_report", methods=("GET",))
def equality_report(request):
    """How many gave each answer, round by round."""
    context = {"reports": queries.equality_report()}
    return render(request, "grants/applications/equality_report.html", context)
