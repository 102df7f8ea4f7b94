"""The pages with which a colleague books for somebody who rings."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.timezone import now

from applicants.access import Refused, may
from workshops.booking.actions import SessionFull
from workshops.booking.forms import ways_of
from workshops.booking.links import new_key
from workshops.newcomers.asking_course import dates_shown
from workshops.programmes import queries
from workshops.programmes.models import Programme
from workshops.sessions.models import Session
from workshops.sessions.queries import other_dates, with_places

from . import actions
from .forms import PhoneForm, PhoneListForm, PhoneRequestForm


@may("workshops.book_by_phone", Session)
def book_by_phone(request, session):
    """Book for anybody: a name is enough."""
    sent = request.POST if request.method == "POST" else None
    counted = with_places(session)
    waits = not session.is_by_approval and ("waits" in request.POST if sent else counted.free <= 0)
    asks = PhoneRequestForm if session.is_by_approval else PhoneListForm if waits else PhoneForm
    form = asks(sent, organisations=[], ways=ways_of(counted))
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


@may("workshops.book_by_phone", Programme)
def course_by_phone(request, programme):
    """Book a whole course for anybody."""
    if not programme.is_course:
        return redirect("workshops:programme", programme.reference)
    sent = request.POST if request.method == "POST" else None
    joining = queries.joining(programme, queries.dates_of(programme, request.user), now())
    form = PhoneForm(sent, organisations=[], ways=joining.choices)
    if form.is_valid():
        try:
            facts = _facts(form, key=_key(request), by=request.user)
            course = actions.book_course_by_phone(programme, shown=dates_shown(request), **facts)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            told = _said_of_mail(course.email)
            messages.success(request, f"They have a place at every date. {told}")
            return redirect("workshops:course", course.reference)
    key = _key(request) if sent else new_key()
    context = {"form": form, "programme": programme, "joining": joining, "key": key}
    return render(request, "workshops/phoning/course_by_phone.html", context)


def _key(request):
    """Of this page, so that a second click books nothing twice; anything else gets a new one."""
    key = request.POST.get("key", "")
    return key if len(key) == len(new_key()) and key.isprintable() else new_key()


def _book(session, form, **page):
    terms = None
    if isinstance(form, PhoneListForm):
        typed = form.cleaned_data
        terms = {name: typed[name] for name in ("accepts", "straight_in_until")}
    because = form.cleaned_data.get("asks_because", "")
    return actions.book_by_phone(session, list_terms=terms, because=because, **_facts(form, **page))


def _facts(form, *, key, by):
    """What was written down, as the actions take it."""
    typed, contact = form.cleaned_data, form.contact()
    needs = {"wanted": form.wanted(), "remember": typed["remember"]}
    return {
        "people": form.people(contact.email),
        "contact": contact,
        "group": typed["group"],
        "way": form.chosen_way(),
        "needs": needs if needs["wanted"] else None,
        "key": key,
        "by": by,
    }


def _said_after(booking):
    told = _said_of_mail(booking.email)
    if booking.session.is_by_approval:
        return f"They ask for a place now. {told}"
    if booking.waits_since:
        return f"They are on the waiting list. {told}"
    return f"They have a place. {told}"


def _said_of_mail(email):
    return "We’re sending them an email." if email else "Tell them so: they get no email."
