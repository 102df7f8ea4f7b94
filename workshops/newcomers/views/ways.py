"""How people without an account come: in the room, online, with a helper; by their link."""

from django.contrib import messages
from django.shortcuts import redirect

from applicants.access import Refused, anybody
from workshops.booking.actions import bring_helper, change_way, keep_way, take_meanwhile
from workshops.newcomers import queries
from workshops.newcomers.links import by_link
from workshops.states import LIVE


@anybody(methods=("POST",))
@by_link(queries.holder_of)
def my_way(request, holder):
    """Come the other way, stay after all, or take a place there while they wait."""
    if "meanwhile" in request.POST:
        if not holder.is_booker:
            raise Refused("Only whoever booked can do this. Ask them.")
        take_meanwhile(holder.booking, by=None)
        messages.success(request, "You have a place, and keep your turn in the list.")
    elif (place := _one_of(request, holder)) is not None:
        do = keep_way if "keep" in request.POST else change_way
        do(holder.booking, place=place, by=None)
        messages.success(request, "It is noted. See below how you come.")
    return redirect("workshops:my_place", holder.token)


@anybody(methods=("POST",))
@by_link(queries.holder_of)
def my_helper(request, holder):
    """Somebody comes to help them, or does not any more."""
    place, is_coming = _one_of(request, holder), "gone" not in request.POST
    if place is not None:
        bring_helper(holder.booking, place=place, is_coming=is_coming, by=None)
        said = "A chair is kept for them." if is_coming else "Thank you. Their chair is free again."
        messages.success(request, said)
    return redirect("workshops:my_place", holder.token)


def _one_of(request, holder):
    """The place whose button was pressed, if they may speak for it."""
    key = request.POST.get("place", "")
    return next(
        (each for each in holder.own_places if str(each.pk) == key and each.state in LIVE), None
    )
