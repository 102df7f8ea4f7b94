"""A way in by phone: shown where the link is, to those who come online, and to nobody else."""

import html
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.factories import client_for, newcomers, person, session, staff
from workshops.booking.actions import Person, book_place
from workshops.models import Session, SessionChange

pytestmark = pytest.mark.django_db
NUMBER = "01632 960 123, code 4567#"


def at(name, *args):
    return reverse(f"workshops:{name}", args=args)


def page(client, address):
    return html.unescape(client.get(address).content.decode())


def by_phone(**facts):
    return session(is_online=True, place="Online", ring_in=NUMBER, **facts)


@pytest.mark.parametrize("link", ["", "https://meet.example/abc"])
def test_who_comes_reads_it_in_time_with_or_without_a_link(link, time_machine):
    of = by_phone(join_link=link)
    booking = newcomers.confirmed(of)
    join = at("my_join", newcomers.party_token(booking))

    time_machine.move_to(of.starts_at - timedelta(hours=25), tick=False)
    Client().post(join)
    assert NUMBER not in page(Client(), join)
    time_machine.move_to(of.starts_at - timedelta(hours=1), tick=False)
    Client().post(join)

    shown = page(Client(), join)
    assert NUMBER in shown
    assert (link in shown) if link else ("By phone: " in shown)


def test_whoever_booked_for_others_reads_it_for_them(time_machine):
    of, ama = by_phone(), person()
    booking = book_place(of, by=ama, name="Ama")
    booking.places.update(email="", person=None, name="Her grandmother")
    time_machine.move_to(of.starts_at - timedelta(hours=1), tick=False)

    assert NUMBER in page(client_for(ama), at("booking", booking.reference))


def test_it_stands_on_no_public_page_in_no_calendar_and_in_no_mail(time_machine):
    of, ama = by_phone(), person()
    booking = book_place(of, by=ama, name="Ama")
    time_machine.move_to(of.starts_at - timedelta(hours=1), tick=False)

    public = [at("session", of.reference), at("session_list"), at("calendar_feed")]
    public += [at("workshop_feed", of.workshop.reference), at("book", of.reference)]
    own = [at("booking_calendar", booking.reference)]

    assert not [address for address in public if NUMBER in page(Client(), address)]
    assert not [address for address in own if NUMBER in page(client_for(ama), address)]
    assert not [
        mail for mail in newcomers.Email.objects.all() if NUMBER in mail.body + mail.calendar
    ]


def test_an_officer_adds_it_and_the_history_does_not_say_it():
    of, officer = factories.hybrid(), staff("is_officer")
    client = client_for(officer)
    for number in (NUMBER, "01632 960 999"):
        form = client.get(at("session_correct", of.reference)).context["form"]
        typed = {name: form[name].value() or "" for name in form.fields}
        client.post(at("session_correct", of.reference), typed | {"ring_in": number})

    assert Session.objects.get().ring_in == "01632 960 999"
    lines = SessionChange.objects.filter(kind="corrected").order_by("pk")
    assert [line.was_words for line in lines] == [
        {"How to ring in": ""},
        {"How to ring in": "another one"},
    ]
    assert NUMBER not in page(client, at("session_change", of.reference))


def test_a_room_that_goes_online_has_it_from_the_same_form():
    of, officer = session(), staff("is_officer")
    newcomers.confirmed(of, others=[Person("Bo", "bo@home.example")])

    client_for(officer).post(at("session_online", of.reference), {"ring_in": NUMBER})

    of.refresh_from_db()
    assert (of.is_online, of.ring_in) == (True, NUMBER)


def test_another_date_begins_with_it():
    of = by_phone()

    assert NUMBER in page(client_for(staff("is_officer")), at("session_copy", of.reference))
