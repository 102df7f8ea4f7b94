"""Pages for people without an account, opened by a link in our email."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from applicants.access import Refused, anybody
from workshops.booking import filling, queries as bookings
from workshops.booking.actions import (
    accept_instead,
    give_back,
    name_people,
    take_fewer,
    take_place,
)
from workshops.booking.clashes import let_go, said_of
from workshops.booking.forms import FEWER, GiveBackForm, NamesForm
from workshops.booking.limits import refuse_too_many_names
from workshops.booking.links import PARTY, token_for
from workshops.booking.queue import Queue
from workshops.calendar import ical
from workshops.calendar.queries import with_entry
from workshops.needs.queries import needs_of
from workshops.newcomers import actions, queries
from workshops.newcomers.coming import clashes_of, coming_of, ways_of
from workshops.newcomers.links import by_link
from workshops.programmes.rules import PickedAlready
from workshops.requests.queries import answer_of
from workshops.sessions.queries import last_change
from workshops.states import LIVE, PlaceState, SessionState, Way


def _sent(request):
    return request.POST if request.method == "POST" else None


@anybody()
@by_link(queries.booking_to_confirm)
def confirm(request, booking):
    """Show what will be booked; only the button books it, since mail programs open links."""
    session, picked = booking.session, None
    if request.method == "POST":
        try:
            held = actions.confirm_booking(booking)
        except PickedAlready as refusal:
            picked = _picked(booking, refusal)
        else:
            return redirect(queries.page_after(booking, held))
    places = bookings.places_of(booking)
    if booking.confirm_by is None and any(place.state in LIVE for place in places):
        return redirect("workshops:my_place", token_for(PARTY, booking))
    context = {
        "booking": booking,
        "session": session,
        "places": places,
        "has_run_out": booking.confirm_by is None or not session.is_open(),
        "waits": any(place.state == PlaceState.ASKED for place in places),
        "picked": picked,
    }
    return render(
        request, "workshops/newcomers/confirm.html", context, status=409 if picked else 200
    )


def _picked(asked, refusal):
    """They have another date of the same thing: the way from it to this one, and why."""
    held = refusal.booking
    return {
        "words": str(refusal),
        "session": held.session,
        "swap": queries.way_to_swap(asked, held),
        "seat": queries.seat_in(asked, held),
    }


@anybody(methods=("GET",))
@by_link(queries.holder_of)
def my_place(request, holder):
    """What somebody without an account has, and what they can do about it."""
    booking, session, at = holder.booking, holder.booking.session, now()
    places = bookings.places_of(booking) if holder.is_booker else [holder.place]
    places = [place for place in places if place.instead_of_id is None]
    is_last_day = filling.is_last_day(at, session.starts_at) and session.lets_in(at)
    queue = Queue(session)
    context = {
        "holder": holder,
        "booking": booking,
        "session": session,
        "places": places,
        "coming": [place for place in places if place.state == PlaceState.BOOKED],
        "waiting": [place for place in places if place.state == PlaceState.WAITING],
        "asked": [place for place in places if place.state == PlaceState.REQUESTED],
        "answer": answer_of(booking) if session.is_by_approval and holder.is_booker else None,
        "offer": bookings.open_offer(booking) if _may_answer(holder) else None,
        "to_decline": bookings.to_decline(places),
        "waits_for": bookings.wished_way(booking),
        "number": bookings.number_in_list(booking, queue),
        "too_few": bookings.passed_over(booking, queue) if holder.is_booker else 0,
        "can_take": is_last_day and _may_answer(holder, takes=True),
        "can_give_back": bool(holder.live_places),
        "has_started": session.has_date and at >= session.starts_at,
        "standing": session.standing(at),
        "course_page": queries.link_to_course(booking) if holder.is_booker else "",
        "can_swap": _can_swap(holder, at),
        "instead": queries.date_instead(holder),
        "change": last_change(session) if session.changed_at else None,
        "shows_link": session.shows_link(at)
        and holder.place_that(PlaceState.BOOKED, way=Way.ONLINE) is not None,
        "can_add": session.lets_in(at) and holder.place_that(PlaceState.BOOKED) is not None,
        "needs": needs_of(holder.place) if holder.place else [],
        "asks_needs": holder.place is not None and holder.place.state in LIVE,
        **coming_of(holder, at),
        **ways_of(holder, at),
    }
    return render(request, "workshops/newcomers/my_place.html", context)


def _can_swap(holder, at):
    """Whether this is a date of a pick one that they may still swap for another."""
    session = holder.booking.session
    if session.programme is None or not session.programme.is_pick_one:
        return False
    return holder.is_booker and bool(holder.live_places) and not session.has_begun(at)


@anybody()
@by_link(queries.holder_of)
def my_join(request, holder):
    """Their way in, while it is time. The button leaves a note that they opened it; a mail
    program that looks at the link leaves none."""
    session, comes = holder.booking.session, (PlaceState.BOOKED, PlaceState.ATTENDED)
    place = holder.place_that(*comes, way=Way.ONLINE) or holder.place_that(*comes)
    if place is None:
        raise Refused("This link is for people who have a place. You have none at the moment.")
    comes_online = place.way == Way.ONLINE
    if request.method == "POST" and comes_online:
        actions.open_join_page(place)
        return redirect("workshops:my_join", holder.token)
    shows = session.shows_link() and comes_online
    context = {
        "holder": holder,
        "session": session,
        "shows_link": shows and place.join_opened_at is not None,
        "is_time": shows,
        "comes_online": comes_online,
    }
    return render(request, "workshops/newcomers/my_join.html", context)


@anybody()
@by_link(queries.holder_of)
def my_give_back(request, holder):
    """Say who can’t come; for one person it is one button."""
    places = holder.live_places
    if not places:
        return redirect("workshops:my_place", holder.token)
    form = GiveBackForm(_sent(request), places=places)
    if form.is_valid():
        give_back(holder.booking, places=form.chosen(), by=None)
        messages.success(request, form.thanks())
        return redirect("workshops:my_place", holder.token)
    context = {"holder": holder, "session": holder.booking.session, "form": form, "places": places}
    return render(request, "workshops/newcomers/my_give_back.html", context)


@anybody(methods=("POST",))
@by_link(queries.holder_of)
def my_answer(request, holder):
    """Yes to places that are kept, or on the last day to one that is free."""
    if "fewer" in request.POST:
        _refuse_unless_booker(holder)
        return _come_with_fewer(request, holder)
    takes = "take" in request.POST
    if not _may_answer(holder, takes=takes):
        _refuse_unless_booker(holder)
    given = ()
    if takes:
        take_place(holder.booking, by=None)
    else:
        given = let_go(clashes_of(holder), request.POST.getlist("let_go"))
        accept_instead(holder.booking, let_go=given, by=None)
    messages.success(request, said_of(given))
    return redirect("workshops:my_place", holder.token)


def _come_with_fewer(request, holder):
    if fewest := bookings.passed_over(holder.booking):
        got = take_fewer(holder.booking, fewest=fewest, by=None)
        messages.success(request, FEWER[got])
    return redirect("workshops:my_place", holder.token)


@anybody()
@by_link(queries.holder_of)
def my_names(request, holder):
    """Who comes with whoever booked; people can be swapped until the start."""
    _refuse_unless_booker(holder)
    form = NamesForm(_sent(request), places=bookings.people_of(holder.booking))
    if form.is_valid():
        try:
            refuse_too_many_names(request, holder.booking)
            name_people(holder.booking, people=form.people(), by=None)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The names are saved.")
            return redirect("workshops:my_place", holder.token)
    context = {"holder": holder, "session": holder.booking.session, "form": form}
    return render(request, "workshops/newcomers/my_names.html", context)


def _may_answer(holder, *, takes=False):
    return holder.is_booker or bookings.may_answer(holder.place, takes=takes)


def _refuse_unless_booker(holder):
    if not holder.is_booker:
        raise Refused("Only whoever booked can do this. Ask them.")


@anybody(methods=("GET",))
@by_link(queries.holder_of)
def my_calendar(request, holder):
    """The entry of their place, to put in a calendar by hand."""
    session, place = holder.booking.session, holder.place_that(PlaceState.BOOKED)
    if place is None or session.state != SessionState.PUBLISHED:
        raise Refused("There is nothing to put in your calendar until you have a place and a date.")
    text = ical.download(with_entry(place))
    kind = f"text/calendar; charset=utf-8; method={ical.PUBLISH}"
    response = HttpResponse(text.encode(), content_type=kind)
    response["Content-Disposition"] = 'attachment; filename="workshop.ics"'
    return response
