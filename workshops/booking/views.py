"""Pages for those who book, wait, and change their plans."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.timezone import now

from applicants import acting
from applicants.access import Refused, anybody, may
from workshops.calendar.queries import place_of
from workshops.newcomers import asking as by_email
from workshops.sessions.models import Session
from workshops.sessions.queries import last_change, organisations_of, other_dates, with_places
from workshops.states import LIVE, PlaceState

from . import actions, filling, queries
from .forms import BookingForm, GiveBackForm, ListForm, NamesForm, OutOfTurnForm
from .links import SEAT, token_for
from .models import Booking

WITH = ("session__workshop", "organisation", "booked_by")


def _sent(request):
    return request.POST if request.method == "POST" else None


@anybody(Session)
def book(request, session):
    """Book a place for up to four people, or join the list when there are too few."""
    if not request.user.is_authenticated:
        return by_email.ask(request, session)
    held = queries.booking_of(request.user, session)
    if held is not None:
        return redirect("workshops:booking", held.reference)
    counted = with_places(session)
    # Nobody joins a list who asked for a place: they are asked first.
    waits = "waits" in request.POST if request.method == "POST" else counted.free <= 0
    theirs = organisations_of(request.user)
    form = (ListForm if waits else BookingForm)(
        _sent(request),
        organisations=theirs,
        chosen=acting.choice_among(request, theirs),
        initial={"name": request.user.name},
    )
    if form.is_valid():
        try:
            booking = _book(session, form, by=request.user)
        except actions.SessionFull as refusal:
            form, waits, counted = _as_list(request, form, refusal), True, with_places(session)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            acting.remember(request, booking.organisation)
            messages.success(request, _said_after(booking))
            return redirect("workshops:booking", booking.reference)
    others = other_dates(session, now())
    context = {"form": form, "session": counted, "others": others, "waits": waits}
    return render(request, "workshops/booking/book.html", context)


def _book(session, form, *, by):
    typed = form.cleaned_data
    facts = {"people": form.people(by.email), "organisation": typed.get("organisation"), "by": by}
    facts["group"] = typed["group"]
    if isinstance(form, ListForm):
        return actions.join_list(
            session,
            accepts=typed["accepts"],
            straight_in_until=typed["straight_in_until"],
            **facts,
        )
    return actions.book_places(session, **facts)


def _as_list(request, form, refusal):
    """The same answers, on the form that joins the list."""
    theirs = organisations_of(request.user)
    asked = ListForm(request.POST, organisations=theirs, chosen=None)
    asked.is_valid()
    asked.add_error(None, str(refusal))
    return asked


def _said_after(booking):
    if booking.places.filter(state=PlaceState.BOOKED).exists():
        return "You have a place. We’re sending you an email."
    return "You are on the waiting list. We’re sending you an email."


@may("workshops.see_booking", Booking, with_=WITH)
def booking(request, booking):
    """What somebody has booked or waits for, and what they can do about it."""
    places = queries.places_of(booking)
    session, at = booking.session, now()
    context = {
        "booking": booking,
        "session": session,
        "places": places,
        "coming": [place for place in places if place.state == PlaceState.BOOKED],
        "waiting": [place for place in places if place.state == PlaceState.WAITING],
        "offer": queries.open_offer(booking),
        "number": queries.number_in_list(booking),
        "can_take": filling.is_last_day(at, session.starts_at) and session.is_open(at),
        "can_cancel": bool(queries.places_of_theirs(booking, request.user)),
        "can_answer": request.user.has_perm("workshops.answer_offer", booking),
        "can_name": request.user.has_perm("workshops.name_people", booking),
        "can_offer": request.user.has_perm("workshops.offer_out_of_turn", booking),
        "has_started": session.has_date and at >= session.starts_at,
        "standing": session.standing(at),
        "change": last_change(session) if session.changed_at else None,
        "shows_link": session.shows_link(at),
        "can_add": session.is_open(at) and place_of(booking, request.user) is not None,
        "own_page": _own_page(places, request.user),
        "can_start_group": booking.group
        and not booking.organisation_id
        and request.user.has_perm("workshops.start_group", booking),
    }
    return render(request, "workshops/booking/booking.html", context)


def _own_page(places, user):
    """The personal page of their own place: where they say what they need, and join online."""
    own = [place for place in places if place.email.lower() == user.email.lower()]
    own = next((place for place in own if place.state in LIVE), None)
    return token_for(SEAT, own) if own else ""


@may("workshops.start_group", Booking, methods=("POST",), with_=WITH)
def group_start(request, booking):
    """Whoever booked for a group without an account has one now, and the group gets its record."""
    organisation = actions.start_group(booking, by=request.user)
    if organisation is None:
        raise Refused("You named no group when you booked, so there is none to add.")
    messages.success(request, f"{organisation} is added. You act for it now.")
    return redirect("workshops:booking", booking.reference)


@may("workshops.cancel_booking", Booking, with_=WITH)
def cancel(request, booking):
    """Say who of a party can’t come; for one person it is one button."""
    places = queries.places_of_theirs(booking, request.user)
    form = GiveBackForm(_sent(request), places=places)
    if not places:
        return redirect("workshops:booking", booking.reference)
    if form.is_valid():
        actions.give_back(booking, places=form.chosen(), by=request.user)
        messages.success(request, "Thank you for telling us. Somebody else can come now.")
        return redirect("workshops:booking", booking.reference)
    context = {"booking": booking, "session": booking.session, "form": form, "places": places}
    return render(request, "workshops/booking/cancel.html", context)


@may("workshops.answer_offer", Booking, methods=("POST",), with_=WITH)
def offer_accept(request, booking):
    actions.accept_offer(booking, by=request.user)
    messages.success(request, "The place is yours. We’re sending you an email.")
    return redirect("workshops:booking", booking.reference)


@may("workshops.answer_offer", Booking, methods=("POST",), with_=WITH)
def place_take(request, booking):
    """On the last day: the first of those who wait to answer has it."""
    actions.take_place(booking, by=request.user)
    messages.success(request, "The place is yours. We’re sending you an email.")
    return redirect("workshops:booking", booking.reference)


@may("workshops.name_people", Booking, with_=WITH)
def names(request, booking):
    """Who comes; people can be swapped until the start."""
    form = NamesForm(_sent(request), places=queries.live_places_of(booking))
    if form.is_valid():
        try:
            actions.name_people(booking, people=form.people(), by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The names are saved.")
            return redirect("workshops:booking", booking.reference)
    context = {"booking": booking, "session": booking.session, "form": form}
    return render(request, "workshops/booking/names.html", context)


@may("workshops.offer_out_of_turn", Booking, with_=WITH)
def offer_early(request, booking):
    """A colleague offers somebody a place before their turn, with a reason."""
    form = OutOfTurnForm(_sent(request))
    if form.is_valid():
        try:
            actions.offer_out_of_turn(booking, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "They have an offer, and an email that says so.")
            return redirect("workshops:booking", booking.reference)
    context = {"booking": booking, "session": booking.session, "form": form}
    return render(request, "workshops/booking/offer_early.html", context)
