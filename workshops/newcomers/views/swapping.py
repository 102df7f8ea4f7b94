"""Another date of a pick one, for people without an account; from their personal page."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.timezone import now

from applicants.access import Refused, anybody
from workshops.booking.links import PARTY, token_for
from workshops.newcomers import queries
from workshops.newcomers.links import by_link
from workshops.programmes.actions import swap_date
from workshops.programmes.forms import SwapForm
from workshops.programmes.queries import dates_to_swap_to, way_of


@anybody()
@by_link(queries.holder_of)
def my_swap(request, holder):
    """Another date of the same thing, in one step, for the whole party."""
    booking = holder.booking
    if not holder.is_booker:
        raise Refused("Only whoever booked can swap the date. Ask them, or give your place back.")
    if booking.session.programme is None or not booking.session.programme.is_pick_one:
        return redirect("workshops:my_place", holder.token)
    dates = dates_to_swap_to(booking, now())
    sent = request.POST if request.method == "POST" else None
    form = SwapForm(sent, dates=dates, wanted=request.GET.get("to"), way=way_of(booking))
    if form.is_valid():
        try:
            made = swap_date(booking, **form.chosen(), by=None)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "You have a place on the other date. We’re sending an email.")
            return redirect("workshops:my_place", token_for(PARTY, made))
    context = {"holder": holder, "session": booking.session, "form": form, "dates": dates}
    return render(request, "workshops/newcomers/my_swap.html", context)
