"""Sessions, from the first place that is booked to what people hear after."""

from datetime import timedelta

import time_machine
from django.utils.timezone import now

from applicants.actions import close_account
from tests import factories
from tests.factories import newcomers
from workshops.booking.actions import (
    Person,
    accept_offer,
    ask_volunteers,
    book_place,
    book_places,
    cancel_booking,
    change_way,
    fill_all_sessions,
    give_back,
    name_people,
)
from workshops.certificates.actions import correct_name
from workshops.certificates.making import issue_due_certificates
from workshops.facilitators.actions import brief_facilitators
from workshops.forgetting.actions import ask_to_be_forgotten
from workshops.forgetting.queries import Guest
from workshops.messages.actions import send_due_messages
from workshops.needs.actions import look_after_needs
from workshops.requests.actions import look_after_requests


def everything_of_workshops(*, booker):
    booking = book_place(factories.session(access="A lift."), by=booker, name=booker.name)
    cancel_booking(booking, by=booker)
    every_mail_of_a_waiting_list()
    every_mail_of_a_newcomer()
    every_change_of_plan()
    every_change_of_way()
    who_asked_where_we_choose()
    what_the_timetable_says()
    who_asked_for_a_date()
    what_people_hear_after()


def every_change_of_plan():
    """Postponed, dated, moved, turned online, cancelled, and come back first; and one that
    stopped early. Somebody has an address of their own, and somebody waits."""
    booker, friend = factories.person(), factories.person()
    of = factories.session(capacity=2, access="A lift.")
    people = [Person(booker.name, booker.email), Person(friend.name, friend.email)]
    booking = book_places(of, people=people, by=booker)
    factories.waiting(by=factories.person(), of=of)
    factories.facilitated(of)
    of = factories.session_postponed(of)
    of = factories.session_dated(of, because="The hall is free.")
    of = factories.session_moved(of, because="The trains.")
    of = factories.session_moved(of, starts_at=of.starts_at, ends_at=of.ends_at, place="The Hub")
    of = factories.session_online(of)
    factories.session(workshop=of.workshop)
    factories.session_cancelled(of)
    factories.session(workshop=of.workshop, capacity=1, starts_at=now() + timedelta(days=60))
    passed_on = book_places(factories.session(), people=people[:1], by=booker)
    (place,) = passed_on.places.all()
    name_people(passed_on, people={place.pk: Person(friend.name, friend.email)}, by=booker)
    who_is_named_and_has_a_place(booker, friend)
    gone = book_places(factories.session(), people=people, by=booker)
    give_back(gone, places=gone.places.filter(email=friend.email), by=booker)
    stopped = factories.facilitated().session
    book_places(stopped, people=people, by=booker)
    with time_machine.travel(stopped.starts_at + timedelta(minutes=10)):
        factories.session_cancelled(stopped)
    assert booking.places.live().count() == 0


def who_is_named_and_has_a_place(booker, friend):
    """At the same date, and at another date of the same thing."""
    one, other = [date.session for date in factories.pick_one().dates.order_by("pk")]
    book_place(other, by=friend, name=friend.name)
    people = [Person(booker.name, booker.email), Person(friend.name, friend.email)]
    booking = book_places(one, people=[*people, Person()], by=booker)
    unnamed = booking.places.live().get(email="")
    name_people(booking, people={unnamed.pk: people[1]}, by=booker)
    leaves = book_place(other, by=(who := factories.person()), name=who.name)
    close_account(leaves.booked_by, by=factories.staff("is_administrator"))


def who_asked_for_a_date():
    """Somebody says yes in an email, and hears of a date; and books the whole of a course."""
    interest = factories.interested(email=factories.person().email)
    factories.session(workshop=interest.workshop, access="A lift.")
    factories.booked_course()
    led = factories.facilitated(email=factories.person().email, brings="Pens", materials="Tables")
    brief_facilitators(led.session, by=led.assigned_by)


def who_asked_where_we_choose():
    """A yes to one of two, a no, an answer that is due, and one that came too late."""
    factories.staff("is_officer")
    of = factories.chosen()
    one = factories.requested(of, names=["Ana", "Ben"])
    factories.request_answered(one, yes=1)
    factories.request_answered(factories.requested(of), yes=0)
    newcomers.confirmed(of)
    with time_machine.travel(of.closes_at - timedelta(days=1), tick=False) as clock:
        look_after_requests()
        clock.move_to(of.closes_at)
        fill_all_sessions()


def every_change_of_way():
    """Waits for the room, gets in, and everybody is asked and moved there at the end."""
    room, online, officer = factories.person(), factories.person(), factories.staff("is_officer")
    of = factories.hybrid(capacity=1, online_capacity=3)
    sits = book_place(of, by=room, name=room.name)
    changes = book_place(of, by=online, name=online.name, way="online")
    change_way(changes, place=changes.places.get(), by=online)
    cancel_booking(sits, by=room)
    accept_offer(changes, by=online)
    other = factories.person()
    book_place(of, by=other, name=other.name, way="online")
    factories.session_in_room(of, capacity=1)
    ask_volunteers(of, by=officer)


def every_mail_of_a_newcomer():
    """Asked, confirmed with a friend, asked again, moved; what they need is answered, or waits."""
    of = factories.session(access="A lift.", starts_at=now() + timedelta(days=30))
    nia = newcomers.contact()
    booking = newcomers.confirmed(of, who=nia, others=[Person("Bo", "bo@home.example")])
    newcomers.asked_for_place(of, who=nia)
    factories.session_moved(of)
    newcomers.need_answered(newcomers.need(booking.places.first()))
    newcomers.need(booking.places.last())
    with time_machine.travel(now() + timedelta(days=6)):
        look_after_needs()
    newcomers.confirmed_course()
    factories.staff("is_administrator")
    ask_to_be_forgotten(Guest(email=nia.email))
    full = factories.session(capacity=1)
    newcomers.rang(full)
    newcomers.confirmed(full, waits=True)


def what_the_timetable_says():
    """Each of its messages, to somebody who comes online."""
    of = factories.session(is_online=True, place="Online", access="Captions.")
    booker = factories.person()
    book_place(of, by=booker, name=booker.name)
    for before in (timedelta(days=7), timedelta(days=2), timedelta(days=1), -timedelta(hours=3)):
        with time_machine.travel(of.starts_at - before):
            send_due_messages()


def every_mail_of_a_waiting_list():
    """Joined, offered, silent, told on the last day, and not reached."""
    three = timedelta(days=3)
    of = factories.session(capacity=1, starts_at=now() + three)
    waiting = factories.waiting(by=factories.person(), of=of)
    factories.waiting(by=factories.person(), of=of, names=["Lee", "Mo"])
    held = of.bookings.exclude(pk=waiting.pk).order_by("pk").first()
    with time_machine.travel(of.starts_at - timedelta(hours=20), tick=False) as clock:
        cancel_booking(held, by=held.booked_by)
        clock.move_to(of.closes_at)
        fill_all_sessions()
    silent = factories.offered_place(by=factories.person())
    with time_machine.travel(silent.offers.get().until, tick=False) as clock:
        fill_all_sessions()  # nobody else waits, so it is kept again
        clock.move_to(silent.offers.latest("pk").until)
        fill_all_sessions()
    who_has_no_address()


def who_has_no_address():
    """Old Tom waits, and a colleague is asked to ring: offered, not reached in time, called."""
    of = factories.session(capacity=1, starts_at=now() + timedelta(days=9))
    newcomers.rang(of)
    held = of.bookings.get()
    terms = {"accepts": 1, "straight_in_until": None}
    tom = newcomers.rang(of, key="second-page0", list_terms=terms)
    factories.waiting(by=factories.person(), of=of)
    cancel_booking(held, by=None)
    with time_machine.travel(tom.offers.get().until, tick=False):
        fill_all_sessions()


def what_people_hear_after():
    """They get a certificate, and another one with the right name; a friend came along."""
    officer = factories.staff("is_officer")
    of, (ama,) = factories.came("Ama")
    issue_due_certificates()
    correct_name(ama, name="Amma", by=officer)
    issue_due_certificates()
    factories.material(of, is_for_after=True)
    for days in (0, 3, 21):
        with time_machine.travel(of.ends_at + timedelta(days=days, hours=2)):
            send_due_messages()
