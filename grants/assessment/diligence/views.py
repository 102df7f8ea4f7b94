"""Pages of due diligence: the list, one thing on it, and the risk note."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from applicants.access import Refused, may
from grants.applications.models import Application
from grants.assessment.checking.queries import documents_to_show, eligibility_of

from . import actions, queries
from .checklist import BY_CODE
from .forms import LookUpForm, RiskForm

CASE = ("organisation", "round")


@may("grants.see_diligence", Application, methods=("GET",), with_=CASE)
def case_diligence(request, application):
    """How deep to look, what was found, and what stands open."""
    diligence = queries.diligence_of(application)
    may_write = request.user.has_perm("grants.check_application", application)
    context = {
        "application": application,
        "diligence": diligence,
        "conditions": queries.conditions_in(eligibility_of(application), diligence),
        "is_open": may_write and application.state in actions.WHILE,
    }
    return render(request, "grants/assessment/diligence/case_diligence.html", context)


@may("grants.check_application", Application, with_=CASE)
def case_look_up(request, application, code):
    """One thing on the list: what an officer found about it."""
    item = BY_CODE.get(code)
    if item is None:
        raise Http404
    found = queries.findings_by(application.diligence_checks.filter(item=code), "item")
    line = queries.line_of(application, item, found.get(code, []))
    form = LookUpForm(
        request.POST if request.method == "POST" else None,
        of=item,
        about="this",
        current=line.check,
        documents=documents_to_show(application, request.user),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.look_up(
                application,
                findings={item: form.said},
                seen={item: form.cleaned_data["seen"]},
                by=request.user,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Saved: {item.text}")
            return redirect("case_diligence", application.reference)
    context = {"application": application, "line": line, "form": form}
    return render(request, "grants/assessment/diligence/case_look_up.html", context)


@may("grants.check_application", Application, with_=CASE)
def case_risk(request, application):
    """How risky a grant would be, in an officer’s words."""
    risk = queries.risk_of(application)
    initial = {"level": risk.level, "words": risk.words} if risk else None
    form = RiskForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_risk_note(application, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The risk note is saved.")
            return redirect("case_diligence", application.reference)
    context = {"application": application, "risk": risk, "form": form}
    return render(request, "grants/assessment/diligence/case_risk.html", context)
