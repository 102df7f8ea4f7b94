"""Pages about those who lead sessions, for colleagues."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from applicants.access import Refused, may
from workshops.sessions.models import Session

from . import actions, queries
from .forms import AssignForm, FacilitatorForm


def _sent(request):
    return request.POST if request.method == "POST" else None


@may("workshops.see_facilitators", methods=("GET",))
def facilitator_list(request):
    context = {
        "facilitators": queries.facilitators(),
        "can_add": request.user.has_perm("workshops.assign_facilitators"),
    }
    return render(request, "workshops/facilitators/facilitator_list.html", context)


@may("workshops.assign_facilitators")
def facilitator_add(request):
    form = FacilitatorForm(_sent(request))
    if form.is_valid():
        try:
            added = actions.add_facilitator(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, f"{added} can lead sessions now.")
            return redirect("workshops:facilitator_list")
    return render(request, "workshops/facilitators/facilitator_add.html", {"form": form})


@may("workshops.assign_facilitators", Session, with_=("workshop",))
def session_facilitators(request, session):
    """Who leads a session; one more can be added."""
    form = AssignForm(_sent(request))
    if form.is_valid():
        try:
            made = actions.assign_facilitator(session, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("facilitator", str(refusal))
        else:
            messages.success(request, _said(made, session))
            return redirect("workshops:session_facilitators", session.reference)
    rows = queries.assignments_of(session)
    context = {
        "session": session,
        "form": form,
        "rows": [(row, queries.clashes(row.facilitator, session)) for row in rows],
    }
    return render(request, "workshops/facilitators/session_facilitators.html", context)


def _said(made, session):
    near = [each for each in queries.clashes(made.facilitator, session) if not each.is_same_time]
    if not near:
        return f"{made.facilitator} leads this session."
    other = near[0].session
    return (
        f"{made.facilitator} leads this session. There are fewer than 30 minutes between it and "
        f"{other.workshop} at {other.place}, {other.hours}."
    )


@may("workshops.assign_facilitators", Session, methods=("POST",))
def session_facilitator_end(request, session):
    """Somebody does not lead it after all."""
    known = {str(row.pk): row for row in queries.assignments_of(session)}
    row = known.get(request.POST.get("row", ""))
    if row is None:
        raise Refused("They don’t lead this session any more.")
    actions.end_assignment(row, by=request.user)
    messages.success(request, f"{row.facilitator} does not lead it any more.")
    return redirect("workshops:session_facilitators", session.reference)


@may("workshops.assign_facilitators", Session, with_=("workshop",))
def session_brief(request, session):
    """What those who lead it will read, before it is sent."""
    if request.method == "POST":
        number = actions.brief_facilitators(session, by=request.user)
        what = "person has" if number == 1 else "people have"
        messages.success(request, f"{number} {what} the brief. We’re sending it by email.")
        return redirect("workshops:session_facilitators", session.reference)
    rows = queries.assignments_of(session)
    if not rows:
        raise Http404
    context = {"session": session, "rows": rows, **queries.numbers_for_brief(session)}
    return render(request, "workshops/facilitators/session_brief.html", context)
