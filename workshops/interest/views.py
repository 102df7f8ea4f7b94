"""Pages for whoever finds no date that suits them, and what colleagues see of it."""

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now

from applicants.access import anybody, may, public
from workshops.sessions.models import Workshop
from workshops.sessions.queries import dates_of_workshop

from . import actions, queries
from .forms import InterestForm

TOO_OFTEN = (
    "We sent several emails in the last hour. Look for them, also among your spam, and try again "
    "later; or ring us."
)


@public
def interest_list(request):
    """Workshops that have no date now."""
    context = {
        "workshops": queries.workshops_without_date(now()),
        "watches": request.user.is_authenticated and request.user.has_perm("workshops.see_demand"),
    }
    return render(request, "workshops/interest/interest_list.html", context)


@may("workshops.see_demand", methods=("GET",))
def demand(request):
    """How many people want a date of which workshop."""
    context = {"workshops": queries.demand(now())}
    return render(request, "workshops/interest/demand.html", context)


@anybody(Workshop)
def interest(request, workshop):
    """Ask to hear of a date; with an account it is one button."""
    here = reverse("workshops:interest", args=[workshop.reference])
    if request.user.is_authenticated:
        if request.method == "POST":
            _answer(request, workshop)
            return redirect(here)
        form = None
    else:
        form = InterestForm(request.POST if request.method == "POST" else None)
        if form.is_valid() and _asked(request, workshop, form):
            context = {"workshop": workshop, "email": form.cleaned_data["email"]}
            return render(request, "workshops/interest/asked.html", context)
    context = {
        "workshop": workshop,
        "form": form,
        "is_interested": queries.is_interested(request.user, workshop),
        "dates": dates_of_workshop(workshop, now()),
    }
    return render(request, "workshops/interest/interest.html", context)


def _answer(request, workshop):
    """One button, that says yes or stop."""
    if "stop" not in request.POST:
        actions.note_interest(workshop, by=request.user)
        messages.success(request, "We’ll write to you when there is a date.")
    elif (found := queries.open_interest(workshop, request.user.email)) is not None:
        actions.stop_interest(found, by=request.user)
        messages.success(request, "We won’t write to you about this workshop.")


def _asked(request, workshop, form):
    """Whether it was taken down. Whoever has the address, the limits are the same."""
    typed = form.cleaned_data
    key = typed["email"].lower()
    if not ratelimit.consume(request, action="ask_for_date", key=key):
        form.add_error(None, TOO_OFTEN)
        return False
    actions.ask_for_date(workshop, **typed)
    return True


@anybody()
def interest_mine(request, token):
    """Where our email leads: it shows, and only a button says yes or stop."""
    found = queries.interest_with(token)
    if found is None:
        raise Http404
    if request.method == "POST":
        act = actions.stop_interest if "stop" in request.POST else actions.confirm_interest
        act(found)
        return redirect(request.path)
    dates = dates_of_workshop(found.workshop, now())
    context = {"interest": found, "workshop": found.workshop, "dates": dates}
    return render(request, "workshops/interest/interest_mine.html", context)
