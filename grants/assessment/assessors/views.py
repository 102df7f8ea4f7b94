"""Pages about those who assess."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from applicants.access import Refused, may
from applicants.models import User
from grants.assessment.training.queries import cases_for
from grants.money import total

from . import actions, queries
from .forms import AssessorForm, OwnForm, SkillForm
from .models import Skill


def _sent(request):
    return request.POST if request.method == "POST" else None


def _facts(profile, form):
    facts = {name: getattr(profile, name) for name in form.base_fields if name != "skills"}
    return {**facts, "skills": profile.skills.all() if profile.pk else []}


@may("grants.see_assessors", methods=("GET",))
def assessor_list(request):
    """Everybody who assesses: how much they hold and have filed, and what they are owed."""
    people = queries.assessors()
    context = {
        "people": people,
        "owed": total(person.owed for person in people),
        "can_change": request.user.has_perm("grants.keep_assessors"),
    }
    return render(request, "grants/assessment/assessors/assessor_list.html", context)


@may("grants.keep_assessors")
def assessor(request, pk):
    """An officer writes down what was agreed with an assessor."""
    person = get_object_or_404(User.objects.filter(is_assessor=True), pk=pk)
    facts = _facts(queries.profile_of(person), AssessorForm)
    form = AssessorForm(_sent(request), initial=facts)
    if form.is_valid():
        try:
            actions.keep_assessor(person, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"What {person} can do is saved.")
            return redirect("assessor_list")
    context = {"person": person, "form": form}
    return render(request, "grants/assessment/assessors/assessor.html", context)


@may("grants.keep_own_profile")
def assessor_own(request):
    """Assessors say what they can do, and see what they filed and are owed."""
    profile = queries.profile_of(request.user)
    form = OwnForm(_sent(request), initial=_facts(profile, OwnForm))
    if form.is_valid():
        actions.keep_assessor(request.user, by=request.user, **form.cleaned_data)
        messages.success(request, "What you can do is saved.")
        return redirect("assessor_own")
    filed = queries.filed_by(request.user)
    context = {
        "form": form,
        "profile": profile,
        "filed": filed,
        "number": len(filed),
        "owed": queries.owed(len(filed), profile),
        "cases": cases_for(request.user),
    }
    return render(request, "grants/assessment/assessors/assessor_own.html", context)


@may("grants.keep_assessors")
def skill_list(request):
    """The skills that assessors can have and cases can need."""
    form = SkillForm(_sent(request))
    if form.is_valid():
        try:
            actions.add_skill(name=form.cleaned_data["name"], by=request.user)
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, "The skill is on the list.")
            return redirect("skill_list")
    context = {"form": form, "skills": queries.skills()}
    return render(request, "grants/assessment/assessors/skill_list.html", context)


@may("grants.keep_assessors", methods=("POST",))
def skill_remove(request, pk):
    """Take a skill off the list; one that is gone already is off it."""
    skill = Skill.objects.filter(pk=pk).first()
    if skill is not None:
        actions.remove_skill(skill, by=request.user)
    messages.success(request, "The skill is off the list.")
    return redirect("skill_list")
