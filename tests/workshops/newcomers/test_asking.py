"""Booking with a name and an email: nothing counts before the button in our email is pressed."""

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.timezone import now

from applicants.models import Email, User
from tests import factories
from tests.factories import client_for, newcomers, person, session
from workshops.booking.actions import (
    Person,
    book_place,
)
from workshops.models import Booking
from workshops.newcomers.actions import RunOut, confirm_booking
from workshops.sessions.queries import with_places

from .by_email import at, states, text_of

pytestmark = pytest.mark.django_db
TYPED = {"name": "Nia New", "email": "Nia@Home.example", "number": "1"}


@pytest.fixture(autouse=True)
def no_counts():
    cache.clear()


def ask(of, **typed):
    return Client().post(at("book", of.reference), TYPED | typed)


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
