"""The register at the door: tapped, put right, replayed from phones, and signed."""

import contextlib
import json
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now
from hypothesis import given, settings as hypothesis_settings, strategies as st

from applicants.access import Refused
from tests import factories
from tests.factories import client_for
from workshops.booking.actions import book_place, cancel_booking
from workshops.models import AttendanceMark, Booking, Place, RegisterSignature
from workshops.queries import people_who_came
from workshops.register.actions import note_taps, sign_register
from workshops.register.models import Mark
from workshops.register.queries import read_register
from workshops.register.taps import Tap, read_taps
from workshops.states import EXPECTED, SIGNED, PlaceState

pytestmark = pytest.mark.django_db
OVER = timedelta(hours=-3)  # begins so long from now; it lasts two hours


def address(name, session):
    return reverse(f"workshops:{name}", args=[session.reference])


def officer():
    return factories.staff("is_officer")


def marks(session):
    return {str(row.place): row.mark for row in read_register(session).rows}


def states(session):
    return {str(place): place.state for place in session.places.all()}


def noted(what, place=None, minutes_ago=0, **facts):
    facts = {
        "place": place and place.pk,
        "noted_at": now() - timedelta(minutes=minutes_ago),
        **facts,
    }
    return Tap(what, **facts)


def test_the_waiting_list_has_the_numbers_that_people_are_told():
    session = factories.session(capacity=1)
    book_place(session, by=factories.person(), name="Ada")
    for names in (["Bea", "Cy"], ["Dee"]):
        factories.waiting(of=session, names=names, by=factories.person(name=names[0]))

    page = client_for(officer()).get(address("register", session)).text

    assert [
        page.index(f'<li value="{number}">') < page.index(name)
        for number, name in ((1, "Bea"), (3, "Dee"))
    ] == [True, True]
    assert '<li value="2">' not in page


# --- At the door ---------------------------------------------------------------------------


def test_an_officer_taps_who_is_here_and_puts_it_right():
    session, (ama, _bo) = factories.evening("Ama", "Bo")
    client = client_for(officer())
    page = client.get(address("register", session)).text
    assert f'value="{ama.pk}/arrived" data-when="">Arrived' in page

    client.post(address("attendance", session), {"tap": f"{ama.pk}/arrived", "page": uuid.uuid4()})
    assert marks(session) == {"Ama": Mark.ARRIVED, "Bo": ""}
    assert f'value="{ama.pk}/undone" data-when="arrived">Undo' in (
        client.get(address("register", session)).text
    )

    client.post(address("attendance", session), {"tap": f"{ama.pk}/undone", "page": uuid.uuid4()})
    assert marks(session) == {"Ama": "", "Bo": ""}
    assert list(ama.marks.order_by("pk").values_list("what", flat=True)) == ["arrived", "undone"]


def test_a_doubled_press_is_one_tap():
    session, (ama,) = factories.evening("Ama")
    client, page = client_for(officer()), uuid.uuid4()

    for _press in range(2):
        client.post(address("attendance", session), {"tap": f"{ama.pk}/arrived", "page": page})

    assert ama.marks.count() == 1


@pytest.mark.parametrize(
    "typed", ["", "rubbish", "1", "1/rubbish", "-1/arrived", "9" * 40 + "/arrived", "½/arrived"]
)
def test_rubbish_marks_nobody(typed):
    session, _places = factories.evening("Ama")

    answer = client_for(officer()).post(address("attendance", session), {"tap": typed})

    assert answer.status_code == 302
    assert not AttendanceMark.objects.exists()


def test_nobody_came_before_the_doors_open():
    session, (ama,) = factories.evening("Ama", begins=timedelta(hours=1, minutes=5))

    with pytest.raises(Refused, match="opens an hour before"):
        note_taps(session, [noted(Mark.ARRIVED, ama)], by=officer())
    client = client_for(officer())
    assert "The register opens an hour before the start" in (
        client.get(address("register", session)).text
    )
    answer = client.post(address("attendance", session), {"tap": f"{ama.pk}/arrived"})
    assert answer.status_code == 409

    with time_machine.travel(now() + timedelta(minutes=10)):
        note_taps(session, [noted(Mark.ARRIVED, ama)], by=officer())
    assert marks(session) == {"Ama": Mark.ARRIVED}


def test_a_mark_is_never_changed_or_removed():
    session, (ama,) = factories.evening("Ama")
    note_taps(session, [noted(Mark.ARRIVED, ama)], by=officer())

    for spoil in (lambda: ama.marks.update(what="not_here"), AttendanceMark.objects.all().delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            spoil()


def test_a_place_that_was_given_back_is_nobodys():
    session, (ama, _bo) = factories.evening("Ama", "Bo")
    cancel_booking(ama.booking, by=ama.booking.booked_by)

    note_taps(session, [noted(Mark.ARRIVED, ama)], by=officer())

    assert marks(session) == {"Bo": ""}
    assert not ama.marks.exists()


def test_a_tap_for_somebody_of_another_session_is_left_out():
    session, _ = factories.evening("Ama")
    _other, (bo,) = factories.evening("Bo")

    assert note_taps(session, [noted(Mark.ARRIVED, bo)], by=officer()) == []
    assert not bo.marks.exists()


def test_names_are_found_and_an_auditor_only_looks():
    session, _places = factories.evening("Ama", "Bo")

    page = client_for(factories.staff("is_auditor")).get(
        address("register", session), {"name": "am"}
    )

    assert "1 of 2 shown" in page.text
    assert "<strong>Bo</strong>" not in page.text
    assert "data-when" not in page.text
    assert "Sign the register" not in page.text


# --- Somebody came without a booking -------------------------------------------------------


def test_who_walks_in_is_on_the_list_even_when_it_is_full():
    session, (ama,) = factories.evening("Ama")
    type(session).objects.filter(pk=session.pk).update(capacity=1)
    client = client_for(officer())

    answer = client.post(
        address("walk_in", session), {"name": "  Cleo  of the  Docks ", "email": ""}, follow=True
    )

    assert "Cleo of the Docks is on the list, and here." in answer.text
    assert marks(session) == {"Ama": "", "Cleo of the Docks": Mark.ARRIVED}
    assert states(session) == {"Ama": "booked", "Cleo of the Docks": "attended"}
    assert ama.state == PlaceState.BOOKED


def test_who_is_on_the_list_under_this_address_is_not_added_twice():
    session, (ama,) = factories.evening("Ama")

    note_taps(session, [noted(Mark.ARRIVED, name="Amy", email=ama.email.upper())], by=officer())

    assert marks(session) == {"Ama": Mark.ARRIVED}


def test_a_walk_in_counts_for_their_account_and_is_not_a_booking_of_the_officer():
    session, _places = factories.evening("Ama")
    cleo, by = factories.person(), officer()
    note_taps(session, [noted(Mark.ARRIVED, name="Cleo", email=cleo.email)], by=by)
    note_taps(session, [noted(Mark.ARRIVED, name="Dan")], by=by)

    assert session.places.get(name="Cleo").person == cleo
    assert session.places.get(name="Dan").person is None
    page = client_for(by).get(reverse("workshops:session_list")).text
    assert "Your bookings" not in page


def test_a_walk_in_that_was_a_mistake_is_taken_off():
    session, _places = factories.evening("Ama")
    note_taps(session, [noted(Mark.ARRIVED, name="Cleo")], by=officer())

    note_taps(session, [noted(Mark.UNDONE, session.places.get(name="Cleo"))], by=officer())

    assert marks(session) == {"Ama": ""}
    assert states(session)["Cleo"] == PlaceState.TAKEN_OFF


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"name": " "}, "Enter their name, or what they like to be called"),
        ({"name": "x" * 121}, "A name must be 120 characters or fewer"),
        ({"name": "Cleo", "email": "cleo@"}, "Enter an email address like ama@example.org"),
    ],
)
def test_a_walk_in_that_is_not_clear_gets_a_sentence_and_keeps_its_text(typed, says):
    session, _places = factories.evening("Ama")

    page = client_for(officer()).post(address("walk_in", session), typed).text

    assert says in page
    assert f'value="{typed["name"].strip()}"' in page or typed["name"] == " "
    assert session.places.count() == 1


# --- A phone that had no signal ------------------------------------------------------------


def sent(*taps):
    return json.dumps(
        [
            {
                "key": str(tap.key),
                "place": tap.place,
                "what": tap.what,
                "at": tap.noted_at.isoformat(),
                "name": tap.name,
                "email": tap.email,
            }
            for tap in taps
        ]
    )


def test_taps_that_come_late_and_twice_count_once_and_in_the_order_of_the_door():
    session, (ama, bo) = factories.evening("Ama", "Bo")
    client = client_for(officer())
    first = noted(Mark.NOT_HERE, ama, minutes_ago=30)
    walked_in = noted(Mark.ARRIVED, name="Cleo", minutes_ago=20)
    note_taps(session, [noted(Mark.ARRIVED, ama, minutes_ago=10)], by=officer())

    for _replay in range(2):
        answer = client.post(
            address("register_taps", session),
            {"taps": sent(walked_in, first, noted(Mark.ARRIVED, bo, key=uuid.UUID(int=7)))},
        )
        assert len(answer.json()["kept"]) == 3

    assert marks(session) == {"Ama": Mark.ARRIVED, "Bo": Mark.ARRIVED, "Cleo": Mark.ARRIVED}
    assert AttendanceMark.objects.count() == 4


def test_a_phone_with_a_wrong_clock_is_put_right():
    session, (ama, bo) = factories.evening("Ama", "Bo")

    note_taps(
        session,
        [
            noted(Mark.ARRIVED, ama, minutes_ago=-500),
            noted(Mark.ARRIVED, bo, minutes_ago=60 * 24 * 365 * 50),
        ],
        by=officer(),
    )

    for mark in AttendanceMark.objects.all():
        assert now() - timedelta(minutes=1) < mark.noted_at <= mark.marked_at


def test_two_phones_replay_to_the_same_register_in_any_order():
    session, (ama,) = factories.evening("Ama")
    one = noted(Mark.ARRIVED, ama, minutes_ago=20)
    other = noted(Mark.LEFT_EARLY, ama, minutes_ago=5)

    note_taps(session, [other], by=officer())
    note_taps(session, [one], by=officer())

    assert marks(session) == {"Ama": Mark.LEFT_EARLY}


@given(
    text=st.text() | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps)
)
def test_any_text_is_read_or_refused(text):
    with contextlib.suppress(ValueError):
        assert isinstance(read_taps(text), list)


@pytest.mark.parametrize(
    "change",
    [
        {"key": "7"},
        {"place": "1"},
        {"place": True},
        {"place": None, "name": " "},
        {"place": None, "name": "x" * 121},
        {"place": None, "name": "a\0b"},
        {"what": "sleeps"},
        {"at": "yesterday"},
        {"at": "2026-11-29T18:00:00"},
    ],
)
def test_a_tap_that_is_none_changes_nothing_and_says_so(change):
    session, (ama,) = factories.evening("Ama")
    [tap] = json.loads(sent(noted(Mark.ARRIVED, ama)))

    answer = client_for(officer()).post(
        address("register_taps", session), {"taps": json.dumps([tap | change])}
    )

    assert answer.status_code == 409
    assert answer.json() == {"says": "This phone sent something that we can’t read."}
    assert not AttendanceMark.objects.exists()


def test_a_phone_that_is_too_early_is_told():
    session, (ama,) = factories.evening("Ama", begins=timedelta(days=2))

    answer = client_for(officer()).post(
        address("register_taps", session), {"taps": sent(noted(Mark.ARRIVED, ama))}
    )

    assert answer.status_code == 409
    assert "opens an hour before" in answer.json()["says"]


def test_an_address_that_cannot_be_one_is_left_out():
    [tap] = read_taps(sent(noted(Mark.ARRIVED, name="Cleo", email="cleo at work")))

    assert (tap.name, tap.email) == ("Cleo", "")


# --- Signing -------------------------------------------------------------------------------


def test_only_a_signature_makes_a_no_show():
    session, (ama, bo, cy, di) = factories.evening("Ama", "Bo", "Cy", "Di", begins=OVER)
    taps = [
        noted(Mark.ARRIVED, ama),
        noted(Mark.LEFT_EARLY, bo),
        noted(Mark.NOT_HERE, cy),
    ]
    note_taps(session, taps, by=officer())
    assert set(states(session).values()) == {PlaceState.BOOKED}

    client = client_for(officer())
    page = client.get(address("register_sign", session)).text
    assert "2 came. 1 did not." in page
    assert "1 has no mark" in page
    client.post(address("register_sign", session), {"unmarked": [di.pk]})

    assert states(session) == {
        "Ama": "attended",
        "Bo": "part_attended",
        "Cy": "no_show",
        "Di": "no_show",
    }
    assert "signed this register" in client.get(address("register", session)).text


def test_what_changed_since_somebody_looked_is_looked_at_again():
    session, (ama, bo) = factories.evening("Ama", "Bo", begins=OVER)
    note_taps(session, [noted(Mark.ARRIVED, ama)], by=officer())

    answer = client_for(officer()).post(
        address("register_sign", session), {"unmarked": [ama.pk, bo.pk, "x"]}
    )

    assert answer.status_code == 409
    assert not RegisterSignature.objects.exists()


def test_a_register_is_signed_once_and_not_before_the_end():
    session, (ama,) = factories.evening("Ama")
    note_taps(session, [noted(Mark.ARRIVED, ama)], by=officer())
    with pytest.raises(Refused, match="not over yet"):
        sign_register(session, unmarked=(), by=officer())

    with time_machine.travel(now() + timedelta(hours=2)):
        first = sign_register(session, unmarked=(), by=officer())
        assert sign_register(session, unmarked=(), by=officer()) == first

    with pytest.raises(IntegrityError), transaction.atomic():
        RegisterSignature.objects.update(signed_by=officer())


def test_a_signed_register_is_put_right_and_the_old_mark_stays():
    session, (ama, bo) = factories.evening("Ama", "Bo", begins=OVER)
    note_taps(session, [noted(Mark.ARRIVED, ama, 5), noted(Mark.NOT_HERE, bo, 5)], by=officer())
    sign_register(session, unmarked=(), by=officer())

    note_taps(session, [noted(Mark.ARRIVED, bo), noted(Mark.UNDONE, ama)], by=officer())

    assert states(session) == {"Ama": "no_show", "Bo": "attended"}
    assert bo.marks.count() == 2


def test_who_came_counts_before_the_register_is_signed_and_after():
    coop = factories.organisation()
    member = coop.memberships.get().user
    with time_machine.travel(now() - timedelta(days=2)):
        session = factories.session(
            workshop=factories.workshop(tag="money"), starts_at=now() + timedelta(days=1)
        )
        place = book_place(session, by=member, name="Ama", organisation=coop).places.get()
    asked = {"since": now() - timedelta(days=30), "until": now()}
    assert people_who_came(coop, "money", **asked) == []

    note_taps(session, [noted(Mark.ARRIVED, place)], by=officer())
    assert people_who_came(coop, "money", **asked) == [place]
    sign_register(session, unmarked=(), by=officer())
    assert people_who_came(coop, "money", **asked) == [place]
    note_taps(session, [noted(Mark.NOT_HERE, place)], by=officer())
    assert people_who_came(coop, "money", **asked) == []


@hypothesis_settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_states_follow_the_last_tap_whatever_is_tapped_in_whatever_order(data):
    """A replay of any part of what was tapped, in any order, gives the same register."""
    with transaction.atomic():
        session, places = factories.evening("Ama", "Bo", begins=OVER)
        by = officer()
        taps = [
            noted(data.draw(st.sampled_from(Mark)), data.draw(st.sampled_from(places)), minutes)
            for minutes in data.draw(st.lists(st.integers(1, 120), unique=True, max_size=8))
        ]
        cut = data.draw(st.integers(0, len(taps)))
        note_taps(session, data.draw(st.permutations(taps[:cut])), by=by)
        unmarked = [row.place.pk for row in read_register(session).unmarked]
        sign_register(session, unmarked=unmarked, by=by)
        note_taps(session, data.draw(st.permutations(taps)), by=by)

        for place in Place.objects.filter(session=session):
            theirs = [tap for tap in taps if tap.place == place.pk]
            last = max(theirs, key=lambda tap: tap.noted_at).what if theirs else Mark.UNDONE
            came = {Mark.ARRIVED: "attended", Mark.LEFT_EARLY: "part_attended"}
            assert place.state == came.get(last, "no_show")
            assert place.state in SIGNED
        assert AttendanceMark.objects.filter(place__session=session).count() == len(taps)
        transaction.set_rollback(True)


def test_the_register_costs_the_same_for_a_hundred_people():
    session, _places = factories.evening("Ama")
    client = client_for(officer())

    def cost():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address("register", session))
        return len(queries)

    for_one = cost()
    by = officer()
    note_taps(session, [noted(Mark.ARRIVED, name=f"Person {n}") for n in range(99)], by=by)
    assert Booking.objects.filter(session=session, walked_in=True).count() == 99
    assert session.places.filter(state__in=EXPECTED).count() == 100

    assert cost() == for_one <= 6
