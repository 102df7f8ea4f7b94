"""Somebody without an account is forgotten: all that says who it was goes, and counts stay."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from applicants.access import Refused
from applicants.actions import close_account, forget_person
from applicants.models import FORGOTTEN, NOWHERE, Email
from tests import factories
from tests.factories import newcomers, person, session, staff
from tests.factories.workshops import mark_attendance
from tests.workshops.forgetting.a_guest import BO, NIA, a_life, at, everything_known, nia, text_of
from workshops.booking.actions import Person, fill_all_sessions
from workshops.feedback.slips import address_for
from workshops.forgetting.actions import forget_guest
from workshops.forgetting.queries import Guest, digits
from workshops.models import (
    Booking,
    Certificate,
    CourseBooking,
    FeedbackAnswer,
    GuestForgotten,
    Need,
    Place,
    Session,
)
from workshops.queries import people_who_came
from workshops.register.actions import sign_register
from workshops.reports.queries import figures_of, year_of
from workshops.states import PlaceState

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def boss():
    return staff("is_administrator")


# --- What goes, and what stays ---


def test_nothing_says_any_more_who_it_was(boss):
    with time_machine.travel(now() - timedelta(days=5)):
        _past, place, later = a_life(nia())
    assert {each.split(".")[0] for each in everything_known(NIA)} >= {"Booking", "Place", "Email"}
    assert "Need.words" in everything_known("Nightshade")

    forget_guest(Guest(email=NIA), by=boss)

    assert everything_known(NIA) == []
    assert everything_known("Nightshade") == []
    stands_as = GuestForgotten.objects.get().stands_as
    assert {place.email for place in Place.objects.filter(name=FORGOTTEN)} == {stands_as}
    assert not Need.objects.filter(wiped_at=None).exists()
    assert bytes(Certificate.objects.get().pdf) == b""
    place.refresh_from_db()
    assert place.state == PlaceState.ATTENDED
    friend = later.places.get(email=BO.email)
    assert friend.state == PlaceState.BOOKED  # who has an address of their own still comes


def test_counts_in_reports_and_for_a_round_stay(boss):
    with time_machine.travel(now() - timedelta(days=40)):
        ama = person()
        co_op = factories.organisation(owner=ama)
        of = session(workshop=factories.workshop(tag="co-op basics"))
        for email in (NIA, "two@home.example", "three@home.example"):
            booking = newcomers.confirmed(of, who=newcomers.contact(email=email))
            Booking.objects.filter(pk=booking.pk).update(organisation=co_op)
        with time_machine.travel(of.ends_at):
            mark_attendance(
                of, came=set(of.places.values_list("pk", flat=True)), by=staff("is_officer")
            )
            sign_register(of, unmarked=(), by=staff("is_officer"))

    def counted():
        since = now() - timedelta(days=300)
        people = people_who_came(co_op, "co-op basics", since=since, until=now())
        return len(people), repr(figures_of(year_of(now().date()))), FeedbackAnswer.objects.count()

    before = counted()
    forget_guest(Guest(email=NIA), by=boss)

    assert counted() == before


def test_one_person_stays_one_person(boss):
    with time_machine.travel(now() - timedelta(days=40)):
        for _ in range(3):
            newcomers.confirmed(session(starts_at=now() + timedelta(days=2)), who=nia())

    forget_guest(Guest(email="NIA@home.example".lower()), by=boss)

    assert len(set(Place.objects.values_list("email", flat=True))) == 1


def test_links_and_slips_open_nothing_any_more(client, boss):
    with time_machine.travel(now() - timedelta(days=10)):
        past = session(starts_at=now() + timedelta(days=9))
        booking = newcomers.confirmed(past, who=nia())
        place = booking.places.get()
        course = newcomers.confirmed_course(who=nia())
    pages = [
        at("my_place", newcomers.party_token(booking)),
        at("my_place", newcomers.seat_token(place)),
        at("confirm", newcomers.confirm_token(booking)),
        at("my_course", newcomers.course_token(course)),
        address_for(place),
    ]
    assert [client.get(page, follow=True).status_code for page in pages] == [200] * 5

    forget_guest(Guest(email=NIA), by=boss)

    answers = [client.get(page) for page in pages]
    assert [answer.status_code for answer in answers] == [404] * 5
    assert "What we knew of you is deleted" in text_of(answers[0])


def test_places_to_come_go_to_who_waits_and_nobody_is_written_to(boss):
    of = session(capacity=1)
    newcomers.confirmed(of, who=nia())
    waits = newcomers.confirmed(of, waits=True)
    Email.objects.all().delete()

    forget_guest(Guest(email=NIA), by=boss)
    fill_all_sessions()

    assert waits.places.get().state == PlaceState.OFFERED
    waiting = Email.objects.filter(state=Email.State.WAITING)
    assert {email.to for email in waiting} == {waits.email}


def test_a_friend_s_party_keeps_coming_when_the_friend_is_forgotten(boss):
    of = session()
    booking = newcomers.confirmed(of, who=nia(), others=[BO])

    forget_guest(Guest(email=BO.email), by=boss)

    assert booking.places.live().get().email == NIA
    assert not Place.objects.filter(email=BO.email).exists()


def test_the_booker_goes_and_nobody_writes_to_nowhere():
    of = session()
    newcomers.confirmed(of, who=nia(), others=[BO])
    forget_guest(Guest(email=NIA), by=staff("is_administrator"))

    factories.session_moved(Session.objects.get(pk=of.pk))

    told = Email.objects.filter(event="workshops/session_moved")
    assert {email.to for email in told} == {BO.email}


def test_what_was_asked_and_not_confirmed_goes_too(boss):
    of = session(capacity=1)
    newcomers.asked_for_place(of, who=nia())

    forget_guest(Guest(email=NIA), by=boss)

    assert everything_known(NIA) == []
    assert not of.places.exclude(state=PlaceState.NOT_CONFIRMED).exists()


def test_a_name_that_is_a_word_leaves_other_messages_alone(boss):
    newcomers.confirmed(who=newcomers.contact("Place", "word@home.example"))
    other = newcomers.confirmed()

    forget_guest(Guest(email="word@home.example"), by=boss)

    mail = Email.objects.get(event="workshops/booking_made", to=other.email)
    assert FORGOTTEN not in mail.body


def test_whoever_rang_and_left_a_number_only(boss):
    of = session()
    booking = newcomers.rang(of, people=[Person("Old Tom"), Person("Kit")])

    forget_guest(Guest(phone="+44 1632 960001"), by=boss)

    booking.refresh_from_db()
    assert (booking.name, booking.phone) == (FORGOTTEN, "")
    assert sorted(booking.places.values_list("name", flat=True)) == ["Kit", FORGOTTEN]
    assert not booking.places.live().exists()
    assert digits("+44 1632 960-001") == digits("01632 960001")


# --- Who may, and what is refused ---


def test_who_has_an_account_is_forgotten_elsewhere(boss):
    ama = person(email=NIA)
    newcomers.confirmed(who=nia())

    with pytest.raises(Refused, match="There is an account with this address"):
        forget_guest(Guest(email=NIA), by=boss)

    assert Booking.objects.filter(email=NIA).exists()
    assert ama.forgotten_at is None


def test_an_account_that_is_forgotten_takes_its_time_as_a_guest_along(boss):
    with time_machine.travel(now() - timedelta(days=10)):
        past = session(starts_at=now() + timedelta(days=9))
        booking = newcomers.confirmed(past, who=nia())
        newcomers.need(booking.places.get(), what="other", words="A chair")
        course = newcomers.confirmed_course(who=nia())
    ama = person(email=NIA, name="Nia Nightshade")
    close_account(ama, by=boss)

    forget_person(ama, by=boss)

    assert not Need.objects.filter(wiped_at=None).exists()  # asked before there was an account
    course.refresh_from_db()
    assert course.email.endswith(NOWHERE)
    assert everything_known(NIA) == []


def test_twice_is_once_and_nothing_is_made_of_nobody(boss):
    newcomers.confirmed(who=nia())

    forget_guest(Guest(email=NIA), by=boss)

    assert forget_guest(Guest(email=NIA), by=boss) is None
    assert forget_guest(Guest(email="nobody@home.example"), by=boss) is None
    assert GuestForgotten.objects.count() == 1


def test_that_it_was_done_stays(boss):
    newcomers.confirmed(who=nia())
    done = forget_guest(Guest(email=NIA), by=boss)

    assert (done.places, done.forgotten_by) == (1, boss)
    with pytest.raises(IntegrityError), transaction.atomic():
        GuestForgotten.objects.update(places=2)
    rows = GuestForgotten.objects.all()
    with pytest.raises(IntegrityError), transaction.atomic():
        rows._raw_delete(rows.db)
    course = CourseBooking.objects
    newcomers.confirmed_course()
    with pytest.raises(IntegrityError), transaction.atomic():
        course.update(email="else@home.example")
