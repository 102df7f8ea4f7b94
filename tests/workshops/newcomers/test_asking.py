"""Booking with a name and an email: nothing counts before the button in our email is pressed."""

import html
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from hypothesis import HealthCheck, given, settings, strategies as st

from applicants.access import Refused
from applicants.actions import close_account, forget_person
from applicants.models import Email, Organisation, User
from tests import factories
from tests.factories import client_for, newcomers, person, session
from workshops.booking.actions import (
    Person,
    SessionFull,
    accept_offer,
    book_place,
    cancel_booking,
    fill_all_sessions,
)
from workshops.booking.queries import waiting_list
from workshops.models import Booking, Place
from workshops.newcomers.actions import TIME_TO_CONFIRM, RunOut, confirm_booking
from workshops.queries import people_who_came
from workshops.sessions.queries import with_places
from workshops.states import HOLDING, PlaceState

pytestmark = pytest.mark.django_db
TYPED = {"name": "Nia New", "email": "Nia@Home.example", "number": "1"}


@pytest.fixture(autouse=True)
def no_counts():
    cache.clear()


def text_of(response):
    return html.unescape(response.content.decode())


def at(name, *args):
    return reverse(f"workshops:{name}", args=args)


def ask(of, **typed):
    return Client().post(at("book", of.reference), TYPED | typed)


def states(booking):
    return sorted(booking.places.values_list("state", flat=True))


# --- Asking ---


def test_a_visitor_asks_for_places_and_two_chairs_are_kept():
    of = session(capacity=3)

    response = ask(of, number="2", name_2="Bo", email_2="bo@home.example")

    assert "We sent you an email" in text_of(response)
    booking = Booking.objects.get()
    assert (booking.booked_by, booking.name, booking.email) == (
        None,
        *["Nia New", "nia@home.example"],
    )
    assert states(booking) == ["held", "held"]
    assert with_places(of).free == 1
    assert not User.objects.filter(email__iexact="nia@home.example").exists()
    mail = Email.objects.get()
    assert (mail.event, mail.to, mail.is_private) == (
        "workshops/confirm",
        "nia@home.example",
        True,
    )  # Bo hears nothing yet


def test_the_link_shows_and_only_the_button_books():
    ask(of := session(), number="2", name_2="Bo", email_2="bo@home.example")
    link = newcomers.link_in(Email.objects.get())

    shown = Client().get(link)

    assert "Is this right?" in text_of(shown)
    assert "Bo, bo@home.example" in text_of(shown)
    assert states(Booking.objects.get()) == ["held", "held"]
    assert shown.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in shown.headers["Cache-Control"]
    assert "noindex" in shown.headers["X-Robots-Tag"]

    page = Client().post(link, follow=True)

    assert states(Booking.objects.get()) == ["booked", "booked"]
    assert of.workshop.title in text_of(page)
    assert sorted(Email.objects.values_list("event", "to")) == [
        ("workshops/booking_made", "nia@home.example"),
        ("workshops/confirm", "nia@home.example"),
        ("workshops/place_for_you", "bo@home.example"),
    ]


def test_the_button_works_in_a_browser_that_checks_tokens():
    booking = newcomers.asked_for_place()
    link = at("confirm", newcomers.confirm_token(booking))
    client = Client(enforce_csrf_checks=True)
    client.get(link)
    token = client.cookies["csrftoken"].value

    assert client.post(link).status_code == 403
    assert client.post(link, {"csrfmiddlewaretoken": token}).status_code == 302
    assert states(booking) == ["booked"]


def test_a_second_press_changes_nothing_and_the_used_link_leads_to_the_place():
    booking = newcomers.confirmed()
    link = at("confirm", newcomers.confirm_token(booking))
    emails = Email.objects.count()

    assert Client().post(link).url.startswith("/workshops/my/")
    assert Client().get(link).url.startswith("/workshops/my/")
    assert Email.objects.count() == emails


def test_the_answer_is_the_same_whoever_has_the_address():
    of = session(capacity=9)
    mina = person(email="mina@home.example")
    book_place(of, by=mina, name="Mina")
    staff = factories.staff("is_officer", email="officer@fund.example")
    newcomers.confirmed(of, who=newcomers.contact(email="had@home.example"))

    answers = [
        text_of(ask(of, email=email)).replace(email, "…")
        for email in ("nobody@home.example", mina.email, staff.email, "had@home.example")
    ]

    assert len(set(answers)) == 1


def test_a_full_session_says_the_same_of_every_address():
    of = session(capacity=1)
    newcomers.confirmed(of, who=newcomers.contact(email="had@home.example"))

    first, second = (
        text_of(ask(of, email=email)).replace(email, "…")
        for email in ("had@home.example", "nobody@home.example")
    )

    assert "Join the waiting list? You would be number 1." in first
    assert [line for line in first.splitlines() if "csrf" not in line] == [
        line for line in second.splitlines() if "csrf" not in line
    ]


def test_whoever_is_on_the_list_gets_an_email_that_leads_to_what_they_have():
    of = session()
    booking = newcomers.confirmed(of, who=newcomers.contact(email="nia@home.example"))

    ask(of)

    assert Booking.objects.count() == 1
    mail = newcomers.newest_email("booked_already")
    assert (mail.to, mail.is_private) == ("nia@home.example", True)
    assert newcomers.link_in(mail) == at("my_place", newcomers.party_token(booking))


def test_a_friend_s_address_is_not_given_away_and_their_place_stays():
    of = session()
    bo = person(email="bo@home.example")
    theirs = book_place(of, by=bo, name="Bo")

    answer = ask(of, number="2", name_2="Bo", email_2=bo.email)

    assert "We sent you an email" in text_of(answer)
    booking = confirm_booking(Booking.objects.get(booked_by=None))
    assert states(booking) == ["booked", "not_confirmed"]
    assert states(theirs) == ["booked"]


def test_a_held_place_keeps_nobody_from_booking_for_themselves():
    """Anybody may type anybody's address."""
    of = session()
    newcomers.asked_for_place(of, others=[Person("Bo", "bo@home.example")])
    bo = person(email="bo@home.example")

    booked = book_place(of, by=bo, name="Bo")

    assert states(booked) == ["booked"]
    assert client_for(bo).get(at("session", of.reference)).status_code == 200
    assert not Booking.objects.visible_to(bo).exclude(pk=booked.pk).exists()


def test_whoever_asks_again_has_what_they_asked_for_last():
    of = session(capacity=4)
    first = newcomers.asked_for_place(of, who=(nia := newcomers.contact()))
    second = newcomers.asked_for_place(of, who=nia, others=[Person("Bo", "")])

    assert states(first) == ["not_confirmed"]
    assert states(second) == ["held", "held"]
    with pytest.raises(RunOut):
        confirm_booking(first)
    assert "run out" in text_of(Client().get(at("confirm", newcomers.confirm_token(first))))


def test_the_database_holds_one_unconfirmed_booking_for_each_address():
    booking = newcomers.asked_for_place()
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.create(
            reference="WS-2",
            session=booking.session,
            name="Nia",
            email=booking.email,
            confirm_by=now(),
        )


def test_nobody_is_bombed_with_mail():
    said = [text_of(ask(session(), email="mina@home.example")) for _ in range(5)]

    assert Email.objects.count() == 4
    assert "We sent several emails in the last hour" in said[-1]
    assert "mina@home.example" in said[-1]  # what was typed is kept


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"name": " "}, "Enter your name"),
        ({"email": ""}, "Enter your email address"),
        ({"email": "nia"}, "Enter an email address like ama@example.org"),
        ({"email": ["a@b.example", "nia"]}, "Enter an email address like ama@example.org"),
        ({"email": "n" * 250 + "@home.example"}, "Enter an email address like ama@example.org"),
        ({"name": "N" * 121}, "Your name must be 120 characters or fewer"),
        ({"group": "N" * 121}, "The nickname must be 120 characters or fewer"),
        ({"number": "5"}, "Choose a number from 1 to 4"),
        ({"number": "2", "email_2": "nia@home.example"}, "is there twice"),
    ],
)
def test_what_can_not_be_is_said_beside_its_box_and_nothing_is_kept(typed, complaint):
    page = text_of(ask(session(), **typed))

    assert complaint in page
    assert not Booking.objects.exists()
    assert not Email.objects.exists()


def test_a_session_that_just_closed_can_t_be_asked_for(time_machine):
    of = session()
    time_machine.move_to(of.closes_at)

    assert "can’t be booked any more" in text_of(ask(of))
    assert not Booking.objects.exists()


# --- Time ---


def test_after_two_hours_the_chair_is_free_and_nobody_hears(time_machine):
    of = session(capacity=1)
    booking = newcomers.asked_for_place(of)
    time_machine.move_to(booking.confirm_by)

    assert fill_all_sessions() == 1

    assert states(booking) == ["not_confirmed"]
    assert with_places(of).free == 1
    assert Email.objects.count() == 1
    with pytest.raises(RunOut):
        confirm_booking(booking)


def test_the_next_in_line_gets_what_nobody_confirmed(time_machine):
    of = session(capacity=1)
    booking = newcomers.asked_for_place(of)
    waiting = factories.waiting(by=person(), of=session_full(of))
    time_machine.move_to(booking.confirm_by)

    fill_all_sessions()

    assert states(waiting) == ["offered"]


def session_full(of):
    """The same session, without `factories.waiting` filling it by itself."""
    of.live_places = lambda: of.places.filter(state__in=HOLDING)
    return of


def test_a_late_yes_counts_while_nobody_else_could_have_the_chair(time_machine):
    booking = newcomers.asked_for_place(of := session(capacity=1))
    time_machine.move_to(booking.confirm_by + timedelta(seconds=5))

    confirm_booking(booking)

    assert states(booking) == ["booked"]
    assert with_places(of).free == 0


def test_a_late_yes_does_not_jump_the_list(time_machine):
    booking = newcomers.asked_for_place(of := session(capacity=1))
    factories.waiting(by=person(), of=session_full(of))
    time_machine.move_to(booking.confirm_by)

    with pytest.raises(RunOut):
        confirm_booking(booking)
    page = Client().post(at("confirm", newcomers.confirm_token(booking)))

    assert page.status_code == 409
    assert "This link has run out" in text_of(page)


def test_shortly_before_booking_ends_the_time_to_confirm_is_shorter(time_machine):
    of = session()
    time_machine.move_to(of.closes_at - timedelta(minutes=20), tick=False)

    booking = newcomers.asked_for_place(of)
    time_machine.move_to(of.closes_at, tick=False)

    assert booking.confirm_by == of.closes_at
    with pytest.raises(RunOut):
        confirm_booking(booking)


@pytest.mark.parametrize("change", [factories.session_postponed, factories.session_cancelled])
def test_what_is_not_confirmed_ends_when_the_session_is_off(change):
    booking = newcomers.asked_for_place(of := session())

    change(of)

    assert states(booking) == ["not_confirmed"]
    page = text_of(Client().get(at("confirm", newcomers.confirm_token(booking))))
    assert "This link has run out" in page
    assert Email.objects.filter(to=booking.email).count() == 1  # they are told nothing more


# --- The list ---


def full(of=None):
    of = of or session(capacity=1)
    book_place(of, by=(other := person()), name=other.name)
    return of


def test_somebody_without_an_account_joins_the_list_when_they_confirm():
    of = full()
    booking = newcomers.asked_for_place(of, waits=True)
    assert waiting_list(of) == []

    confirm_booking(booking)

    assert [party.key for party in waiting_list(of)] == [booking.pk]
    assert newcomers.newest_email("list_joined").to == booking.email


def test_who_asked_for_the_list_has_a_place_if_one_came_free_meanwhile():
    of = full()
    booking = newcomers.asked_for_place(of, waits=True)
    held = of.bookings.exclude(pk=booking.pk).get()
    cancel(held)

    confirm_booking(booking)

    assert states(booking) == ["booked"]


def cancel(held):
    cancel_booking(held, by=held.booked_by)


def test_they_answer_an_offer_by_their_link():
    of = full()
    booking = newcomers.confirmed(of, waits=True)
    cancel(of.bookings.exclude(pk=booking.pk).get())
    mail = newcomers.newest_email("place_offered")
    link = newcomers.link_in(mail)

    assert "Yes, we’re coming" in text_of(Client().get(link))
    Client().post(f"{link}answer/")

    assert (states(booking), mail.is_private) == (["booked"], True)


# --- Accounts ---


def test_the_booking_of_a_known_address_is_that_account_s():
    mina = person(email="mina@home.example")
    booking = newcomers.confirmed(who=newcomers.contact(email="Mina@home.example"))

    assert booking.booked_by == mina
    page = client_for(mina).get(at("booking", booking.reference))
    assert page.status_code == 200


def test_signing_up_later_leads_to_the_same_bookings(mailoutbox):
    of = session()
    booking = newcomers.confirmed(of, who=newcomers.contact(email="nia@home.example"))
    client = Client()
    client.post(
        reverse("account_signup"),
        {"email": "nia@home.example", "name": "Nia", "password1": "three-odd-words-here"},
    )
    mail = Email.objects.get(event__startswith="account/email/email_confirmation")
    link = next(word for word in mail.body.split() if "confirm-email" in word or "verify" in word)
    client.post(link.replace("http://testserver", ""))
    user = User.objects.get(email="nia@home.example")

    page = client_for(user).get(at("booking", booking.reference))

    assert page.status_code == 200
    assert booking.reference in text_of(client_for(user).get(at("session_list")))
    assert book_place(of, by=user, name="Nia") == booking


def test_somebody_else_s_account_sees_nothing_of_it():
    booking = newcomers.confirmed()

    assert client_for(person()).get(at("booking", booking.reference)).status_code == 404


def test_what_they_came_to_counts_once_they_have_an_account(time_machine):
    of = session(workshop=factories.workshop(tag="bread"))
    booking = newcomers.confirmed(of, who=newcomers.contact(email="nia@home.example"))
    time_machine.move_to(of.starts_at + timedelta(minutes=10))
    factories.mark_attendance(of, came={booking.places.get().pk}, by=factories.staff("is_officer"))
    coop = factories.organisation(owner=person(email="Nia@home.example"))
    since = {"since": of.starts_at - timedelta(days=1)}

    came = people_who_came(coop, "bread", **since, until=now())

    assert came == list(booking.places.all())


def test_one_person_counts_once_before_and_after_their_account(time_machine):
    about = factories.workshop(tag="bread")
    first, second = (session(workshop=about, place=place) for place in ("Here", "There"))
    before = newcomers.confirmed(first, who=newcomers.contact(email="nia@home.example"))
    nia = person(email="nia@home.example")
    coop = factories.organisation(owner=nia)
    after = book_place(second, by=nia, name="Nia", organisation=coop)
    time_machine.move_to(first.starts_at + timedelta(minutes=10))
    for booking in (before, after):
        factories.mark_attendance(
            booking.session, came={booking.places.get().pk}, by=factories.staff("is_officer")
        )

    came = people_who_came(coop, "bread", since=now() - timedelta(days=2), until=now())

    assert len(came) == 1


def test_who_signs_in_after_all_keeps_no_second_chair():
    of = session(capacity=1)
    booking = newcomers.asked_for_place(of, who=newcomers.contact(email="mina@home.example"))

    book_place(of, by=person(email="mina@home.example"), name="Mina")

    assert states(booking) == ["not_confirmed"]


def test_first_refusal_is_theirs_too():
    booking = newcomers.confirmed(of := session())
    factories.session_cancelled(of)
    again = session(workshop=of.workshop, starts_at=now() + timedelta(days=40))

    assert again.bookings.get().follows == booking
    assert newcomers.newest_email("place_offered").to == booking.email
    accept_offer(again.bookings.get(), by=None)
    assert states(again.bookings.get()) == ["booked"]


def test_a_person_who_is_forgotten_leaves_no_name_in_their_bookings():
    mina = person(email="mina@home.example", name="Mina Poole")
    booking = newcomers.confirmed(who=newcomers.contact("Mina Poole", mina.email))
    boss = factories.staff("is_administrator")
    close_account(mina, by=boss)
    forget_person(mina, by=boss)

    booking.refresh_from_db()
    assert "Mina" not in f"{booking.name} {booking.places.get().name}"
    assert "mina" not in f"{booking.email} {booking.places.get().email}"


# --- Groups ---


def test_a_group_with_a_nickname_starts_when_somebody_signed_in_books():
    mina = person()
    client_for(mina).post(at("book", session().reference), {"name": "Mina", "group": "The Menders"})

    group = Organisation.objects.get()
    assert (group.name, group.legal_form) == ("The Menders", "not_formed")
    assert Booking.objects.get().organisation == group
    assert group.people().get() == mina


def test_the_group_of_somebody_without_an_account_waits_for_theirs():
    nia = newcomers.contact(email="nia@home.example")
    booking = newcomers.confirmed(who=nia, group="The Menders")
    other = newcomers.confirmed(who=nia, group="The Menders")
    assert not Organisation.objects.exists()
    user = person(email="nia@home.example")
    client = client_for(user)
    page = at("booking", booking.reference)
    assert "You came for “The Menders”" in text_of(client.get(page))

    for _ in range(2):
        client.post(at("group_start", booking.reference))

    group = Organisation.objects.get()
    assert set(Booking.objects.values_list("organisation", flat=True)) == {group.pk}
    assert other.places.count() == 1
    assert client_for(person()).post(at("group_start", booking.reference)).status_code == 404


def test_the_group_starts_with_the_yes_of_a_known_address():
    mina = person(email="mina@home.example")
    booking = newcomers.asked_for_place(
        who=newcomers.contact(email=mina.email), group="The Menders"
    )
    assert not Organisation.objects.exists()

    confirm_booking(booking)

    assert Organisation.objects.get().people().get() == mina


# --- Any order ---

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["ask", "list", "confirm", "book", "give back", "later", "clock"]),
        st.integers(0, 4),
    ),
    max_size=25,
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_in_any_order_no_chair_is_sold_twice_and_each_address_comes_once(time_machine, steps):
    with transaction.atomic():
        time_machine.move_to("2027-02-01T12:00:00+00:00", tick=False)
        of = session(capacity=2, starts_at=now() + timedelta(days=9))
        names = [f"p{n}@home.example" for n in range(5)]
        users = {}
        for what, number in steps:
            one_step(of, what, names[number], users, time_machine)
            check(of)
        transaction.set_rollback(True)


def one_step(of, what, email, users, time_machine):
    who = newcomers.contact(email=email)
    mine = Booking.objects.filter(session=of, email=email)
    try:
        if what in ("ask", "list"):
            newcomers.asked_for_place(of, who=who, waits=what == "list")
        elif what == "confirm" and (asked := mine.order_by("-pk").first()):
            confirm_booking(asked)
        elif what == "book":
            user = users.setdefault(email, None) or person(email=email)
            users[email] = user
            book_place(of, by=user, name="P")
        elif what == "give back" and (held := mine.order_by("-pk").first()):
            cancel(held)
        elif what == "later":
            time_machine.shift(timedelta(minutes=50))
        else:
            fill_all_sessions()
    except (Refused, SessionFull):
        pass


def check(of):
    places = Place.objects.filter(session=of)
    assert places.filter(state__in=HOLDING).count() <= of.capacity
    live = [email.lower() for email in places.live().values_list("email", flat=True)]
    assert len(live) == len(set(live))
    unconfirmed = Booking.objects.filter(session=of).exclude(confirm_by=None)
    waits = set(unconfirmed.values_list("pk", flat=True))
    held = places.filter(state__in=[PlaceState.HELD, PlaceState.ASKED])
    assert set(held.values_list("booking", flat=True)) == waits
    assert all(one.confirm_by <= now() + TIME_TO_CONFIRM for one in unconfirmed)
