"""Pages about rounds: for everybody, and for the officers who prepare them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now

from applicants.access import Refused, may, public

from . import actions, queries
from .forms import DatesForm, NewRoundForm, RoundForm
from .models import Round

SAME_AGAIN = ("budget", "budget_days", "minimum", "maximum", "respond_days", "summary")


def _sent(request):
    return request.POST if request.method == "POST" else None


def _may(request, permission, record=None):
    return request.user.is_authenticated and request.user.has_perm(permission, record)


# --- For everybody ---


@public
def round_list(request):
    by_phase = queries.rounds_by_phase(request.user, now())
    context = {
        "open_rounds": by_phase[Round.Phase.OPEN],
        "soon_rounds": by_phase[Round.Phase.SOON],
        "closed_rounds": by_phase[Round.Phase.CLOSED],
        "unpublished_rounds": by_phase[Round.Phase.UNPUBLISHED],
        "sees_budget": _may(request, "grants.see_rounds"),
        "can_add": _may(request, "grants.add_round"),
    }
    return render(request, "grants/funds/round_list.html", context)


@public
def round_detail(request, reference):
    round = _visible(request, reference)
    context = {
        "round": round,
        "criteria": queries.criteria_of(round),
        "tests": queries.tests_of(round),
        "date_changes": queries.date_changes_of(round),
        "can_move_dates": _may(request, "grants.move_dates", round),
        "sees_budget": _may(request, "grants.see_rounds"),
        "can_change": _may(request, "grants.change_round", round),
        "can_add": _may(request, "grants.add_round"),
    }
    return render(request, "grants/funds/round.html", context)


@public
def round_questions(request, reference):
    round = _visible(request, reference)
    context = {"round": round, "sections": queries.form_of(round)}
    return render(request, "grants/funds/round_questions.html", context)


def _visible(request, reference):
    rounds = Round.objects.visible_to(request.user).select_related("fund")
    return get_object_or_404(rounds, reference=reference)


# --- For officers ---


@may("grants.add_round")
def round_add(request):
    like = Round.objects.filter(reference=request.GET.get("like", "")).first()
    same = {name: getattr(like, name) for name in SAME_AGAIN} if like else {}
    initial = {"like": like.reference, **same} if like else None
    form = NewRoundForm(_sent(request), initial=initial)
    if form.is_valid():
        try:
            round = actions.add_round(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, "The round is added. Check it, then publish it.")
            return redirect("round", round.reference)
    return render(request, "grants/funds/round_add.html", {"form": form})


@may("grants.change_round", Round)
def round_change(request, round):
    facts = {name: getattr(round, name) for name in RoundForm.base_fields}
    form = RoundForm(_sent(request), initial=facts)
    if form.is_valid():
        try:
            actions.change_round(round, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your changes are saved.")
            return redirect("round", round.reference)
    return render(request, "grants/funds/round_change.html", {"form": form, "round": round})


@may("grants.move_dates", Round)
def round_dates(request, round):
    """Move the dates of a published round, and say why."""
    facts = {"closes_at": round.closes_at, "decision_on": round.decision_on}
    form = DatesForm(_sent(request), initial=facts)
    if form.is_valid():
        try:
            actions.move_dates(round, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The new dates are shown, and we email everybody concerned.")
            return redirect("round", round.reference)
    return render(request, "grants/funds/round_dates.html", {"form": form, "round": round})


@may("grants.publish_round", Round, methods=("POST",))
def round_publish(request, round):
    actions.publish_round(round, by=request.user)
    messages.success(request, f"Everybody can see {round} now.")
    return redirect("round", round.reference)
