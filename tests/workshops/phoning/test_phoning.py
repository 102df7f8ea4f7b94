"""A colleague books for somebody who rings: a name is enough, and the rules are the same."""

import html

import pytest
from django.urls import reverse

from applicants.access import Refused
from applicants.models import Email
from tests import factories
from tests.factories import client_for, newcomers, person, session, staff
from workshops.booking.actions import Person, SessionFull, book_place
from workshops.booking.models import Contact
from workshops.messages.actions import send_due_messages
from workshops.models import Booking

pytestmark = pytest.mark.django_db
TYPED = {"name": "Old Tom", "number": "1", "key": "abcdefghijkl"}


def text_of(response):
    return html.unescape(response.content.decode())


def at(name, of):
    return reverse(f"workshops:{name}", args=[of.reference])


@pytest.fixture
def officer():
    return client_for(staff("is_officer", name="Marek"))


def test_a_name_is_enough_and_nobody_is_written_to(officer, time_machine):
    of = session()

    page = officer.post(at("book_by_phone", of), TYPED, follow=True)

    booking = Booking.objects.get()
    assert (booking.name, booking.email, booking.booked_by) == ("Old Tom", "", None)
    assert booking.taken_by.name == "Marek"
    assert booking.places.get().state == "booked"
    assert "They have a place. Tell them so: they get no email." in text_of(page)
    time_machine.move_to(of.starts_at - (of.ends_at - of.starts_at))
    send_due_messages()
    factories.session_moved(of)
    assert not Email.objects.exists()


def test_with_an_address_it_is_theirs_by_link_and_with_an_account_it_is_the_account_s(officer):
    mina = person()
    of = session()

    officer.post(at("book_by_phone", of), TYPED | {"email": "tom@home.example"})
    officer.post(at("book_by_phone", of), TYPED | {"email": mina.email, "key": "bbbbbbbbbbbb"})

    first, second = Booking.objects.order_by("pk")
    assert newcomers.link_in(newcomers.newest_email("booking_made", first.email)) == reverse(
        "workshops:my_place", args=[newcomers.party_token(first)]
    )
    assert second.booked_by == mina


def test_many_ring_and_one_colleague_books_for_all_of_them(officer):
    of = session()

    for number, name in enumerate(["Tom", "Tam", "Tim"]):
        key = f"{number}" * 12
        officer.post(at("book_by_phone", of), TYPED | {"name": name, "key": key})

    assert of.live_places().count() == 3


def test_a_second_click_books_nothing_twice(officer):
    of = session()

    for _ in range(2):
        officer.post(at("book_by_phone", of), TYPED)

    assert Booking.objects.count() == 1


def test_the_rules_are_those_for_everybody(time_machine):
    of = session(capacity=1)
    tom = newcomers.rang(of, who=Contact("Tom", "tom@home.example"))

    with pytest.raises(Refused, match="has a place at this session already"):
        newcomers.rang(of, who=Contact("Tom", "tom@home.example"), key="b" * 12)
    with pytest.raises(SessionFull):
        newcomers.rang(of, key="c" * 12)
    time_machine.move_to(of.closes_at)
    with pytest.raises(Refused, match="can’t be booked any more"):
        newcomers.rang(of, key="d" * 12)
    assert list(Booking.objects.all()) == [tom]


def test_a_full_date_has_a_list_for_them_too(officer):
    of = session(capacity=1)
    book_place(of, by=(other := person()), name=other.name)

    page = text_of(officer.post(at("book_by_phone", of), TYPED))
    assert "Join the waiting list? You would be number 1." in page
    assert "Old Tom" in page

    officer.post(at("book_by_phone", of), TYPED | {"waits": "1", "accepts": "1"})
    booking = Booking.objects.get(name="Old Tom")
    assert booking.places.get().state == "waiting"
    assert "Old Tom" in text_of(officer.get(at("register", of)))


def test_what_they_need_is_written_down_at_once(officer):
    officer.post(at("book_by_phone", session()), TYPED | {"what": ["bsl"], "words": "Tea"})

    needs = Booking.objects.get().places.get().needs.order_by("pk")
    assert [(need.what, need.words) for need in needs] == [("bsl", ""), ("other", "Tea")]


def test_their_group_stands_on_the_register(officer):
    of = session()
    officer.post(at("book_by_phone", of), TYPED | {"group": "The Menders"})

    assert "for The Menders" in text_of(officer.get(at("register", of)))


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"name": ""}, "Enter their name, or what they like to be called"),
        ({"email": "tom"}, "Enter an email address like ama@example.org"),
        ({"phone": "0" * 31}, "A phone number must be 30 characters or fewer"),
        ({"words": "n" * 10_000}, "Use 1,000 characters or fewer"),
        ({"number": "2", "email": "a@b.example", "email_2": "A@b.example"}, "is there twice"),
    ],
)
def test_what_can_not_be_is_said_and_nothing_is_booked(officer, typed, complaint):
    assert complaint in text_of(officer.post(at("book_by_phone", session()), TYPED | typed))
    assert not Booking.objects.exists()


@pytest.mark.parametrize("role", ["is_auditor", "is_approver", None])
def test_only_officers_book_for_others(role):
    client = client_for(staff(role) if role else person())

    assert client.post(at("book_by_phone", session()), TYPED).status_code == 403
    assert not Booking.objects.exists()


def test_a_change_of_plan_says_whom_to_ring(officer):
    of = session()
    newcomers.rang(of)

    page = text_of(officer.get(at("session_move", of)))

    assert "Please ring them:" in page
    assert "Old Tom, 01632 960 001" in page
    assert "we write to nobody" not in page


def test_an_officer_gives_their_place_back_and_the_list_goes_on(officer):
    of = session(capacity=1)
    booking = newcomers.rang(
        of,
        people=[
            Person("Tom"),
        ],
    )
    waits = factories.waiting(by=person(), of=of)

    officer.post(at("cancel", booking), {"places": booking.places.get().pk})

    assert booking.places.get().state == "cancelled_in_time"
    assert waits.places.get().state == "offered"
