"""The board of a round, and what an officer does with it."""

from django.contrib import messages
from django.shortcuts import redirect, render

from applicants.access import Refused, may
from grants.funds.actions import set_scores_due
from grants.funds.models import Round

from . import actions, queries
from .forms import DueForm


@may("grants.see_board", Round, methods=("GET",))
def scoring(request, round):
    """For each case who has filed, who is drafting and who has not begun."""
    context = {
        "round": round,
        "board": queries.board_of(round, request.user),
        "can_chase": request.user.has_perm("grants.chase_assessors"),
    }
    return render(request, "grants/assessment/board/scoring.html", context)


@may("grants.chase_assessors", Round, methods=("POST",))
def scoring_remind(request, round):
    """Remind everybody who has not filed."""
    told = actions.remind_round(round, by=request.user)
    if told:
        people = "1 person" if len(told) == 1 else f"{len(told)} people"
        messages.success(request, f"We have reminded {people} by email.")
    else:
        messages.success(request, "Everybody who has not filed was reminded today already.")
    return redirect("scoring", round.reference)


@may("grants.chase_assessors", Round)
def scores_due(request, round):
    """Say by which day scores are due."""
    sent = request.POST if request.method == "POST" else None
    form = DueForm(sent, initial={"scores_due_on": round.scores_due_on})
    if form.is_valid():
        try:
            set_scores_due(round, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("scores_due_on", str(refusal))
        else:
            messages.success(request, "The day for scores is saved.")
            return redirect("scoring", round.reference)
    return render(
        request, "grants/assessment/board/scores_due.html", {"round": round, "form": form}
    )
