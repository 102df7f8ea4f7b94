"""Two colleagues at once: a form writes what its reader changed, and over nobody’s head."""

import html
import re

import pytest
from django.urls import reverse

from tests import factories
from tests.factories import client_for, staff
from workshops.booking.actions import Person, change_places, give_held_place
from workshops.sessions.changing.actions import correct_session
from workshops.states import Way

pytestmark = pytest.mark.django_db
COUNTS = {"capacity": 10, "held_back": 3, "held_because": "For helpers"}
WORDS = {"place": "Tanyard Library", "access": "A lift.\nA ramp.", "join_link": ""}


def opened(name, of):
    """An officer opens a form: what they send back, if they change nothing."""
    client = client_for(staff("is_officer"))
    address = reverse(f"workshops:{name}", args=[of.reference])
    hidden = re.search(r'name="seen" value="([^"]*)"', client.get(address).text)[1]
    typed = COUNTS if name == "session_change" else WORDS
    return lambda **facts: client.post(address, {"seen": html.unescape(hidden), **typed, **facts})


def a_session():
    of = factories.session(**COUNTS, access=WORDS["access"])
    return of, staff("is_officer")


def test_a_chair_that_was_given_out_meanwhile_is_not_held_back_again():
    of, colleague = a_session()
    send = opened("session_change", of)
    guest = Person("Ama", "ama@example.org")
    give_held_place(of, person=guest, way=Way.ROOM, because="She speaks.", by=colleague)

    send(capacity=12)

    of.refresh_from_db()
    assert (of.capacity, of.held_back) == (12, 2)


def test_a_link_that_a_colleague_added_meanwhile_stays():
    of, colleague = a_session()
    send = opened("session_correct", of)
    link = "https://meet.example/abc"
    correct_session(of, **WORDS | {"join_link": link}, by=colleague)

    send(place="Tanyard Library, Mill Street", access="A lift.\r\nA ramp.")

    of.refresh_from_db()
    assert (of.place, of.join_link) == ("Tanyard Library, Mill Street", link)


@pytest.mark.parametrize(
    ("name", "act", "typed", "says"),
    [
        ("session_change", change_places, {"capacity": 14}, "A colleague changed this to 12"),
        (
            "session_correct",
            lambda of, by, **_facts: correct_session(of, **WORDS | {"place": "The Hub"}, by=by),
            {"place": "The Barn"},
            "A colleague changed this to The Hub",
        ),
    ],
)
def test_where_both_changed_the_same_the_second_sees_it_and_decides(name, act, typed, says):
    of, colleague = a_session()
    send = opened(name, of)
    act(of, by=colleague, capacity=12)

    shown = html.unescape(send(**typed).text)

    assert says in shown
    [(field, value)] = typed.items()
    of.refresh_from_db()
    assert str(getattr(of, field)) in says
    hidden = re.search(r'name="seen" value="([^"]*)"', send(**typed).text)[1]
    send(**typed, seen=html.unescape(hidden))  # they have seen it, and mean it
    of.refresh_from_db()
    assert getattr(of, field) == value


def test_what_both_changed_alike_is_fine_and_rubbish_is_as_good_as_nothing_seen():
    of, colleague = a_session()
    send = opened("session_change", of)
    change_places(of, capacity=12, by=colleague)
    lines = of.changes.count()

    send(capacity=12)
    assert of.changes.count() == lines

    for rubbish in ("", "[1]", "{", "9" * 9000, '{"capacity": {"a": []}}', "null"):
        send(capacity=13, seen=rubbish)
    of.refresh_from_db()
    assert of.capacity == 13


# --- What is put right leaves a line ---


def test_words_that_are_put_right_leave_a_quiet_line_with_what_they_were():
    of, colleague = a_session()
    facts = {"place": "Hub", "access": "Step-free.", "join_link": "https://meet.example/x"}

    correct_session(of, **facts, by=colleague)
    correct_session(of, **facts, by=colleague)  # twice is once

    line = of.changes.get(kind="corrected")
    assert (line.was_place, line.place, line.made_by) == ("Tanyard Library", "Hub", colleague)
    of.refresh_from_db()
    assert (of.version, of.changed_at) == (0, None)
    address = reverse("workshops:session_change", args=[of.reference])
    shown = html.unescape(client_for(staff("is_officer")).get(address).text)
    assert "Words put right" in shown
    assert "It was at Tanyard Library." in shown
    assert "Getting in and around, before: A lift." in shown
    assert "Link to join, before: none" in shown
    assert "meet.example/x" not in shown
    public = client_for(factories.person()).get(reverse("workshops:session", args=[of.reference]))
    assert "moved" not in public.text.lower()


def test_where_a_cancelled_session_was_to_be_stays():
    of = factories.session_cancelled()
    send = opened("session_correct", of)

    assert "This session is cancelled" in html.unescape(send(place="Elsewhere").text)
