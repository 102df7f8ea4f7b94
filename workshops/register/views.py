"""The register at the door: who is expected, who is here, who walked in, and who signed it."""

import uuid

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from applicants.access import Refused, may
from workshops.booking.models import Booking
from workshops.booking.queries import (
    numbered,
    offers_to_ring,
    people_of,
    waiting_bookings,
)
from workshops.needs.queries import counted as counted_needs
from workshops.sessions.models import Session
from workshops.states import PlaceState, Way

from . import actions, queries
from .forms import WalkInForm
from .models import Mark
from .taps import Tap, read_taps
from .tickets import drawn, place_of_ticket

BOOKED = PlaceState.BOOKED


@may("workshops.see_register", Session, methods=("GET",))
def register(request, session):
    return _show(request, session, WalkInForm(initial={"key": uuid.uuid4()}))


def _show(request, session, form):
    session, register = queries.counted(session), queries.read_register(session)
    words = " ".join(request.GET.get("name", "").split())[:120]
    at = now()
    is_open = session.takes_people and session.starts_at - actions.DOORS_OPEN <= at
    context = {
        "session": session,
        "register": register,
        "rows": register.named(words) if words else register.rows,
        "words": words,
        "needs": counted_needs(session),
        "can_see_needs": request.user.has_perm("workshops.see_needs", session),
        "waiting": numbered(waiting_bookings(session)) if session.waiting else [],
        "to_ring": offers_to_ring(session) if _must_ring(request.user, session) else [],
        "form": form,
        "page": uuid.uuid4(),
        "is_open": is_open,
        "can_mark": is_open and request.user.has_perm("workshops.mark_attendance", session),
        "has_started": at >= session.starts_at,
        "is_over": at >= session.ends_at,
        "signature": (signature := getattr(session, "signature", None)),
        # For those who ring people; a host sees who came, and no history of anybody.
        "missed": queries.missed_before(session) if signature and request.user.is_officer else [],
    }
    return render(request, "workshops/register/register.html", context)


@may("workshops.mark_attendance", Session, methods=("POST",))
def attendance(request, session):
    """One button of the register, where no script sends it. Pressed twice it is one tap."""
    place, _, what = request.POST.get("tap", "").partition("/")
    if place.isdecimal() and len(place) < 10 and what in Mark.values:
        actions.note_taps(session, [_pressed(request, int(place), what)], by=request.user)
    return redirect("workshops:register", session.reference)


def _pressed(request, place, what):
    try:
        page = uuid.UUID(request.POST.get("page", ""))
    except ValueError:
        page = uuid.uuid4()
    return Tap(Mark(what), place=place, key=uuid.uuid5(page, f"{place}/{what}"))


@may("workshops.mark_attendance", Session, methods=("POST",))
def taps(request, session):
    """What a phone kept while it had no signal. It is told what we have, and forgets that; what is
    for nobody, and shows and forgets that; and whether it need not ask again."""
    try:
        sent = read_taps(request.POST.get("taps", ""))
        actions.note_taps(session, sent, by=request.user)
    except Refused as refusal:
        is_final = isinstance(refusal, actions.NobodyCame)
        return JsonResponse({"says": str(refusal), "is_final": is_final}, status=409)
    except ValueError:
        says = "This phone sent something that we can’t read."
        return JsonResponse({"says": says, "is_final": True}, status=409)
    known = queries.known_taps(sent)
    kept = [str(tap.key) for tap in sent if tap.key in known]
    others = [str(tap.key) for tap in sent if tap.key not in known]
    said = {"kept": kept, "for_nobody": others, "says": _said_of_others(len(others))}
    return JsonResponse(said)


def _said_of_others(number):
    if not number:
        return ""
    taps = "1 tap is" if number == 1 else f"{number} taps are"
    return f"{taps} for somebody who is not on this register. Add them by name."


@may("workshops.mark_attendance", Session, methods=("POST",))
def walk_in(request, session):
    form = WalkInForm(request.POST)
    if not form.is_valid():
        return _show(request, session, form)
    actions.note_taps(session, [form.tap()], by=request.user)
    messages.success(request, f"{form.cleaned_data['name']} is on the list, and here.")
    return redirect("workshops:register", session.reference)


@may("workshops.mark_attendance", Session, with_=("workshop",))
def scan(request, session, ticket):
    """The code that somebody shows at the door: who it is; the button says that they are here."""
    place = place_of_ticket(ticket)
    is_here = place is not None and place.session_id == session.pk
    row = queries.row_of(place) if is_here else None
    if request.method == "POST" and row is not None and not row.came:
        actions.note_taps(session, [Tap(Mark.ARRIVED, place=place.pk)], by=request.user)
        messages.success(request, f"{place} is here.")
        return redirect("workshops:register", session.reference)
    context = {"session": session, "place": place, "is_here": is_here, "row": row}
    return render(request, "workshops/register/scan.html", context)


@may("workshops.see_booking", Booking, methods=("GET",), with_=("session__workshop",))
def tickets(request, booking):
    """The codes of those who come to the room, to show at the door. Nobody needs one."""
    places = [
        place for place in people_of(booking) if (place.state, place.way) == (BOOKED, Way.ROOM)
    ]
    codes = [(place, drawn(place)) for place in places]
    context = {"booking": booking, "session": booking.session, "codes": codes}
    return render(request, "workshops/register/tickets.html", context)


@may("workshops.sign_register", Session)
def sign(request, session):
    """See once more who has no mark, and say that it was so."""
    if request.method == "POST":
        seen = [int(pk) for pk in request.POST.getlist("unmarked")[:1000] if pk.isdecimal()]
        actions.sign_register(session, unmarked=seen, by=request.user)
        messages.success(request, "The register is signed. Thank you.")
        return redirect("workshops:register", session.reference)
    context = {
        "session": session,
        "register": queries.read_register(session),
        "signature": queries.signature_of(session),
        "is_over": now() >= session.ends_at,
    }
    return render(request, "workshops/register/sign.html", context)


def _must_ring(user, session):
    """Numbers are for those who ring; an auditor does not."""
    return user.is_officer and session.taken > session.booked
