"""Pages about who assesses an application."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from applicants.access import Refused, may
from applicants.models import User
from grants.applications.models import Application
from grants.assessment.assessors.actions import say_skills_needed
from grants.assessment.assessors.forms import NeededForm
from grants.assessment.redacting.queries import in_force
from grants.funds.models import Round
from grants.lifecycle import Stage

from . import actions, proposing, queries
from .forms import AssignForm, HandBackForm, MoveForm, SpreadForm

CASE = ("organisation", "round")


def _sent(request):
    return request.POST if request.method == "POST" else None


@may("grants.assign_assessor", Application, with_=CASE)
def case_assessors(request, application):
    """Who assesses it, and who else could."""
    people = queries.assessors_free_for(application)
    form = AssignForm(_sent(request), people=people)
    if form.is_valid():
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
        "skills_needed": application.skills_needed.order_by("name"),
        "is_open": application.state == Stage.IN_ASSESSMENT,
        "is_to_cover": application.round.is_blind and in_force(application) is None,
    }
    return render(request, "grants/assessment/assigning/case_assessors.html", context)


@may("grants.assign_assessor", Application, methods=("POST",))
def case_assessor_end(request, application, pk):
    """Take an assessor off who has not filed."""
    assessor = _asked(application, pk)
    actions.end_assignment(application, assessor=assessor, by=request.user)
    messages.success(request, f"{assessor} is no longer asked to assess this.")
    return redirect("case_assessors", application.reference)


@may("grants.assign_assessor", Application, with_=CASE)
def case_assessor_move(request, application, pk):
    """Move a case from one assessor to another."""
    assessor = _asked(application, pk)
    form = MoveForm(_sent(request), people=queries.assessors_free_for(application))
    if form.is_valid():
        to = form.cleaned_data["to"]
        try:
            actions.reassign(application, assessor=assessor, to=to, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{to} is asked in place of {assessor}. Both get an email.")
            return redirect("case_assessors", application.reference)
    context = {"application": application, "assessor": assessor, "form": form}
    return render(request, "grants/assessment/assigning/case_assessor_move.html", context)


def _asked(application, pk):
    asked = User.objects.filter(assignments__application=application).distinct()
    return get_object_or_404(asked, pk=pk)


@may("grants.assign_assessor", Application, with_=CASE)
def case_skills(request, application):
    """Say what somebody should know who assesses this."""
    form = NeededForm(_sent(request), initial={"skills": application.skills_needed.all()})
    if form.is_valid():
        say_skills_needed(application, by=request.user, **form.cleaned_data)
        messages.success(request, "What an assessor should know is saved.")
        return redirect("case_assessors", application.reference)
    context = {"application": application, "form": form}
    return render(request, "grants/assessment/assigning/case_skills.html", context)


@may("grants.assess_application", Application, with_=CASE)
def hand_back(request, application):
    """Give a case back, and say why."""
    form = HandBackForm(_sent(request))
    if form.is_valid():
        try:
            actions.hand_back(application, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Thank you for telling us. We’ll ask somebody else.")
            return redirect("home")
    context = {"application": application, "form": form}
    return render(request, "grants/assessment/assigning/hand_back.html", context)


HAS_CHANGED = "Something has changed since you looked. Look at it once more, then ask them."


@may("grants.spread_cases", Round, with_=("fund",))
def spread(request, round):
    """Propose who assesses what in a round; ask them when the officer says so."""
    asked = request.POST if request.method == "POST" else request.GET or None
    number = len(proposing.people_to_ask(round))
    form = SpreadForm(asked, initial={"each": 2, "hours_each": 2}, number_of_people=number)
    context = {
        "round": round,
        "form": form,
        "to_cover": proposing.cases_to_cover(round, request.user),
    }
    if form.is_valid():
        context["proposal"] = proposal = proposing.propose(
            round, user=request.user, **form.cleaned_data
        )
        if request.POST.get("seen") == proposal.seen:
            context["outcomes"] = actions.assign_spread(
                proposal.pairs, by=request.user, **form.cleaned_data
            )
            return render(request, "grants/assessment/assigning/spread_done.html", context)
        if request.method == "POST":
            form.add_error(None, HAS_CHANGED)
    return render(request, "grants/assessment/assigning/spread.html", context)
