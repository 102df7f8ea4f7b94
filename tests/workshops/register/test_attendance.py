"""Who came is written down by an officer, and put right by writing it down again."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import now

from applicants.access import Refused
from tests import factories
from tests.factories import client_for
from workshops.booking.actions import book_place, cancel_booking
from workshops.models import AttendanceMark, Workshop
from workshops.register.actions import mark_attendance
from workshops.register.queries import register_of
from workshops.sessions.queries import tags

pytestmark = pytest.mark.django_db


@pytest.fixture
def evening():
    """A session that began an hour ago, and the places of the two who booked it."""
    with time_machine.travel(now() - timedelta(days=1)):
        of = factories.session(starts_at=now() + timedelta(hours=23))
        places = [
            book_place(of, by=factories.person(), name=name).places.get() for name in ("Ama", "Bo")
        ]
    return of, places


def page(name, session):
    return reverse(f"workshops:{name}", args=[session.reference])


def came(session):
    return {place.name: place.has_come for place in register_of(session)}


def test_an_officer_ticks_who_came_on_the_register(evening):
    session, (ama, _bo) = evening
    officer = client_for(factories.staff("is_officer"))
    assert came(session) == {"Ama": None, "Bo": None}

    officer.post(page("attendance", session), {"came": [ama.pk, "rubbish", "-1"]})

    assert came(session) == {"Ama": True, "Bo": False}
    shown = officer.get(page("register", session)).text
    assert f'value="{ama.pk}" id="came-{ama.pk}" checked' in shown
    auditor = client_for(factories.staff("is_auditor")).get(page("register", session)).text
    assert "Yes" in auditor
    assert "checkbox" not in auditor


def test_it_is_put_right_by_a_new_mark_and_the_old_one_stays(evening):
    session, (ama, bo) = evening
    officer = factories.staff("is_officer")
    mark_attendance(session, came={ama.pk}, by=officer)

    mark_attendance(session, came={ama.pk, bo.pk}, by=officer)
    again = mark_attendance(session, came={ama.pk, bo.pk}, by=officer)

    assert again == []
    assert came(session) == {"Ama": True, "Bo": True}
    assert list(bo.marks.order_by("pk").values_list("has_come", flat=True)) == [False, True]
    for spoil in (lambda: bo.marks.update(has_come=False), AttendanceMark.objects.all().delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            spoil()


def test_nobody_came_before_it_began():
    session = factories.session()

    with pytest.raises(Refused, match="has not started"):
        mark_attendance(session, came=set(), by=factories.staff("is_officer"))

    officer = client_for(factories.staff("is_officer"))
    assert "Save who came" not in officer.get(page("register", session)).text
    assert officer.post(page("attendance", session)).status_code == 409


def test_a_place_that_was_given_back_is_nobodys(evening):
    session, (ama, bo) = evening
    cancel_booking(bo.booking, by=bo.booking.booked_by)

    mark_attendance(session, came={ama.pk, bo.pk}, by=factories.staff("is_officer"))

    assert not bo.marks.exists()


def test_officers_give_workshops_their_tags():
    first, second = factories.workshop(), factories.workshop(tag="money")
    officer = client_for(factories.staff("is_officer"))
    address = reverse("workshops:workshop_tags")
    assert 'value="money"' in officer.get(address).text

    officer.post(address, {f"w{first.pk}": "  Co-op   Basics ", f"w{second.pk}": ""})

    assert tags() == ["co-op basics"]
    refused = officer.post(address, {f"w{first.pk}": "x" * 41}).text
    assert "A tag must be 40 characters or fewer" in refused
    assert Workshop.objects.get(pk=first.pk).tag == "co-op basics"
