"""The page that sends a case to the panel."""

from django.contrib import messages
from django.shortcuts import redirect, render

from applicants.access import Refused, may
from grants.applications.models import Application
from grants.assessment.checking.queries import eligibility_of
from grants.assessment.diligence.queries import conditions_in, diligence_of
from grants.assessment.scoring.queries import must_score_first, scores_of

from . import actions, queries
from .forms import RecommendationForm

CASE = ("organisation", "round")


@may("grants.refer_application", Application, with_=CASE)
def case_refer(request, application):
    """Send it to the panel with the officer’s advice."""
    form = RecommendationForm(
        request.POST if request.method == "POST" else None,
        initial=queries.recommendation_before(application),
        application=application,
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.refer_to_panel(application, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "It is with the panel.")
            return redirect("case", application.reference)
    diligence = diligence_of(application)
    must_wait = must_score_first(application, request.user)
    context = {
        "application": application,
        "form": form,
        "earlier": queries.recommendations_of(application),
        "open": diligence.open_in_words,
        "conditions": conditions_in(eligibility_of(application), diligence),
        "table": None if must_wait else scores_of(application),
    }
    return render(request, "grants/assessment/recommending/case_refer.html", context)
