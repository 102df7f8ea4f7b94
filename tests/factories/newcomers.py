"""People who come to a workshop without an account, and what would help them."""

import itertools
import re

from applicants.models import Email
from workshops.booking.actions import Person
from workshops.booking.links import CONFIRM, CONFIRM_COURSE, COURSE, PARTY, SEAT, token_for
from workshops.booking.models import Contact
from workshops.forgetting.actions import forget_guest
from workshops.forgetting.queries import Guest
from workshops.needs.actions import answer_need, ask_for_needs
from workshops.newcomers.actions import (
    ask_for_list,
    ask_for_places,
    ask_for_request,
    confirm_booking,
)
from workshops.newcomers.actions.courses import ask_for_course, confirm_course
from workshops.phoning.actions import book_by_phone

from .people import staff
from .programmes import course
from .workshops import session

_numbers = itertools.count(1)


def contact(name="Nia New", email=""):
    return Contact(name, email or f"nia{next(_numbers)}@home.example")


def asked_for_place(of=None, *, who=None, others=(), waits=False, **facts):
    """Somebody without an account asked for places, and has not confirmed yet."""
    who = who or contact()
    people = [Person(who.name, who.email), *others]
    of = of or session()
    ask = ask_for_request if of.is_by_approval else ask_for_places
    if waits:
        ask, facts = ask_for_list, {"accepts": 1, **facts}
    return ask(of, people=people, contact=who, **facts)


def confirmed(of=None, **facts):
    """The same, and they have pressed the button in our email."""
    return confirm_booking(asked_for_place(of, **facts))


def asked_for_course(of=None, *, who=None, others=(), **facts):
    """Somebody without an account asked for a whole course, and has not confirmed yet."""
    who = who or contact()
    people = [Person(who.name, who.email), *others]
    return ask_for_course(of or course(), people=people, contact=who, **facts)


def confirmed_course(of=None, **facts):
    return confirm_course(asked_for_course(of, **facts))


def confirm_course_token(course_booking):
    return token_for(CONFIRM_COURSE, course_booking)


def course_token(course_booking):
    return token_for(COURSE, course_booking)


def rang(of=None, *, who=None, key="abcdefghijkl", by=None, **facts):
    """A colleague booked for somebody who rang."""
    who = who or Contact("Old Tom", "", "01632 960 001")
    people = facts.pop("people", [Person(who.name, who.email)])
    by = by or staff("is_officer")
    return book_by_phone(of or session(), people=people, contact=who, key=key, by=by, **facts)


def confirm_token(booking):
    return token_for(CONFIRM, booking)


def party_token(booking):
    return token_for(PARTY, booking)


def seat_token(place):
    return token_for(SEAT, place)


def link_in(email):
    """The address of the first of our pages in an email, without the name of our site."""
    return re.search(r"https?://[^/\s]+(/workshops/\S+)", email.body)[1]


def newest_email(event, to=None):
    emails = Email.objects.filter(event=f"workshops/{event}")
    return (emails.filter(to=to) if to else emails).order_by("-pk").first()


def need(place=None, *, what="bsl", words="", remember=False):
    """Something that would help somebody, which waits for an answer."""
    place = place or confirmed().places.get()
    ask_for_needs(place, wanted={what: words}, remember=remember)
    return place.needs.current().order_by("-pk").first()


def need_answered(need, *, state="arranged", answer="Dee comes and signs for you.", by=None):
    return answer_need(need, state=state, answer=answer, by=by or staff("is_officer"))


def forgotten(of=None):
    """Somebody without an account came, and was forgotten."""
    booking = confirmed(of)
    return forget_guest(Guest(email=booking.email), by=staff("is_administrator"))
