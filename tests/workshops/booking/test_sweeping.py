"""The clock looks after every session, also where one of them has a fault."""

from datetime import timedelta

import pytest

from tests import factories
from tests.factories import person
from workshops.booking.actions import (
    Person,
    book_place,
    cancel_booking,
    fill_all_sessions,
    join_list,
)
from workshops.models import Offer

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def offered_in_the_room():
    of = factories.hybrid(capacity=1, online_capacity=5)
    held = book_place(of, by=(other := person()), name=other.name)
    waits = person()
    booking = join_list(of, people=[Person("Lee", waits.email)], accepts=1, by=waits)
    cancel_booking(held, by=other)
    return booking


def test_one_session_with_a_fault_keeps_no_other_waiting(time_machine, caplog):
    broken, sound = offered_in_the_room(), offered_in_the_room()
    broken.places.update(way="attic")  # a row that no action makes
    time_machine.move_to(Offer.objects.latest("until").until + timedelta(seconds=1))

    for _again in range(2):
        with pytest.raises(ExceptionGroup) as failed:
            fill_all_sessions()
        assert "attic" in str(failed.value.exceptions)

    assert [offer.outcome for offer in broken.offers.all()] == [""]  # nothing is half done
    assert sound.offers.order_by("pk").first().outcome == "lapsed"
    assert f"fill_places {broken.session}" in caplog.text
