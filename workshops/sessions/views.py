"""Pages about sessions: the public list and page, and what officers do with them."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now

from applicants.access import Refused, may, public
from workshops.booking.actions import change_places
from workshops.booking.queries import booking_of, bookings_of, crowd_of
from workshops.feedback.queries import said_and_did
from workshops.finding.forms import FindForm
from workshops.finding.queries import narrowed
from workshops.materials.queries import materials_for

from . import actions, queries
from .changing.queries import changes_of
from .forms import CountsForm, SessionForm, TagsForm
from .history import COUNTED
from .models import Session
from .seen import ChangedMeanwhile

ON_A_PAGE = 20


def _sent(request):
    return request.POST if request.method == "POST" else None


@public
def session_list(request):
    are_past = "past" in request.GET and _watches(request.user)
    listed = queries.past_sessions if are_past else queries.sessions_for
    find = FindForm(request.GET)
    found = narrowed(listed(request.user, now()), {} if are_past else find.asked)
    shown = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": shown,
        "find": find,
        "query": urlencode(find.asked),
        "are_full": shown.paginator.num_pages == 1 and all(each.free <= 0 for each in shown),
        "bookings": bookings_of(request.user, now()),
        "are_past": are_past,
        "watches": _watches(request.user),
    }
    return render(request, "workshops/sessions/session_list.html", context)


def _watches(user):
    return user.is_authenticated and user.has_perm("workshops.see_register")


@public
def session(request, reference):
    sessions = queries.sessions_with_places(request.user)
    session = get_object_or_404(sessions, reference=reference)
    context = {
        "session": session,
        "booking": booking_of(request.user, session),
        "others": queries.other_dates(session, now()),
        "standing": session.standing(),
        "change": queries.last_change(session) if session.changed_at else None,
        "pairs": said_and_did(session.workshop) if now() < session.ends_at else [],
        "materials": materials_for(session, request.user),
        "watches": _watches(request.user),
        "can_change": request.user.is_authenticated
        and request.user.has_perm("workshops.change_session", session),
    }
    return render(request, "workshops/sessions/session.html", context)


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
    return render(request, "workshops/sessions/session_add.html", {"form": form})


@may("workshops.change_session", Session)
def session_change(request, session):
    if "publish" in request.POST:
        actions.publish_session(session, by=request.user)
        messages.success(request, f"Everybody can see this session now{_from_when(session)}.")
        return redirect("workshops:session", session.reference)
    if "open" in request.POST:
        actions.open_booking(session, by=request.user)
        messages.success(request, "Booking is open now.")
        return redirect("workshops:session", session.reference)
    now_it_is = {name: getattr(session, name) for name in (*COUNTED, "held_because")}
    form = CountsForm(_sent(request), initial=now_it_is)
    if form.is_valid():
        try:
            session = change_places(session, by=request.user, **form.counts())
        except ChangedMeanwhile as refusal:
            form.show_present(refusal)
        except Refused as refusal:
            form.add_error("capacity", str(refusal))
        else:
            messages.success(request, "The number of places is saved.")
            page = "session_change" if crowd_of(session) else "session"
            return redirect(f"workshops:{page}", session.reference)
    context = {
        "form": form,
        "session": queries.with_places(session),
        "standing": session.standing(),
        "changes": changes_of(session),
        "crowd": crowd_of(session),
    }
    return render(request, "workshops/sessions/session_change.html", context)


def _from_when(session):
    if session.opens_later():
        return ". Booking opens on the day that it says"
    return ", and ask for a place" if session.is_by_approval else ", and book it"


@may("workshops.tag_workshops")
def workshop_tags(request):
    """One page for the tags of all workshops."""
    workshops = queries.workshops_by_title()
    form = TagsForm(_sent(request), workshops=workshops)
    if form.is_valid():
        actions.tag_workshops(form.tags(), by=request.user)
        messages.success(request, "The tags are saved.")
        return redirect("workshops:session_list")
    context = {"form": form, "workshops": workshops}
    return render(request, "workshops/sessions/workshop_tags.html", context)
