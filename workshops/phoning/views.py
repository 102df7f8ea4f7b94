"""The page with which a colleague books for somebody who rings."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.timezone import now

from applicants.access import Refused, may
from workshops.booking.actions import SessionFull
from workshops.booking.forms import ways_of
from workshops.booking.links import new_key
from workshops.sessions.models import Session
from workshops.sessions.queries import other_dates, with_places

from . import actions
from .forms import PhoneForm, PhoneListForm


@may("workshops.book_by_phone", Session)
def book_by_phone(request, session):
    """Book for anybody: a name is enough."""
    sent = request.POST if request.method == "POST" else None
    counted = with_places(session)
    waits = "waits" in request.POST if sent else counted.free <= 0
    form = (PhoneListForm if waits else PhoneForm)(sent, organisations=[], ways=ways_of(counted))
    if form.is_valid():
        try:
            booking = _book(session, form, key=_key(request), by=request.user)
        except SessionFull as refusal:
            waits, counted = True, with_places(session)
            form = PhoneListForm(request.POST, organisations=[], ways=ways_of(counted))
            form.is_valid()
            form.add_error(None, str(refusal))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _said_after(booking))
            return redirect("workshops:booking", booking.reference)
    context = {
        "form": form,
        "session": counted,
        "others": other_dates(session, now()),
        "waits": waits,
        "key": _key(request) if sent else new_key(),
    }
    return render(request, "workshops/phoning/book_by_phone.html", context)


def _key(request):
    """Of this page, so that a second click books nothing twice; anything else gets a new one."""
    key = request.POST.get("key", "")
    return key if len(key) == len(new_key()) and key.isprintable() else new_key()


def _book(session, form, *, key, by):
    typed, contact = form.cleaned_data, form.contact()
    needs = {"wanted": form.wanted(), "remember": typed["remember"]}
    terms = None
    if isinstance(form, PhoneListForm):
        terms = {name: typed[name] for name in ("accepts", "straight_in_until")}
    return actions.book_by_phone(
        session,
        people=form.people(contact.email),
        contact=contact,
        group=typed["group"],
        way=form.chosen_way(),
        needs=needs if needs["wanted"] else None,
        list_terms=terms,
        key=key,
        by=by,
    )


def _said_after(booking):
    told = "We’re sending them an email." if booking.email else "Tell them so: they get no email."
    if booking.waits_since:
        return f"They are on the waiting list. {told}"
    return f"They have a place. {told}"
