"""Pages of the check: is it eligible, must it go back, can assessment start?"""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.timezone import now

from applicants.access import Refused, may
from grants.applications.actions import return_for_changes
from grants.applications.attendance.queries import attendance_for
from grants.applications.models import Application
from grants.applications.queries import (
    form_sent,
    has_unknown_postcode,
    last_submission,
    submitted_answers,
    terms_missed,
)
from grants.applications.sheet import sheet_of
from grants.lifecycle import Stage

from . import actions, queries
from .forms import ReturnForm, eligibility_forms
from .public_money import public_money_of

CASE = ("organisation", "round")


@may("grants.check_application", Application, with_=CASE)
def case_eligibility(request, application):
    """Each eligibility test with a result and a reason."""
    tests = queries.eligibility_of(application)
    forms = eligibility_forms(
        request.POST if request.method == "POST" else None,
        tests=tests,
        documents=queries.documents_to_show(application, request.user),
    )
    if request.method == "POST" and all(form.is_valid() for form in forms):
        try:
            actions.check_eligibility(
                application,
                results={form.of: form.said for form in forms},
                seen={form.of: form.cleaned_data["seen"] for form in forms},
                by=request.user,
            )
        except Refused as refusal:
            forms[0].add_error(None, str(refusal))
        else:
            messages.success(request, "The eligibility check is saved.")
            return redirect("case_eligibility", application.reference)
    answers = submitted_answers(application) or {}
    context = {
        "application": application,
        "form": forms,
        "form_errors": any(form.errors for form in forms),
        "tests": tests,
        "is_open": application.state == Stage.SUBMITTED,
        "verdict": queries.verdict_on(tests),
        "terms_missed": terms_missed(application, answers),
        "has_unknown_postcode": has_unknown_postcode(application, answers),
        "attendance": attendance_for(application, now()),
        "public_money": public_money_of(application),
    }
    return render(request, "grants/assessment/checking/case_eligibility.html", context)


@may("grants.check_application", Application, with_=CASE)
def case_start_assessment(request, application):
    """Ask once more, then open it to assessors."""
    if request.method == "POST":
        actions.start_assessment(application, by=request.user)
        messages.success(request, "Assessment has started. Now choose the assessors.")
        return redirect("case_assessors", application.reference)
    context = {"application": application, "tests": queries.eligibility_of(application)}
    return render(request, "grants/assessment/checking/case_start_assessment.html", context)


@may("grants.check_application", Application, with_=CASE)
def case_return(request, application):
    """Hand it back to the co-op, saying what to change."""
    sent = last_submission(application)
    listed = sheet_of(form_sent(sent), sent.answers)
    form = ReturnForm(request.POST if request.method == "POST" else None, sheet=listed)
    if request.method == "POST" and form.is_valid():
        try:
            return_for_changes(application, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "It is with the co-op again. We have told them why.")
            return redirect("case", application.reference)
    context = {"application": application, "form": form}
    return render(request, "grants/assessment/checking/case_return.html", context)
