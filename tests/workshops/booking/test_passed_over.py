"""There are chairs, but too few for a group that waits: it sees why, and can say “fewer”."""

import pytest
from django.urls import reverse

from applicants.access import Refused
from tests.factories import client_for, newcomers, session
from workshops.booking import actions, queries
from workshops.booking.actions import Person, take_fewer

from .a_waiting_list import book, states_of, wait

pytestmark = [pytest.mark.django_db, pytest.mark.database]
WHY = "1 place is free, and you asked for at least 2."


def at(name, booking):
    return reverse(f"workshops:{name}", args=[booking.reference])


def a_chair_too_few(join):
    of = session(capacity=1)
    held = book(of)
    waiting = join(of)
    actions.cancel_booking(held, by=held.booked_by)
    return waiting


def test_they_see_why_and_one_button_gets_them_the_offer():
    waiting = a_chair_too_few(lambda of: wait(of, size=3, accepts=2))
    client = client_for(waiting.booked_by)

    assert WHY in client.get(at("booking", waiting)).text
    shown = client.post(at("fewer_take", waiting), follow=True).text

    assert "1 place is kept for you" in shown
    assert states_of(waiting) == ["offered", "waiting", "waiting"]


def test_without_an_account_too(client):
    others = [Person("Bo"), Person("Cy")]

    def join(of):
        asked = newcomers.asked_for_place(of, waits=True, accepts=2, others=others)
        return newcomers.confirm_booking(asked)

    waiting = a_chair_too_few(join)
    mine = reverse("workshops:my_place", args=[newcomers.party_token(waiting)])

    assert WHY in client.get(mine).text
    client.post(
        reverse("workshops:my_answer", args=[newcomers.party_token(waiting)]), {"fewer": "1"}
    )

    assert states_of(waiting) == ["offered", "waiting", "waiting"]


def test_where_nothing_is_free_nobody_is_told_so():
    of = session(capacity=1)
    book(of)
    waiting = wait(of, size=2, accepts=2)
    client = client_for(waiting.booked_by)

    assert "you asked for at least" not in client.get(at("booking", waiting)).text
    client.post(at("fewer_take", waiting))

    waiting.refresh_from_db()
    assert waiting.accepts == 2


def test_they_keep_their_turn_before_those_who_came_later():
    waiting = a_chair_too_few(lambda of: wait(of, size=2, accepts=2))
    later = wait(waiting.session, size=2, accepts=2)

    take_fewer(waiting, fewest=1, by=waiting.booked_by)

    assert states_of(waiting) == ["offered", "waiting"]
    assert queries.number_in_list(later) == 1


@pytest.mark.parametrize("fewest", [0, 4])
def test_no_number_that_makes_no_sense_is_kept(fewest):
    waiting = a_chair_too_few(lambda of: wait(of, size=3, accepts=2))

    with pytest.raises(Refused):
        take_fewer(waiting, fewest=fewest, by=waiting.booked_by)


def test_who_does_not_wait_any_more_is_told():
    waiting = a_chair_too_few(lambda of: wait(of, size=2, accepts=2))
    actions.cancel_booking(waiting, by=waiting.booked_by)

    with pytest.raises(Refused, match="not on the waiting list"):
        take_fewer(waiting, fewest=1, by=waiting.booked_by)
