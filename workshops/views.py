"""Pages about workshops: for everybody, for those who book, and for officers."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now

from applicants import acting
from applicants.access import Refused, may, public

from . import actions, queries
from .forms import BookingForm, CapacityForm, SessionForm, TagsForm
from .models import Booking, Session

ON_A_PAGE = 20


def _sent(request):
    return request.POST if request.method == "POST" else None


# --- For everybody ---


@public
def session_list(request):
    are_past = "past" in request.GET and _watches(request.user)
    listed = queries.past_sessions if are_past else queries.sessions_for
    shown = Paginator(listed(request.user, now()), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": shown,
        "are_full": shown.paginator.num_pages == 1 and all(each.free <= 0 for each in shown),
        "bookings": queries.bookings_of(request.user, now()),
        "are_past": are_past,
        "watches": _watches(request.user),
    }
    return render(request, "workshops/session_list.html", context)


def _watches(user):
    return user.is_authenticated and user.has_perm("workshops.see_register")


@public
def session(request, reference):
    sessions = queries.sessions_with_places(request.user)
    session = get_object_or_404(sessions, reference=reference)
    context = {
        "session": session,
        "booking": queries.booking_of(request.user, session),
        "others": queries.other_dates(session, now()),
        "watches": _watches(request.user),
        "can_change": request.user.is_authenticated
        and request.user.has_perm("workshops.change_session", session),
    }
    return render(request, "workshops/session.html", context)


# --- For those who book ---


@may("workshops.book_session", Session)
def book(request, session):
    held = queries.booking_of(request.user, session)
    if held is not None:
        return redirect("workshops:booking", held.reference)
    theirs = queries.organisations_of(request.user)
    form = BookingForm(
        _sent(request),
        organisations=theirs,
        chosen=acting.choice_among(request, theirs),
        initial={"name": request.user.name},
    )
    if form.is_valid():
        try:
            booking = actions.book_place(session, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            acting.remember(request, booking.organisation)
            messages.success(request, "You have a place. We’re sending you an email.")
            return redirect("workshops:booking", booking.reference)
    session = queries.with_places(session)
    context = {"form": form, "session": session, "others": queries.other_dates(session, now())}
    return render(request, "workshops/book.html", context)


@may("workshops.see_booking", Booking)
def booking(request, booking):
    context = {
        "booking": booking,
        "session": booking.session,
        "place": booking.places.first(),
        "can_cancel": request.user.has_perm("workshops.cancel_booking", booking),
    }
    return render(request, "workshops/booking.html", context)


@may("workshops.cancel_booking", Booking)
def cancel(request, booking):
    if request.method == "POST":
        actions.cancel_booking(booking, by=request.user)
        messages.success(request, "The place is given back. Thank you for telling us.")
        return redirect("workshops:booking", booking.reference)
    context = {"booking": booking, "session": booking.session}
    return render(request, "workshops/cancel.html", context)


# --- For officers ---


@may("workshops.add_session")
def session_add(request):
    form = SessionForm(_sent(request))
    if form.is_valid():
        try:
            session = actions.add_session(by=request.user, **form.facts())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The session is added. Publish it when it is ready.")
            return redirect("workshops:session", session.reference)
    return render(request, "workshops/session_add.html", {"form": form})


@may("workshops.change_session", Session)
def session_change(request, session):
    if "publish" in request.POST:
        actions.publish_session(session, by=request.user)
        messages.success(request, "Everybody can see this session now, and book it.")
        return redirect("workshops:session", session.reference)
    form = CapacityForm(_sent(request), initial={"capacity": session.capacity})
    if form.is_valid():
        try:
            actions.change_capacity(session, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("capacity", str(refusal))
        else:
            messages.success(request, "The number of places is saved.")
            return redirect("workshops:session", session.reference)
    context = {"form": form, "session": queries.with_places(session)}
    return render(request, "workshops/session_change.html", context)


@may("workshops.see_register", Session, methods=("GET",))
def register(request, session):
    context = {
        "session": queries.with_places(session),
        "places": queries.register_of(session),
        "given_back": queries.places_given_back(session),
        "can_mark": session.has_begun()
        and request.user.has_perm("workshops.mark_attendance", session),
    }
    return render(request, "workshops/register.html", context)


@may("workshops.mark_attendance", Session, methods=("POST",))
def attendance(request, session):
    """Write down who came; whoever is not ticked did not."""
    ticked = request.POST.getlist("came")
    came = {place.pk for place in queries.register_of(session) if str(place.pk) in ticked}
    actions.mark_attendance(session, came=came, by=request.user)
    messages.success(request, "Who came is written down.")
    return redirect("workshops:register", session.reference)


@may("workshops.tag_workshops")
def workshop_tags(request):
    """One page for the tags of all workshops."""
    form = TagsForm(_sent(request), workshops=queries.workshops_by_title())
    if form.is_valid():
        actions.tag_workshops(form.tags(), by=request.user)
        messages.success(request, "The tags are saved.")
        return redirect("workshops:session_list")
    return render(request, "workshops/workshop_tags.html", {"form": form})
