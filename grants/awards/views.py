"""The page to say no early."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.timezone import now

from applicants.access import Refused, may
from grants.applications.models import Application
from grants.assessment.checking.queries import eligibility_of
from grants.funds.queries import other_open_rounds
from workshops.queries import sessions_on

from . import actions
from .forms import IneligibleForm


@may("grants.check_application", Application, with_=("organisation", "round"))
def case_ineligible(request, application):
    """Say no early, in a letter with a kind reason and something that could help instead."""
    form = IneligibleForm(
        request.POST if request.method == "POST" else None,
        sessions=sessions_on(request.user, now()),
        rounds=other_open_rounds(application.round),
    )
    if request.method == "POST" and form.is_valid():
        reason, alternatives = form.cleaned_data["reason"], form.alternatives
        try:
            actions.rule_ineligible(
                application, reason=reason, alternatives=alternatives, by=request.user
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The letter is being made. The co-op gets it in a minute.")
            return redirect("case", application.reference)
    tests = eligibility_of(application)
    failed = [test for test in tests if test.check_made and test.check_made.is_fail]
    context = {"application": application, "form": form, "failed": failed}
    return render(request, "grants/awards/case_ineligible.html", context)
