"""Only a signature makes a no show; what counts before and after."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
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
from workshops.states import EXPECTED, SIGNED, PlaceState

from .at_the_door import address, noted, officer, states

pytestmark = pytest.mark.django_db
OVER = timedelta(hours=-3)  # begins so long from now; it lasts two hours


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


def missed(by, *, days_ago, came=False, told=False):
    """A session that one person booked, so long ago, with a signed register."""
    with time_machine.travel(now() - timedelta(days=days_ago)):
        session, _places = factories.evening("Ama", begins=OVER)
        with time_machine.travel(now() - timedelta(hours=12)):
            booking = book_place(session, by=by, name="Bo")
        if told:
            cancel_booking(booking, by=by)
        places = session.places.filter(state=PlaceState.BOOKED)
        marks = [noted(Mark.ARRIVED if came else Mark.NOT_HERE, place) for place in places]
        note_taps(session, marks, by=officer())
        sign_register(session, unmarked=(), by=officer())
    return session


@pytest.mark.parametrize(
    ("days_ago", "facts", "is_named"),
    [
        (100, {}, True),
        (200, {}, False),
        (100, {"came": True}, False),
        (100, {"told": True}, False),
    ],
    ids=["twice", "too long ago", "came once", "told us"],
)
def test_who_missed_two_without_a_word_is_rung(days_ago, facts, is_named):
    bo = factories.person()
    missed(bo, days_ago=days_ago, **facts)
    session = missed(bo, days_ago=1)

    page = client_for(officer()).get(address("register", session))
    assert [place.email for place in page.context["missed"]] == ([bo.email] if is_named else [])
    assert ("A friendly call?" in page.text) == is_named
    assert (
        "A friendly call?"
        not in client_for(factories.staff("is_auditor")).get(address("register", session)).text
    )


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
