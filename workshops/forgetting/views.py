"""Forgetting somebody without an account, for administrators; and asking for it."""

from django.contrib import messages
from django.shortcuts import redirect, render

from applicants.access import anybody, may
from workshops.newcomers.links import by_link
from workshops.newcomers.queries import holder_of

from . import actions, queries
from .forms import GuestForm


@may("workshops.forget_guests")
def guest_forget(request):
    """Find somebody by their address, say what we hold, and let it go. The address is only ever
    sent, so that it stands in no log."""
    form = GuestForm(request.POST if request.method == "POST" else None)
    guest = form.cleaned_data["who"] if form.is_valid() else None
    if guest is not None and "forget" in request.POST:
        actions.forget_guest(guest, by=request.user)
        messages.success(request, "What we knew of them is deleted.")
        return redirect("workshops:guest_forget")
    context = {"form": form, "guest": guest}
    context["held"] = queries.held_of(guest) if guest is not None else None
    return render(request, "workshops/forgetting/guest_forget.html", context)


@anybody()
@by_link(holder_of)
def my_forget(request, holder):
    """Ask us to forget them."""
    guest = queries.guest_of(holder.place, holder.booking, is_booker=holder.is_booker)
    if request.method == "POST":
        actions.ask_to_be_forgotten(guest)
        messages.success(request, "We have your wish. A colleague does it, within a month at most.")
        return redirect("workshops:my_place", holder.token)
    context = {"holder": holder, "guest": guest, "held": queries.held_of(guest)}
    return render(request, "workshops/forgetting/my_forget.html", context)
