"""Pages about needs: the person’s own, and the tasks of colleagues."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.timezone import now

from applicants.access import Refused, anybody, may
from workshops.newcomers.links import by_link
from workshops.newcomers.queries import holder_of
from workshops.sessions.models import Session
from workshops.states import LIVE

from . import actions, queries
from .forms import AnswerForm, NeedsForm
from .models import Need


def _sent(request):
    return request.POST if request.method == "POST" else None


@anybody()
@by_link(holder_of)
def my_needs(request, holder):
    """What would help somebody take part; asked of them, and not of who booked for them."""
    place = holder.place
    if place is None or place.state not in LIVE:
        raise Refused("You have no place at this session, so there is nothing to arrange.")
    asked = queries.needs_of(place)
    remembered = [] if asked else queries.needs_remembered(place)
    form = NeedsForm(_sent(request), initial=NeedsForm.initial_of(asked or remembered))
    if form.is_valid():
        try:
            actions.ask_for_needs(
                place, wanted=form.wanted(), remember=form.cleaned_data["remember"]
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Thank you. We tell you what we could arrange.")
            return redirect("workshops:my_place", holder.token)
    context = {
        "holder": holder,
        "session": holder.booking.session,
        "form": form,
        "is_remembered": bool(remembered),
    }
    return render(request, "workshops/needs/my_needs.html", context)


@may("workshops.see_needs", methods=("GET",))
def need_list(request):
    """All that waits for an answer, what waits too long first."""
    return render(request, "workshops/needs/need_list.html", {"tasks": queries.tasks(now())})


@may("workshops.see_needs", Session, methods=("GET",), with_=("workshop",))
def session_needs(request, session):
    context = {"session": session, "needs": queries.needs_of_session(session)}
    return render(request, "workshops/needs/session_needs.html", context)


@may("workshops.answer_need", Need, with_=queries.WITH)
def need(request, need):
    """Say what became of one thing that somebody asked for."""
    is_answered = need.standing in (Need.State.ARRANGED, Need.State.CANNOT)
    initial = {"state": need.standing, "answer": need.answer} if is_answered else None
    form = AnswerForm(_sent(request), initial=initial)
    if form.is_valid():
        try:
            actions.answer_need(need, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your answer is saved.")
            return redirect("workshops:session_needs", need.place.session.reference)
    context = {"need": need, "session": need.place.session, "form": form}
    return render(request, "workshops/needs/need.html", context)
