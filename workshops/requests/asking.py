"""The page to ask for a place where we choose who comes, for somebody who is signed in."""

from django.contrib import messages
from django.shortcuts import redirect, render

from applicants import acting
from applicants.access import Refused
from workshops.booking.forms import ways_of
from workshops.sessions.queries import organisations_of

from . import actions
from .forms import RequestForm


def ask(request, session):
    """session: with its places counted."""
    theirs = organisations_of(request.user)
    form = RequestForm(
        request.POST if request.method == "POST" else None,
        organisations=theirs,
        ways=ways_of(session),
        chosen=acting.choice_among(request, theirs),
        initial={"name": request.user.name},
    )
    if form.is_valid():
        typed = form.cleaned_data
        try:
            booking = actions.ask_for_place(
                session,
                people=form.people(request.user.email),
                organisation=typed.get("organisation"),
                group=typed["group"],
                way=form.chosen_way(),
                because=typed["asks_because"],
                by=request.user,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            acting.remember(request, booking.organisation)
            messages.success(request, "You asked for a place. We’re sending you an email.")
            return redirect("workshops:booking", booking.reference)
    context = {"session": session, "form": form, "waits": False, "others": []}
    return render(request, "workshops/booking/book.html", context)
