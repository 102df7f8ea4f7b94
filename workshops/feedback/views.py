"""Feedback: asked by a link, read by colleagues, answered in public."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache

from applicants.access import Refused, anybody, may
from workshops.sessions.models import Session

from . import actions, queries
from .forms import FeedbackForm, SaidDidForm


@anybody()
@never_cache
def feedback(request, slip):
    """Five questions about one session. Looking sends nothing; the button does."""
    place = queries.place_with(slip)
    if place is None:
        return render(request, "workshops/feedback/unknown.html", status=404)
    form, refusal = FeedbackForm(request.POST if request.method == "POST" else None), ""
    standing = queries.standing(place, now())
    if request.method == "POST" and (standing != "open" or form.is_valid()):
        try:
            actions.give_feedback(place, answers=form.cleaned_data if form.is_valid() else {})
        except Refused as why:
            standing, refusal = queries.standing(place, now()), str(why)
        else:
            standing = "thanks"
    context = {"form": form, "place": place, "session": place.session}
    context |= {"standing": standing, "refusal": refusal}
    return render(request, "workshops/feedback/feedback.html", context)


@may("workshops.see_feedback", Session, methods=("GET",))
def session_feedback(request, session):
    """What people said of a session, if enough of them did."""
    return _show(request, session, SaidDidForm())


@may("workshops.say_what_we_did", Session, methods=("POST",))
def said_did_add(request, session):
    """Write a pair for the next dates of this workshop."""
    form = SaidDidForm(request.POST)
    if form.is_valid():
        try:
            actions.say_what_we_did(session.workshop, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "It stands on the page of the next dates.")
            return redirect("workshops:session_feedback", session.reference)
    return _show(request, session, form)


@may("workshops.say_what_we_did", Session, methods=("POST",))
def said_did_withdraw(request, session):
    """Take a pair away."""
    chosen = request.POST.get("pair", "")
    for pair in queries.all_said_and_did(session.workshop):
        if str(pair.pk) == chosen:
            actions.withdraw_what_we_did(pair, by=request.user)
            messages.success(request, "It is not shown any more.")
    return redirect("workshops:session_feedback", session.reference)


def _show(request, session, form):
    context = {
        "session": session,
        "summary": queries.summary_of(session),
        "closes_at": queries.closes_at(session),
        "is_over": now() >= session.ends_at,
        "pairs": queries.all_said_and_did(session.workshop),
        "most_shown": queries.MOST_SHOWN,
        "form": form if request.user.has_perm("workshops.say_what_we_did", session) else None,
    }
    return render(request, "workshops/feedback/session.html", context)
