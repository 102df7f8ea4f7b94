"""A workshop without a date: who wants one hears of it, once."""

import html
import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from applicants.models import Email
from tests import factories
from workshops.booking.actions import book_place
from workshops.interest.actions import (
    KEPT,
    UNANSWERED,
    ask_for_date,
    confirm_interest,
    forget_interest,
    note_interest,
    stop_interest,
    sweep_interest,
)
from workshops.interest.links import token_for
from workshops.interest.queries import demand
from workshops.models import Interest

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def no_earlier_tries():
    cache.clear()
    yield
    cache.clear()


def page_of(workshop):
    return reverse("workshops:interest", args=[workshop.reference])


def link_of(interest):
    return reverse("workshops:interest_mine", args=[token_for(interest)])


def text_of(response):
    return html.unescape(response.content.decode())


ADA = {"name": "Ada", "email": "ada@example.org"}


def test_the_link_in_the_email_shows_and_only_its_button_says_yes():
    workshop = factories.workshop()
    client = Client()

    asked = client.post(page_of(workshop), ADA)

    assert "Now look at your emails" in text_of(asked)
    email = Email.objects.get(event="workshops/interest_asked")
    (link,) = re.findall(rf"{re.escape(settings.SITE_URL)}(\S+)", email.body)
    interest = Interest.objects.get()
    assert "Shall we write to ada@example.org" in text_of(client.get(link))
    interest.refresh_from_db()
    assert interest.confirmed_at is None
    assert client.post(link, {"yes": "1"}).url == link
    interest.refresh_from_db()
    assert interest.confirmed_at is not None


def test_one_tap_stops_it_and_twice_is_once():
    interest = factories.interested()
    client = Client()

    client.post(link_of(interest), {"stop": "1"})
    client.post(link_of(interest), {"stop": "1"})
    client.post(link_of(interest), {"yes": "1"})  # an old page; what ended stays ended

    factories.session(workshop=interest.workshop)
    assert not Email.objects.filter(event="workshops/interest_date").exists()


@pytest.mark.parametrize("token", ["x", "1.abc.def", "é", "1" * 300, "1.x:", "-1.a.b"])
def test_a_forged_link_is_no_page(token):
    factories.interested()

    address = reverse("workshops:interest_mine", args=["T"]).replace("T", token)
    assert Client().get(address).status_code == 404
    assert Client().post(address, {"yes": "1"}).status_code == 404


def test_the_answer_is_the_same_whether_we_know_somebody_or_not():
    workshop = factories.workshop()
    known = factories.interested(of=workshop, email="known@example.org")
    assert known.confirmed_at
    answers = [
        text_of(Client().post(page_of(workshop), ADA | {"email": email})).replace(email, "…")
        for email in ("known@example.org", "new@example.org", factories.person().email)
    ]

    assert len(set(answers)) == 1
    assert Interest.objects.count() == 3


def test_asking_again_adds_nothing_and_one_email_each_hour(time_machine):
    workshop = factories.workshop()
    time_machine.move_to(now().replace(minute=5), tick=False)
    for email in ("ada@example.org", "ADA@example.org"):
        ask_for_date(workshop, name="Ada", email=email)
    assert Email.objects.count() == 1
    time_machine.shift(timedelta(hours=1))

    ask_for_date(workshop, name="Ada", email="ada@example.org")

    assert Interest.objects.count() == 1
    assert Email.objects.count() == 2


def test_too_many_are_told_so_whoever_they_are():
    workshops = [factories.workshop() for _ in range(5)]
    pages = [text_of(Client().post(page_of(each), ADA)) for each in workshops]

    assert ["Now look at your emails" in page for page in pages] == [True] * 4 + [False]
    assert "several emails in the last hour" in pages[-1]
    assert 'value="Ada"' in pages[-1]
    assert Interest.objects.count() == 4


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"name": ""}, "Enter your name"),
        ({"name": "x" * 121}, "120 characters or fewer"),
        ({"email": ""}, "Enter your email address"),
        ({"email": "ada"}, "Enter an email address like"),
        ({"email": "a" * 300 + "@example.org"}, "Enter an email address like"),
        ({"email": ["a", "b"]}, "Enter an email address like"),
    ],
)
def test_bad_input_is_said_beside_the_field_and_nothing_is_kept(facts, says):
    page = text_of(Client().post(page_of(factories.workshop()), ADA | facts))

    assert says in page
    assert not Interest.objects.exists()
    assert not Email.objects.exists()


# --- Signed in ---


def test_with_an_account_it_is_one_button_and_one_to_stop():
    workshop, ada = factories.workshop(), factories.person()
    client = factories.client_for(ada)

    client.post(page_of(workshop))
    client.post(page_of(workshop))

    assert Interest.objects.live().get().person == ada
    assert not Email.objects.exists()
    assert "You asked us to tell you" in text_of(client.get(page_of(workshop)))
    client.post(page_of(workshop), {"stop": "1"})
    assert not Interest.objects.live().exists()
    note_interest(workshop, by=ada)  # they think again
    assert Interest.objects.live().count() == 1


def test_who_asked_without_an_account_and_signs_in_confirms_it():
    ada = factories.person()
    waits = factories.interested(email=ada.email, confirmed=False)

    note_interest(waits.workshop, by=ada)

    assert Interest.objects.live().get() == waits


# --- Told once ---


def test_when_a_date_is_published_everybody_who_said_yes_hears_of_it_once():
    interest = factories.interested()
    factories.interested(of=interest.workshop, confirmed=False)
    factories.interested()  # of another workshop
    Email.objects.all().delete()

    hidden = factories.session(workshop=interest.workshop, is_published=False)
    assert not Email.objects.exists()
    first = factories.session(workshop=interest.workshop, starts_at=now() + timedelta(days=20))
    factories.session(workshop=interest.workshop, starts_at=now() + timedelta(days=30))

    email = Email.objects.get(event="workshops/interest_date")
    assert email.to == interest.email
    assert first.reference in email.body
    interest.refresh_from_db()
    assert interest.told_of == first
    assert first.changes.get(kind="published").told == 1
    assert hidden.published_at is None


def test_who_was_told_can_ask_again():
    interest = factories.interested()
    factories.session(workshop=interest.workshop)

    again = factories.interested(of=interest.workshop, email=interest.email)

    assert again != interest
    factories.session(workshop=interest.workshop, starts_at=now() + timedelta(days=40))
    assert Email.objects.filter(event="workshops/interest_date").count() == 2


def told_of_dates(email):
    mails = Email.objects.filter(event="workshops/interest_date", to=email).order_by("pk")
    return [mail.body for mail in mails]


def test_when_the_date_is_cancelled_they_hear_of_the_next_one_too():
    interest = factories.interested()
    gone = factories.session(workshop=interest.workshop)
    factories.session_cancelled(gone)
    factories.session_cancelled(gone)  # twice is once

    later = factories.session(workshop=interest.workshop, starts_at=now() + timedelta(days=44))

    first, second = told_of_dates(interest.email)
    assert gone.reference in first
    assert later.reference in second
    assert not interest.workshop.interest.live().exists()
    assert interest.workshop.interest.count() == 2
    assert interest.workshop.interest.each_once().get() == interest, "in figures it is one wish"


def test_who_has_a_place_or_comes_first_or_asked_again_hears_once():
    workshop = factories.workshop()
    booked, lost, again, forgotten = (factories.person() for _ in range(4))
    for who in (booked, lost, again, forgotten):
        note_interest(workshop, by=who)
    gone = factories.session(workshop=workshop)
    other = factories.session(workshop=workshop, starts_at=now() + timedelta(days=20))
    book_place(other, by=booked, name="B")
    book_place(gone, by=lost, name="L")
    note_interest(workshop, by=again)
    forget_interest(forgotten, address=forgotten.email)

    factories.session_cancelled(gone)
    factories.session(workshop=workshop, starts_at=now() + timedelta(days=44))

    told = [len(told_of_dates(who.email)) for who in (booked, lost, again, forgotten)]
    assert told == [1, 1, 2, 1]


def test_a_date_that_stopped_early_took_place():
    interest = factories.interested()
    held = factories.session(workshop=interest.workshop)
    with time_machine.travel(held.starts_at + timedelta(minutes=10)):
        factories.session_cancelled(held)

    assert not interest.workshop.interest.live().exists()


# --- What is kept ---


def test_who_never_said_yes_is_forgotten_after_a_week(time_machine):
    factories.interested(confirmed=False)
    kept = factories.interested()
    time_machine.move_to(now() + UNANSWERED + timedelta(minutes=1))

    sweep_interest()

    assert Interest.objects.get() == kept


def test_a_month_after_the_end_the_name_goes_and_the_row_still_counts(time_machine):
    interest = stop_interest(factories.interested())
    time_machine.move_to(now() + KEPT + timedelta(minutes=1))

    sweep_interest()
    sweep_interest()

    interest.refresh_from_db()
    assert (interest.name, interest.email, interest.person) == ("", "", None)
    assert Client().get(link_of(interest)).status_code == 404


def test_somebody_who_is_forgotten_hears_of_no_date():
    ada = factories.person()
    interest = note_interest(factories.workshop(), by=ada)

    forget_interest(ada, address=ada.email)

    interest.refresh_from_db()
    assert (interest.email, interest.person) == ("", None)
    factories.session(workshop=interest.workshop)
    assert not Email.objects.filter(event="workshops/interest_date").exists()


# --- For colleagues ---


def test_demand_counts_those_who_said_yes_and_those_on_waiting_lists():
    wanted = factories.workshop(title="Wanted")
    for _ in range(2):
        factories.interested(of=wanted)
    factories.interested(of=wanted, confirmed=False)
    stop_interest(factories.interested(of=wanted))
    full = factories.session(capacity=1, workshop=factories.workshop(title="Full"))
    factories.waiting(by=factories.person(), of=full, names=["A", "B"])

    rows = {str(row): (row.interested, row.waiting, row.has_date) for row in demand(now())}

    assert rows == {"Wanted": (2, 0, False), "Full": (0, 2, True)}
    page = text_of(factories.client_for(factories.staff("is_auditor")).get("/workshops/demand/"))
    assert "Wanted" in page
    assert factories.client_for(factories.person()).get("/workshops/demand/").status_code == 403


def test_workshops_without_a_date_are_listed_and_those_with_one_are_not():
    undated = factories.workshop(title="Undated")
    factories.session(workshop=undated, is_published=False)
    dated = factories.session(workshop=factories.workshop(title="Dated")).workshop

    page = text_of(Client().get(reverse("workshops:interest_list")))

    assert page_of(undated) in page
    assert page_of(dated) not in page


# --- What the database refuses ---


def test_one_open_interest_for_each_person_and_workshop():
    interest = factories.interested(email="ada@example.org")

    with pytest.raises(IntegrityError), transaction.atomic():
        Interest.objects.create(workshop=interest.workshop, email="ADA@example.org")


def test_what_counted_is_not_deleted_nor_begun_again():
    interest = stop_interest(factories.interested())
    rows = Interest.objects.filter(pk=interest.pk)

    for change in ({"ended_at": None}, {"confirmed_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows._raw_delete(rows.db)
    assert confirm_interest(interest).ended_at is not None
