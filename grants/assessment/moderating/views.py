"""Pages to find where assessors are far apart, and to write down what they agreed."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render

from applicants.access import Refused, may
from grants.applications.models import Application
from grants.applications.views.writing import number_in
from grants.assessment.scoring.queries import must_score_first, names_still_to_file, scores_of
from grants.funds.models import Round

from . import actions, board
from .forms import ModerationForm

CASE = ("organisation", "round")
PAGE = 60


@may("grants.see_round_scores", Round, methods=("GET",))
def round_scores(request, round):
    """The cases of a round before the panel: those that are far apart come first."""
    cases = board.board_of(round, request.user)
    page = Paginator(cases, PAGE).get_page(request.GET.get("page"))
    context = {
        "round": round,
        "page_obj": page,
        "to_talk_over": sum(case.is_open for case in cases),
    }
    return render(request, "grants/assessment/moderating/round_scores.html", context)


@may("grants.moderate_scores", Application, with_=CASE)
def case_moderate(request, application, number):
    """One criterion: what each assessor gave and why, and the mark that they agreed on."""
    if must_score_first(application, request.user):
        return redirect("case_scores", application.reference)
    table = scores_of(application)
    line = next((each for each in table.lines if each.criterion.number == number), None)
    if line is None:
        raise Http404
    form = ModerationForm(
        request.POST if request.method == "POST" else None,
        criterion=line.criterion,
        assessors=[assessment.assessor for assessment in table.assessments],
    )
    if request.method == "POST" and form.is_valid():
        facts = {**form.cleaned_data, "seen": number_in(request.POST, "seen"), "by": request.user}
        try:
            actions.moderate_score(application, line.criterion, **facts)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"The mark for “{line.criterion}” is written down.")
            return redirect("case_scores", application.reference)
    context = {
        "application": application,
        "line": line,
        "form": form,
        "seen": len(line.moderations),
        "to_come": names_still_to_file(application),
    }
    return render(request, "grants/assessment/moderating/case_moderate.html", context)
