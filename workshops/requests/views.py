"""Pages on which colleagues answer those who ask for a place."""

from django.contrib import messages
from django.shortcuts import redirect, render

from applicants.access import Refused, may
from workshops.booking.models import Booking
from workshops.sessions.models import Session
from workshops.sessions.queries import with_places

from . import actions, queries
from .forms import AnswerForm


@may("workshops.see_requests", Session, with_=("workshop",))
def session_requests(request, session):
    """Everybody who waits for our answer, and what we answered before."""
    context = {
        "session": with_places(session),
        "requests": queries.requests_of(session),
        "answers": queries.answers_of(session),
        "is_open": session.lets_in(),
    }
    return render(request, "workshops/requests/session_requests.html", context)


@may("workshops.answer_request", Booking, with_=("session__workshop", "organisation", "booked_by"))
def request_answer(request, booking):
    """Say who of a party gets a place, and what they are told."""
    session, asked = booking.session, queries.asked_in(booking)
    form = AnswerForm(request.POST if request.method == "POST" else None, places=asked)
    if asked and form.is_valid():
        try:
            chosen, because = form.chosen(), form.cleaned_data["because"]
            actions.answer_request(booking, places=chosen, because=because, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            said = "The place is theirs." if chosen else "They have our answer."
            messages.success(request, f"{said} We’re sending them an email.")
            return redirect("workshops:session_requests", session.reference)
    context = {
        "booking": booking,
        "session": with_places(session),
        "asked": asked,
        "way": asked[0].get_way_display() if asked and session.is_hybrid else "",
        "form": form,
    }
    return render(request, "workshops/requests/request_answer.html", context)
