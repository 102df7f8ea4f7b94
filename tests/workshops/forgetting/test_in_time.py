"""What we need no more goes by itself."""

from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import now

from applicants.models import Email
from tests import factories
from tests.factories import newcomers, person, session
from tests.workshops.forgetting.a_guest import BO, NIA, everything_known, nia
from workshops.booking.actions import Person, book_place, fill_all_sessions
from workshops.forgetting.actions import forget_old_guests
from workshops.forgetting.queries import Guest, held_of
from workshops.models import (
    GuestForgotten,
    Interest,
    Place,
)
from workshops.newcomers.actions import TIME_TO_CONFIRM, confirm_booking

pytestmark = [pytest.mark.django_db, pytest.mark.database]


# --- When the time is over ---


def days_after(of, days):
    return of.ends_at + timedelta(days=days)


def test_who_did_not_come_for_two_years_is_forgotten_by_itself(settings):
    first, second = session(), session(starts_at=now() + timedelta(days=60))
    newcomers.confirmed(first, who=nia())
    newcomers.confirmed(second, who=nia())
    kept = settings.KEEP_GUESTS_DAYS

    with time_machine.travel(days_after(second, kept - 1)):
        assert forget_old_guests() == 0
    with time_machine.travel(days_after(second, kept + 1)):
        assert forget_old_guests() == 1
        assert forget_old_guests() == 0

    assert everything_known(NIA) == []
    assert GuestForgotten.objects.get().forgotten_by is None
    assert Place.objects.count() == 2


def test_the_setting_says_for_how_long(settings):
    settings.KEEP_GUESTS_DAYS = 40
    of = session()
    newcomers.confirmed(of, who=nia())

    with time_machine.travel(days_after(of, 41)):
        assert forget_old_guests() == 1


def test_who_has_an_account_or_waits_for_a_new_date_is_kept(settings):
    of, off = session(), session()
    ama = person()
    newcomers.confirmed(of, who=newcomers.contact("Ama", ama.email))
    newcomers.confirmed(off, who=nia())
    factories.session_postponed(off)

    with time_machine.travel(days_after(of, settings.KEEP_GUESTS_DAYS + 9)):
        assert forget_old_guests() == 0

    assert everything_known(NIA)


def test_who_confirmed_is_kept_though_a_friend_was_left_out():
    of, bo = session(starts_at=now() + timedelta(days=60)), person(email=BO.email)
    asked = newcomers.asked_for_place(of, who=nia(), others=[BO])
    book_place(of, by=bo, name="Bo")
    confirm_booking(asked)

    with time_machine.travel(now() + timedelta(days=40)):
        assert forget_old_guests() == 0

    assert asked.places.live().get().email == NIA


def test_names_without_an_address_go_as_well(settings):
    of = session()
    newcomers.confirmed(of, who=nia(), others=[Person("Kofi Companion")])
    newcomers.rang(of)

    with time_machine.travel(days_after(of, settings.KEEP_GUESTS_DAYS + 1)):
        forget_old_guests()

    for word in ("Kofi", "Old Tom", "960 001"):
        assert everything_known(word) == []


def test_an_address_that_anybody_typed_goes_after_a_month():
    of = session()
    newcomers.asked_for_place(of, who=nia())
    known = newcomers.confirmed(session(), who=newcomers.contact("Bo", BO.email))
    newcomers.asked_for_place(of, who=newcomers.contact("Bo", BO.email))
    with time_machine.travel(now() + TIME_TO_CONFIRM):
        fill_all_sessions()

    with time_machine.travel(now() + timedelta(days=29)):
        assert forget_old_guests() == 0
    with time_machine.travel(now() + timedelta(days=31)):
        assert forget_old_guests() == 1

    assert everything_known(NIA) == []
    known.refresh_from_db()
    assert known.email == BO.email  # of them we know more


def test_what_is_held_of_somebody_is_counted():
    newcomers.confirmed(who=nia())

    held = held_of(Guest(email=NIA))

    assert (held.places, held.needs, held.certificates, held.interest) == (1, 0, 0, 0)
    assert held.messages == Email.objects.filter(to=NIA).count()
    assert not held_of(Guest(email="nobody@home.example")).is_anything
    assert Interest.objects.count() == 0
