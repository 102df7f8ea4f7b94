"""Pages for those who book, wait, and change their plans."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.timezone import now

from applicants import acting
from applicants.access import Refused, anybody, may
from workshops.calendar.queries import place_of
from workshops.certificates.queries import certificates_for
from workshops.materials.queries import materials_for
from workshops.newcomers import asking as by_email
from workshops.programmes.queries import where_to_book
from workshops.requests import asking as by_request
from workshops.requests.queries import answer_for
from workshops.sessions.models import Session
from workshops.sessions.queries import last_change, organisations_of, other_dates
from workshops.states import LIVE, PlaceState, Way

from . import actions, filling, queries
from .clashes import clashes, let_go, said_of
from .forms import (
    FEWER,
    BookingForm,
    GiveBackForm,
    HeldPlaceForm,
    ListForm,
    NamesForm,
    OutOfTurnForm,
    ways_of,
)
from .limits import refuse_too_many_names
from .links import SEAT, token_for
from .models import Booking
from .queue import Queue

BOOKED = PlaceState.BOOKED
WITH = ("session__workshop", "organisation", "booked_by")
WITH_PROGRAMME = (
    *WITH,
    "session__programme_date__programme",
    "course_part__course_booking__programme",
)


def _sent(request):
    return request.POST if request.method == "POST" else None


@anybody(Session, with_=("workshop", "programme_date__programme"))
def book(request, session):
    """Book a place for up to four people, or join the list when there are too few."""
    queue = Queue(session)
    if request.user.is_authenticated:
        held = actions.held_by(queue, request.user)
        if held is not None:
            return redirect("workshops:booking", held.reference)
    if (elsewhere := where_to_book(request.user, session)) is not None:
        return redirect(elsewhere)
    counted = queue.counted()
    if not request.user.is_authenticated:
        return by_email.ask(request, counted)
    if session.is_by_approval:
        return by_request.ask(request, counted)
    return _book_signed_in(request, session, counted)


def _book_signed_in(request, session, counted):
    if counted.takes_nobody_more:  # said at once, so that a rush does not queue for the lock
        return _show_book(request, counted, form=None, waits=True)
    # Nobody joins a list who asked for a place: they are asked first.
    waits = "waits" in request.POST if request.method == "POST" else counted.free <= 0
    theirs = organisations_of(request.user)
    form = (ListForm if waits else BookingForm)(
        _sent(request),
        organisations=theirs,
        ways=ways_of(counted),
        chosen=acting.choice_among(request, theirs),
        initial={"name": request.user.name},
    )
    if form.is_valid():
        try:
            booking = _book(session, form, by=request.user)
        except actions.SessionFull as refusal:
            waits, counted = True, Queue(session).counted()
            form = _as_list(request, counted, refusal)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            acting.remember(request, booking.organisation)
            messages.success(request, _said_after(booking))
            return redirect("workshops:booking", booking.reference)
    return _show_book(request, counted, form=form, waits=waits)


def _show_book(request, session, **context):
    context |= {"session": session, "others": other_dates(session, now())}
    return render(request, "workshops/booking/book.html", context)


def _book(session, form, *, by):
    typed = form.cleaned_data
    facts = {"people": form.people(by.email), "organisation": typed.get("organisation"), "by": by}
    facts |= {"way": form.chosen_way(), "group": typed["group"]}
    if isinstance(form, ListForm):
        return actions.join_list(
            session,
            accepts=typed["accepts"],
            straight_in_until=typed["straight_in_until"],
            **facts,
        )
    return actions.book_places(session, **facts)


def _as_list(request, session, refusal):
    """The same answers, on the form that joins the list."""
    theirs = organisations_of(request.user)
    asked = ListForm(request.POST, organisations=theirs, chosen=None, ways=ways_of(session))
    asked.is_valid()
    asked.add_error(None, str(refusal))
    return asked


def _said_after(booking):
    if booking.places.filter(state=PlaceState.BOOKED).exists():
        return "You have a place. We’re sending you an email."
    return "You are on the waiting list. We’re sending you an email."


@may("workshops.see_booking", Booking, with_=WITH_PROGRAMME)
def booking(request, booking):
    """What somebody has booked or waits for, and what they can do about it."""
    places = [place for place in queries.places_of(booking) if place.instead_of_id is None]
    session, at = booking.session, now()
    wishes, queue = queries.wishes_of(places), Queue(session)
    waiting = [place for place in places if place.state == PlaceState.WAITING]
    waits_for = next((each for each in [*waiting, *wishes.values()]), None)
    context = {
        "booking": booking,
        "session": session,
        "places": places,
        "coming": [place for place in places if place.state == PlaceState.BOOKED],
        "waiting": waiting,
        "asked": [place for place in places if place.state == PlaceState.REQUESTED],
        "answer": answer_for(booking, request.user) if session.is_by_approval else None,
        "can_answer_request": request.user.has_perm("workshops.answer_request", booking),
        "rows": [
            (place, wishes.get(place.pk), queries.other_way(session, place, at)) for place in places
        ],
        "waits_for": Way(waits_for.way).label.lower() if waits_for and session.is_hybrid else "",
        "wishes": wishes,
        "meanwhile": queries.meanwhile(session, waiting, at),
        "offer": queries.open_offer(booking),
        "to_decline": queries.to_decline(places),
        "reasons": queries.reasons_of(booking) if _is_colleague(request.user) else [],
        "number": queries.number_in_list(booking, queue),
        "too_few": queries.passed_over(booking, queue),
        "comes_to_room": any(
            place.state == PlaceState.BOOKED and place.way == Way.ROOM for place in places
        ),
        "can_take": filling.is_last_day(at, session.starts_at) and session.lets_in(at),
        "can_change": request.user.has_perm("workshops.change_way", booking),
        "can_cancel": bool(queries.places_of_theirs(booking, request.user)),
        "can_answer": request.user.has_perm("workshops.answer_offer", booking),
        "can_name": request.user.has_perm("workshops.name_people", booking),
        "can_offer": request.user.has_perm("workshops.offer_out_of_turn", booking),
        "has_started": session.has_date and at >= session.starts_at,
        "standing": session.standing(at),
        "change": last_change(session) if session.changed_at else None,
        "shows_link": session.shows_link(at) and _way_in(booking, places, request.user),
        "sees_phone": request.user.is_officer or booking.is_made_by(request.user),
        "course": getattr(booking, "course_part", None),
        "can_swap": request.user.has_perm("workshops.swap_date", booking),
        "clashes": _clashes(booking, places, request.user),
        "materials": materials_for(session, request.user),
        "certificates": certificates_for(booking, request.user),
        "lets_in": session.lets_in(at),
        "can_add": session.lets_in(at) and place_of(booking, request.user) is not None,
        "own_page": _own_page(places, request.user),
        "can_start_group": booking.group
        and not booking.organisation_id
        and request.user.has_perm("workshops.start_group", booking),
    }
    return render(request, "workshops/booking/booking.html", context)


@may("workshops.change_way", Booking, methods=("POST",), with_=WITH)
def way_change(request, booking):
    """One of a party comes the other way, or waits for it."""
    place = _one_of(request, booking)
    if place is not None:
        actions.change_way(booking, place=place, by=request.user)
        place.refresh_from_db()
        waits = queries.wishes_of([place])
        said = "You keep your place until you have the other one." if waits else "It is changed."
        messages.success(request, said)
    return redirect("workshops:booking", booking.reference)


@may("workshops.change_way", Booking, methods=("POST",), with_=WITH)
def way_keep(request, booking):
    """Somebody who waits for the other way stays where they are."""
    place = _one_of(request, booking)
    if place is not None:
        actions.keep_way(booking, place=place, by=request.user)
        messages.success(request, "You keep the place that you have.")
    return redirect("workshops:booking", booking.reference)


@may("workshops.change_way", Booking, methods=("POST",), with_=WITH)
def meanwhile_take(request, booking):
    """Places in the other way, for those who wait."""
    actions.take_meanwhile(booking, by=request.user)
    messages.success(request, "You have a place, and keep your turn in the list.")
    return redirect("workshops:booking", booking.reference)


@may("workshops.change_way", Booking, methods=("POST",), with_=WITH)
def helper(request, booking):
    """Somebody comes to help one of a party, or does not any more."""
    place, is_coming = _one_of(request, booking), "gone" not in request.POST
    if place is not None:
        actions.bring_helper(booking, place=place, is_coming=is_coming, by=request.user)
        said = "A chair is kept for them." if is_coming else "Thank you. Their chair is free again."
        messages.success(request, said)
    return redirect("workshops:booking", booking.reference)


def _one_of(request, booking):
    """The live place of this party whose button was pressed, or None."""
    key = request.POST.get("place", "")
    if not (key.isascii() and key.isdecimal() and len(key) < 16):
        return None
    return booking.places.live().people().filter(pk=int(key)).first()


@may("workshops.give_held_place", Session, with_=("workshop",))
def held_place(request, session):
    """A colleague gives somebody a place that is held back, with a reason."""
    ways = [way for way in session.ways if session.held_back_for(way)]
    choices = [(way, way.label) for way in ways] if len(ways) > 1 else ()
    form = HeldPlaceForm(_sent(request), ways=choices)
    if ways and form.is_valid():
        way = Way(form.cleaned_data["way"]) if choices else ways[0]
        try:
            booking = actions.give_held_place(session, way=way, by=request.user, **form.facts())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The place is theirs.")
            return redirect("workshops:booking", booking.reference)
    context = {"form": form, "session": session, "is_held": bool(ways)}
    return render(request, "workshops/booking/held_place.html", context)


@may("workshops.change_session", Session, methods=("POST",))
def volunteers_ask(request, session):
    """Fewer places than people: ask once who could give theirs up."""
    actions.ask_volunteers(session, by=request.user)
    messages.success(request, "We’re writing to those who have a place. Nobody has to give it up.")
    return redirect("workshops:session_change", session.reference)


def _is_colleague(user):
    return user.is_officer or user.is_auditor


def _own_page(places, user):
    """The personal page of their own place: where they say what they need, and join online."""
    own = [place for place in places if place.email.lower() == user.email.lower()]
    own = next((place for place in own if place.state in LIVE), None)
    return token_for(SEAT, own) if own else ""


def _clashes(booking, places, user):
    """What somebody who has or waits for a place here has at the same time."""
    if not _own_page(places, user):
        return []
    return clashes(booking.session, user.email, user=user)


def _way_in(booking, places, user):
    """How they join online: “own”, with the link of their own place; “carried”, for somebody
    without an address for whom they booked; or nothing."""
    online = [each for each in places if (each.state, each.way) == (BOOKED, Way.ONLINE)]
    if any(place.email.lower() == user.email.lower() for place in online):
        return "own"
    carries = booking.is_made_by(user) and any(not place.email for place in online)
    return "carried" if carries else ""


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
        messages.success(request, form.thanks())
        return redirect("workshops:booking", booking.reference)
    context = {"booking": booking, "session": booking.session, "form": form, "places": places}
    return render(request, "workshops/booking/cancel.html", context)


@may("workshops.answer_offer", Booking, methods=("POST",), with_=WITH)
def offer_accept(request, booking):
    others = _clashes(booking, queries.places_of(booking), request.user)
    given = let_go(others, request.POST.getlist("let_go"))
    actions.accept_instead(booking, let_go=given, by=request.user)
    messages.success(request, said_of(given))
    return redirect("workshops:booking", booking.reference)


@may("workshops.answer_offer", Booking, methods=("POST",), with_=WITH)
def place_take(request, booking):
    """On the last day: the first of those who wait to answer has it."""
    actions.take_place(booking, by=request.user)
    messages.success(request, "The place is yours. We’re sending you an email.")
    return redirect("workshops:booking", booking.reference)


@may("workshops.answer_offer", Booking, methods=("POST",), with_=WITH)
def fewer_take(request, booking):
    """There are fewer chairs than they asked for, and they would come all the same."""
    if fewest := queries.passed_over(booking):
        got = actions.take_fewer(booking, fewest=fewest, by=request.user)
        messages.success(request, FEWER[got])
    return redirect("workshops:booking", booking.reference)


@may("workshops.name_people", Booking, with_=WITH)
def names(request, booking):
    """Who comes; people can be swapped until the start."""
    tells = request.user.is_officer and not booking.is_made_by(request.user)
    form = NamesForm(_sent(request), places=queries.people_of(booking), tells=tells)
    if form.is_valid():
        try:
            refuse_too_many_names(request, booking)
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
