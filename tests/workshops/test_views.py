"""The pages of workshops that everybody sees, and those of a booking."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from tests.factories import client_for, member, organisation, person, session, staff, workshop
from workshops.booking.actions import book_place
from workshops.models import Booking

from .on_pages import at, book, text_of

pytestmark = pytest.mark.django_db
LIST = reverse("workshops:session_list")


# --- For everybody ---


def test_the_list_is_by_date_and_shows_only_what_is_published_and_to_come(time_machine):
    later = session(workshop=workshop(title="Later"), starts_at=now() + timedelta(days=9))
    sooner = session(workshop=workshop(title="Sooner"), starts_at=now() + timedelta(days=3))
    session(workshop=workshop(title="Hidden"), is_published=False)
    over = session(workshop=workshop(title="Over"), starts_at=now() + timedelta(hours=1))
    time_machine.move_to(over.ends_at + timedelta(minutes=1))

    page = text_of(Client().get(LIST))

    assert page.index(at("session", sooner)) < page.index(at("session", later))
    assert "Hidden" not in page
    assert "Over" not in page


def test_past_sessions_are_for_colleagues(time_machine):
    over = session()
    time_machine.move_to(over.ends_at + timedelta(minutes=1))

    assert at("session", over) in text_of(client_for(staff("is_officer")).get(LIST, {"past": "1"}))
    assert at("session", over) not in text_of(Client().get(LIST, {"past": "1"}))


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999999999999"])
def test_a_page_number_that_makes_no_sense_still_shows_a_page(page):
    session()

    assert Client().get(LIST, {"page": page}).status_code == 200


@pytest.mark.parametrize("who", ["visitor", "member", "officer"])
def test_the_list_costs_the_same_for_many(who, django_assert_num_queries):
    browsers = {
        "visitor": (Client(), 3),
        "member": (client_for(person()), 6),
        "officer": (client_for(staff("is_officer")), 6),
    }
    client, queries = browsers[who]
    session()
    with django_assert_num_queries(queries):
        client.get(LIST)
    for _ in range(25):
        session()

    with django_assert_num_queries(queries):
        client.get(LIST)


def test_a_session_that_nobody_may_see_yet_is_a_404_for_all_but_colleagues():
    hidden = session(is_published=False)

    for name in ("session", "book"):
        assert client_for(person()).get(at(name, hidden)).status_code == 404
    assert Client().get(at("session", hidden)).status_code == 404
    assert client_for(staff("is_officer")).get(at("session", hidden)).status_code == 200
    assert client_for(staff("is_auditor")).get(at("session", hidden)).status_code == 200


def test_names_of_those_who_come_are_not_on_public_pages():
    of, mina = session(), person(name="Mina Canary")
    book(of, mina)

    for client in (Client(), client_for(person())):
        assert "Mina Canary" not in text_of(client.get(at("session", of)))
        assert "Mina Canary" not in text_of(client.get(LIST))


# --- Booking ---


def test_a_visitor_needs_no_account():
    page = text_of(Client().get(at("book", session())))

    assert "Your email address" in page
    assert reverse("account_login") in page  # for who has one


def test_somebody_books_for_themselves_and_says_for_which_co_op():
    of, mina = session(), person()
    co_op = organisation(owner=mina)
    client = client_for(mina)

    response = client.post(at("book", of), {"name": "Mina P", "organisation": co_op.pk})

    booking = Booking.objects.get()
    assert response.url == at("booking", booking)
    assert (booking.booked_by, booking.organisation) == (mina, co_op)
    assert "Mina P" in text_of(client.get(at("booking", booking)))


def test_a_person_with_several_co_ops_may_come_for_none():
    of, mina = session(), person()
    organisation(owner=mina)
    organisation(owner=mina)

    client_for(mina).post(at("book", of), {"name": "Mina", "organisation": "myself"})

    assert Booking.objects.get().organisation is None


CHOSEN = re.compile(r'name="organisation"\s+value="(\w+)"[^>]*\schecked')


def chosen_on(page):
    """Which co-op is filled in on a form that asks for one."""
    return CHOSEN.findall(page.text)


def test_somebody_of_two_co_ops_is_asked_and_nothing_is_guessed():
    of, mina = session(), person()
    organisation(owner=mina)
    organisation(owner=mina)
    client = client_for(mina)

    assert chosen_on(client.get(at("book", of))) == []
    again = client.post(at("book", of), {"name": "Mina P"})

    assert "Choose for which co-op or group you come, or “I come for myself”" in text_of(again)
    assert "Mina P" in text_of(again)
    assert chosen_on(again) == []
    assert not Booking.objects.exists()


def test_the_only_co_op_is_filled_in():
    mina = person()
    co_op = organisation(owner=mina)

    assert chosen_on(client_for(mina).get(at("book", session()))) == [str(co_op.pk)]


def test_what_was_chosen_once_is_filled_in_until_they_sign_out():
    mina = person()
    organisation(name="Alder", owner=mina)
    birch = organisation(name="Birch", owner=mina)
    client = client_for(mina)
    client.post(at("book", session()), {"name": "Mina", "organisation": birch.pk})

    assert chosen_on(client.get(at("book", session()))) == [str(birch.pk)]

    client.post(at("book", session()), {"name": "Mina", "organisation": "myself"})
    assert chosen_on(client.get(at("book", session()))) == [str(birch.pk)]
    assert chosen_on(client_for(mina).get(at("book", session()))) == []


def test_a_co_op_that_they_no_longer_act_for_is_not_filled_in():
    mina = person()
    left = organisation(owner=mina)
    organisation(owner=mina)
    organisation(owner=mina)
    client = client_for(mina)
    client.post(at("book", session()), {"name": "Mina", "organisation": left.pk})
    left.memberships.update(ended_at=now())

    assert chosen_on(client.get(at("book", session()))) == []


@pytest.mark.parametrize("whose", ["another’s", "made up", "words"])
def test_nobody_comes_for_a_co_op_that_is_not_theirs(whose):
    of, mina = session(), person()
    organisation(owner=mina)
    chosen = {"another’s": organisation().pk, "made up": 10**9, "words": "bakers"}[whose]

    response = client_for(mina).post(at("book", of), {"name": "Mina", "organisation": chosen})

    assert "Choose one of your co-ops, or “I come for myself”" in text_of(response)
    assert not Booking.objects.exists()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [(" ", "Enter your name"), ("x" * 121, "Your name must be 120 characters or fewer")],
)
def test_a_name_that_does_not_do_is_refused_in_a_sentence(name, sentence):
    response = client_for(person()).post(at("book", session()), {"name": name})

    assert text_of(response).count(sentence) == 2
    assert not Booking.objects.exists()


def test_a_full_session_says_so_kindly_and_offers_other_dates_of_the_same_workshop():
    subject = workshop()
    of = session(workshop=subject, capacity=1)
    other = session(workshop=subject, starts_at=now() + timedelta(days=20))
    full_too = session(workshop=subject, starts_at=now() + timedelta(days=30), capacity=1)
    unrelated = session()
    book(of, person())
    book(full_too, person())

    page = text_of(client_for(person()).get(at("book", of)))

    assert "All places are taken." in page
    assert at("session", other) in page
    assert at("session", full_too) not in page
    assert at("session", unrelated) not in page
    assert "Join the waiting list" in page


def test_the_list_says_so_only_when_every_date_is_full():
    of, other = session(capacity=1), session(capacity=1)
    sorry = "All places are taken at the moment"
    book(of, person())
    assert sorry not in text_of(Client().get(LIST))

    book(other, person())

    assert sorry in text_of(Client().get(LIST))
    assert sorry not in text_of(client_for(staff("is_officer")).get(LIST))


def test_the_last_place_going_keeps_what_was_typed():
    of = session(capacity=1)
    client = client_for(person())
    assert "Book a place: " in text_of(client.get(at("book", of)))
    book(of, person())

    response = client.post(at("book", of), {"name": "Mina Patel"})

    page = text_of(response)
    assert "The last place has just gone." in page
    assert 'value="Mina Patel"' in page
    assert Booking.objects.count() == 1


def test_a_doubled_click_leads_to_the_one_booking():
    of, client = session(), client_for(person())

    first = client.post(at("book", of), {"name": "Mina"})
    again = client.post(at("book", of), {"name": "Mina"})

    assert first.url == again.url
    assert Booking.objects.count() == 1


def test_a_session_that_has_started_cannot_be_booked(time_machine):
    of, client = session(), client_for(person())
    time_machine.move_to(of.starts_at, tick=False)
    client = client_for(person())

    assert "can’t be booked any more" in text_of(client.get(at("book", of)))
    assert "can’t be booked any more" in text_of(client.post(at("book", of), {"name": "Mina"}))
    assert not Booking.objects.exists()


# --- Cancelling ---


def test_a_booking_is_its_owners_and_the_officers():
    mina = person()
    co_op = organisation(owner=mina)
    booking = book_place(session(), by=mina, name="Mina", organisation=co_op)

    assert client_for(mina).get(at("booking", booking)).status_code == 200
    assert client_for(staff("is_officer")).get(at("booking", booking)).status_code == 200
    for stranger in (person(), member(co_op), staff("is_assessor")):
        assert client_for(stranger).get(at("booking", booking)).status_code == 404
        assert client_for(stranger).post(at("cancel", booking)).status_code == 404
    assert client_for(staff("is_auditor")).get(at("booking", booking)).status_code == 200
    assert client_for(staff("is_auditor")).post(at("cancel", booking)).status_code == 403
    assert booking.places.get().ended_at is None


def test_opening_the_cancel_page_changes_nothing_and_the_button_does():
    mina = person()
    booking = book(session(), mina)
    client = client_for(mina)

    client.get(at("cancel", booking))
    assert booking.places.get().ended_at is None
    page = text_of(client.get(at("cancel", booking)))
    hidden = {"places": str(booking.places.get().pk)}
    assert f'value="{hidden["places"]}"' in page
    client.post(at("cancel", booking), hidden)
    again = client.post(at("cancel", booking), hidden, follow=True)

    assert booking.places.get().ended_by == mina
    assert "Given back" in text_of(again)
