"""Pages where assessors practise, and where officers see what they practise with."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from applicants import kept_text
from applicants.access import Refused, may
from grants.assessment.scoring.forms import ScoresForm
from grants.funds.models import Fund

from . import actions, queries
from .models import TrainingCase

SAVED = {
    False: "Your draft is saved. Nobody else can see it.",
    True: "Thank you. Here is what we would give, beside what you gave.",
}


@may("grants.practise", keeps_text=True)
def practice(request, pk):
    """Score a practice application; after filing, compare."""
    case = get_object_or_404(TrainingCase.objects.select_related("fund"), pk=pk)
    mine = queries.practice_of(case, request.user)
    if mine is not None and mine.filed_at:
        context = {"case": case, "mine": mine, "lines": queries.compared(case, mine)}
        return render(request, "grants/assessment/training/practice_filed.html", context)
    form = ScoresForm(
        request.POST if request.method == "POST" else kept_text.kept(request),
        criteria=queries.criteria_of(case),
        scores=queries.scores_in(mine),
        is_filing="file" in request.POST,
    )
    if request.method == "POST" and form.is_valid():
        save = actions.file_practice if form.is_filing else actions.save_practice
        try:
            save(case, scores=form.scores, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            kept_text.forget(request)
            messages.success(request, SAVED[form.is_filing])
            return redirect("practice", case.pk)
    context = {"case": case, "form": form}
    return render(request, "grants/assessment/training/practice.html", context)


@may("grants.keep_training", methods=("GET",))
def training_list(request):
    """The training case of each fund, with its model answer."""
    funds = queries.funds()
    for fund in funds:
        fund.model_scores = queries.criteria_of(fund.case) if fund.case else []
    return render(request, "grants/assessment/training/training_list.html", {"funds": funds})


@may("grants.keep_training", methods=("POST",))
def training_make(request, pk):
    """Give a fund its training case."""
    fund = get_object_or_404(Fund, pk=pk)
    actions.make_training_case(fund, by=request.user)
    messages.success(request, f"Assessors can practise for the {fund} now.")
    return redirect("training_list")
