"""The register at the door, and who came without a booking."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import now

from applicants.access import Refused
from tests import factories
from tests.factories import client_for
from workshops.models import AttendanceMark
from workshops.register.actions import note_taps
from workshops.register.models import Mark
from workshops.states import PlaceState

from .at_the_door import address, marks, noted, officer, states

pytestmark = pytest.mark.django_db


def test_the_waiting_list_has_the_numbers_that_people_are_told():
    session = factories.session(capacity=1)
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
