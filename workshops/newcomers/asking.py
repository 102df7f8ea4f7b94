"""The page to book for somebody who is not signed in: a name and an address are enough."""

from allauth.core import ratelimit
from django.shortcuts import render
from django.utils.timezone import now

from applicants.access import Refused
from workshops.booking.actions import SessionFull
from workshops.booking.forms import ways_of
from workshops.booking.queue import Queue
from workshops.sessions.queries import other_dates

from . import actions
from .forms import AskForm, AskListForm, AskRequestForm

TOO_OFTEN = (
    "We sent several emails in the last hour. Look for them, also among your spam, and try again "
    "later; or ring us."
)


def sent(request):
    return request.POST if request.method == "POST" else None


def ask(request, counted):
    """The page to book for somebody who is not signed in.

    counted: the session with its places counted.
    """
    session = counted
    waits = not session.is_by_approval and _waits(request, counted)
    if counted.takes_nobody_more:
        return render(request, "workshops/booking/book.html", _context(counted, None, True))
    asks = AskRequestForm if session.is_by_approval else AskListForm if waits else AskForm
    form = asks(sent(request), organisations=[], ways=ways_of(counted))
    if form.is_valid():
        try:
            _ask(request, session, form)
        except SessionFull as refusal:
            waits, counted = True, Queue(session).counted()
            form = _as_list(request, counted, refusal)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            context = {"session": session, "email": form.cleaned_data["email"]}
            return render(request, "workshops/newcomers/asked.html", context)
    return render(request, "workshops/booking/book.html", _context(counted, form, waits))


def _waits(request, counted):
    return "waits" in request.POST if request.method == "POST" else counted.free <= 0


def _context(session, form, waits):
    others = other_dates(session, now())
    return {"form": form, "session": session, "others": others, "waits": waits}


def refuse_too_often(request, email):
    if not ratelimit.consume(request, action="ask_for_place", key=email):
        raise Refused(TOO_OFTEN)


def _ask(request, session, form):
    """The answer is the same whoever has the address; so are its limits."""
    typed, contact = form.cleaned_data, form.contact()
    refuse_too_often(request, contact.email)
    facts = {"people": form.people(contact.email), "contact": contact, "group": typed["group"]}
    facts["way"] = form.chosen_way()
    if isinstance(form, AskRequestForm):
        return actions.ask_for_request(session, because=typed["asks_because"], **facts)
    if isinstance(form, AskListForm):
        terms = {name: typed[name] for name in ("accepts", "straight_in_until")}
        return actions.ask_for_list(session, **terms, **facts)
    return actions.ask_for_places(session, **facts)


def _as_list(request, session, refusal):
    asked = AskListForm(request.POST, organisations=[], ways=ways_of(session))
    asked.is_valid()
    asked.add_error(None, str(refusal))
    return asked
