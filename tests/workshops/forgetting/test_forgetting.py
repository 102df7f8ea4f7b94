"""Somebody without an account is forgotten: all that says who it was goes, and counts stay."""

import html
from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import now

from applicants.access import Refused
from applicants.actions import close_account, forget_person
from applicants.models import FORGOTTEN, NOWHERE, Email
from tests import factories
from tests.factories import client_for, newcomers, person, session, staff
from tests.factories.workshops import mark_attendance
from workshops.booking.actions import Person, fill_all_sessions
from workshops.certificates.making import issue_due_certificates
from workshops.feedback.actions import give_feedback
from workshops.feedback.queries import place_with
from workshops.feedback.slips import address_for, slip_for
from workshops.forgetting.actions import forget_guest, forget_old_guests
from workshops.forgetting.queries import Guest, digits, held_of
from workshops.models import (
    Booking,
    Certificate,
    CourseBooking,
    FeedbackAnswer,
    GuestForgotten,
    Interest,
    Need,
    Place,
    Session,
)
from workshops.newcomers.actions import TIME_TO_CONFIRM
from workshops.queries import people_who_came
from workshops.register.actions import sign_register
from workshops.reports.queries import figures_of, year_of
from workshops.states import PlaceState

pytestmark = [pytest.mark.django_db, pytest.mark.database]
NIA = "nia@home.example"
BO = Person("Bo Friend", "bo@home.example")


def at(name, *args):
    return reverse(f"workshops:{name}", args=args)


def text_of(response):
    return html.unescape(response.content.decode())


@pytest.fixture
def boss():
    return staff("is_administrator")


def everything_known(word):
    """Where a word stands in any text of any of our tables."""
    found = []
    for model in apps.get_models():
        if model._meta.app_label not in ("workshops", "applicants"):
            continue
        names = [
            field.attname
            for field in model._meta.concrete_fields
            if field.get_internal_type() in ("CharField", "TextField", "EmailField", "SlugField")
            or field.__class__.__name__ == "SecretField"
        ]
        for row in model.objects.all():
            found += [
                f"{model.__name__}.{name}"
                for name in names
                if word.lower() in str(getattr(row, name)).lower()
            ]
    return found


def came_to(of, booking, *, signs=True):
    place = booking.places.order_by("pk").first()
    with time_machine.travel(of.ends_at + timedelta(hours=1)):
        mark_attendance(of, came={place.pk}, by=staff("is_officer"))
        if signs:
            sign_register(of, unmarked=(), by=staff("is_officer"))
            issue_due_certificates()
            give_feedback(place_with(slip_for(place)), answers={"overall": "good"})
    place.refresh_from_db()
    return place


def a_life(who):
    """Nia came, needs something, has a certificate, said how it was, books again with a friend,
    books a course, and wants to hear of a date."""
    past = session(starts_at=now() + timedelta(days=1))
    first = newcomers.confirmed(past, who=who)
    newcomers.need(
        first.places.get(), what="other", words="Nia Nightshade needs a chair", remember=True
    )
    place = came_to(past, first)
    later = newcomers.confirmed(session(), who=who, others=[BO], group="Nightshade bakers")
    newcomers.confirmed_course(who=who)
    factories.interested(name=who.name, email=who.email)
    return past, place, later


def nia(name="Nia Nightshade"):
    return newcomers.contact(name, NIA)


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


# --- The pages ---


def test_an_administrator_sees_what_is_held_before_it_goes(boss):
    with time_machine.travel(now() - timedelta(days=5)):
        _past, _place, later = a_life(nia())
    client, page = client_for(boss), at("guest_forget")

    asked = text_of(client.get(page))
    shown = text_of(client.post(page, {"who": f" {NIA.upper()} "}))
    before = GuestForgotten.objects.count()
    answer = client.post(page, {"who": NIA, "forget": ""}, follow=True)

    assert "Show what we hold" in asked
    for words in (
        f"Forget {NIA}?",
        "Nia Nightshade",
        "Nightshade bakers",
        "1 note.",
        "1 certificate that",
        "1 time. What they said",
        later.session.workshop.title,
        "The names of 1 person",
    ):
        assert words in shown
    assert "a chair" not in shown  # what they need is for those who arrange it
    assert before == 0
    assert "What we knew of them is deleted." in text_of(answer)
    assert NIA not in text_of(answer)
    assert GuestForgotten.objects.get().forgotten_by == boss


@pytest.mark.parametrize("typed", ["", "nia@", "nia", "123", "x" * 300, "a\x00b@c.example"])
def test_rubbish_is_said_and_kept(boss, typed):
    page = text_of(client_for(boss).post(at("guest_forget"), {"who": typed, "forget": ""}))

    assert "Enter an email address like ama@example.org, or a telephone number" in page
    assert not GuestForgotten.objects.exists()


def test_nobody_is_found_and_the_page_says_so(boss):
    page = text_of(client_for(boss).post(at("guest_forget"), {"who": "no@home.example"}))

    assert "We hold nothing about no@home.example" in page


@pytest.mark.parametrize("role", ["is_officer", "is_auditor"])
def test_others_may_not(role):
    assert client_for(staff(role)).get(at("guest_forget")).status_code == 403


def test_somebody_asks_from_their_page_and_nothing_goes_yet(client, boss):
    booking = newcomers.confirmed(who=nia())
    page = at("my_forget", newcomers.party_token(booking))

    shown = text_of(client.get(page))
    for _ in range(2):
        answer = client.post(page, follow=True)

    assert "Their name: Nia Nightshade" in shown
    assert "We have your wish" in text_of(answer)
    mail = Email.objects.get(event="workshops/forget_asked")
    assert mail.to == boss.email
    assert NIA in mail.body
    assert at("guest_forget") in mail.body
    assert booking.places.live().exists()


def test_a_friend_asks_for_themselves_only(client, boss):
    booking = newcomers.confirmed(who=nia(), others=[BO])
    page = at("my_forget", newcomers.seat_token(booking.places.get(email=BO.email)))

    shown = text_of(client.get(page))
    client.post(page)

    assert "Nia" not in shown
    assert BO.email in Email.objects.get(event="workshops/forget_asked").body


# --- When the time is over ---


def days_after(of, days):
    return of.ends_at + timedelta(days=days)


def test_who_did_not_come_for_two_years_is_forgotten_by_itself(settings):
    first, second = session(), session(starts_at=now() + timedelta(days=60))
    newcomers.confirmed(first, who=nia())
    newcomers.confirmed(second, who=nia())
    kept = settings.KEEP_GUESTS_DAYS

    with time_machine.travel(days_after(second, kept - 1)):
        assert forget_old_guests() == 0
    with time_machine.travel(days_after(second, kept + 1)):
        assert forget_old_guests() == 1
        assert forget_old_guests() == 0

    assert everything_known(NIA) == []
    assert GuestForgotten.objects.get().forgotten_by is None
    assert Place.objects.count() == 2


def test_the_setting_says_for_how_long(settings):
    settings.KEEP_GUESTS_DAYS = 40
    of = session()
    newcomers.confirmed(of, who=nia())

    with time_machine.travel(days_after(of, 41)):
        assert forget_old_guests() == 1


def test_who_has_an_account_or_waits_for_a_new_date_is_kept(settings):
    of, off = session(), session()
    ama = person()
    newcomers.confirmed(of, who=newcomers.contact("Ama", ama.email))
    newcomers.confirmed(off, who=nia())
    factories.session_postponed(off)

    with time_machine.travel(days_after(of, settings.KEEP_GUESTS_DAYS + 9)):
        assert forget_old_guests() == 0

    assert everything_known(NIA)


def test_names_without_an_address_go_as_well(settings):
    of = session()
    newcomers.confirmed(of, who=nia(), others=[Person("Kofi Companion")])
    newcomers.rang(of)

    with time_machine.travel(days_after(of, settings.KEEP_GUESTS_DAYS + 1)):
        forget_old_guests()

    for word in ("Kofi", "Old Tom", "960"):
        assert everything_known(word) == []


def test_an_address_that_anybody_typed_goes_after_a_month():
    of = session()
    newcomers.asked_for_place(of, who=nia())
    known = newcomers.confirmed(session(), who=newcomers.contact("Bo", BO.email))
    newcomers.asked_for_place(of, who=newcomers.contact("Bo", BO.email))
    with time_machine.travel(now() + TIME_TO_CONFIRM):
        fill_all_sessions()

    with time_machine.travel(now() + timedelta(days=29)):
        assert forget_old_guests() == 0
    with time_machine.travel(now() + timedelta(days=31)):
        assert forget_old_guests() == 1

    assert everything_known(NIA) == []
    known.refresh_from_db()
    assert known.email == BO.email  # of them we know more


def test_what_is_held_of_somebody_is_counted():
    newcomers.confirmed(who=nia())

    held = held_of(Guest(email=NIA))

    assert (held.places, held.needs, held.certificates, held.interest) == (1, 0, 0, 0)
    assert held.messages == Email.objects.filter(to=NIA).count()
    assert not held_of(Guest(email="nobody@home.example")).is_anything
    assert Interest.objects.count() == 0
