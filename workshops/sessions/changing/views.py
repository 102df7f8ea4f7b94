"""Pages for a change of plan. Each shows who will be told before it is done."""

from django.contrib import messages
from django.shortcuts import redirect, render

from applicants.access import Refused, may
from workshops.facilitators.queries import in_the_way
from workshops.sessions.models import Session
from workshops.states import SessionState

from . import actions, queries
from .forms import (
    CancelForm,
    CorrectForm,
    DateForm,
    OnlineForm,
    OnlyRoomForm,
    PostponeForm,
    RoomForm,
    as_it_is,
)


@may("workshops.change_session", Session, with_=("workshop",))
def session_postpone(request, session):
    form = _form(PostponeForm, request)
    return _change(request, session, form, actions.postpone_session, "postpone")


@may("workshops.change_session", Session, with_=("workshop",))
def session_date(request, session):
    """The new date of one that is postponed."""
    start = as_it_is(session)
    initial = {name: start[name] for name in ("starts", "ends", "place", "access")}
    form = _form(DateForm, request, initial)
    return _change(request, session, form, actions.set_new_date, "date")


@may("workshops.change_session", Session, with_=("workshop",))
def session_move(request, session):
    form = _form(DateForm, request, as_it_is(session))
    return _change(request, session, form, actions.move_session, "move")


@may("workshops.change_session", Session, with_=("workshop",))
def session_online(request, session):
    form = _form(OnlineForm, request)
    return _change(request, session, form, actions.turn_online, "online")


@may("workshops.change_session", Session, with_=("workshop",))
def session_room(request, session):
    """Only in a room; whoever was to come online is told."""
    initial = {} if session.is_online else {"place": session.place, "access": session.access}
    initial["capacity"] = session.capacity
    form = _form(OnlyRoomForm, request, initial)
    return _change(request, session, form, actions.turn_into_room, "room")


@may("workshops.change_session", Session, with_=("workshop",))
def room_add(request, session):
    """In a room too; nobody is told, since nobody must plan anew."""
    return _change(request, session, _form(RoomForm, request), actions.add_room, "room_add")


@may("workshops.change_session", Session, with_=("workshop",))
def session_cancel(request, session):
    form = _form(CancelForm, request)
    return _change(request, session, form, actions.cancel_session, "cancel")


@may("workshops.change_session", Session, with_=("workshop",))
def session_correct(request, session):
    """A typo: nobody is told."""
    is_draft = session.state == SessionState.DRAFT
    form = _form(CorrectForm, request, as_it_is(session), is_draft=is_draft)
    return _change(request, session, form, actions.correct_session, "correct")


SAID = {
    "postpone": "The session is postponed. We’re writing to everybody whom it concerns.",
    "date": "The new date is set. We’re writing to everybody whom it concerns.",
    "move": "The session has moved. We’re writing to everybody whom it concerns.",
    "online": "The session is online now. We’re writing to everybody whom it concerns.",
    "room": "The session is in a room now. We’re writing to everybody whom it concerns.",
    "room_add": "People can come to the room now, or online.",
    "cancel": "The session is cancelled. We’re writing to everybody whom it concerns.",
    "correct": "The words are saved.",
}


def _form(of, request, initial=None, **options):
    sent = request.POST if request.method == "POST" else None
    return of(sent, initial=initial, **options)


def _change(request, session, form, act, name):
    """Do it if the form is in order; else show it, with those who will hear of it."""
    if form.is_valid():
        facts = form.facts() if hasattr(form, "facts") else form.cleaned_data
        try:
            session = act(session, by=request.user, **facts)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, SAID[name])
            if name in ("date", "move", "room"):
                for sentence in in_the_way(session):
                    messages.warning(request, sentence)
            return redirect("workshops:session", session.reference)
    told = [] if name in ("correct", "room_add") else queries.people_to_tell(session)
    context = {"form": form, "session": session, "told": told, "has_begun": session.has_begun()}
    context["to_ring"] = queries.people_to_ring(session)
    return render(request, f"workshops/sessions/changing/{name}.html", context)
