"""Somebody is named who has a place already: the party is told, and so are they."""

import pytest

from applicants.models import Email
from tests import factories
from tests.factories import newcomers, person, session
from workshops.booking.actions import Person, book_place, book_places
from workshops.forgetting.actions import forget_guest
from workshops.forgetting.queries import Guest
from workshops.newcomers.actions import confirm_booking
from workshops.newcomers.actions.courses import confirm_course
from workshops.programmes.actions import book_course
from workshops.requests.actions import ask_for_place

from .by_email import states

pytestmark = pytest.mark.django_db
LEFT_OUT = "1 of the people you named is not part of this booking"


def named_with_bo(bo, of, **facts):
    """Nia asked for herself, for Bo, and for one more; Bo booked before she said yes."""
    others = [Person("Bo", bo.email.upper()), Person()]
    asked = newcomers.asked_for_place(of, others=others, **facts)
    return asked, book_place(of, by=bo, name="Bo")


def test_who_booked_reads_how_many_places_they_have_and_that_one_had_one():
    bo, of = person(), session()
    asked, _his = named_with_bo(bo, of)

    confirm_booking(asked)

    mail = newcomers.newest_email("booking_made", asked.email)
    assert "You have 2 places" in mail.body
    assert LEFT_OUT in mail.body
    other = newcomers.confirmed(of)
    assert (
        "not part of this booking" not in newcomers.newest_email("booking_made", other.email).body
    )


def test_who_had_a_place_reads_that_they_keep_it_and_by_whom_they_were_named():
    bo, of = person(), session()
    asked, his = named_with_bo(bo, of)

    confirm_booking(asked)
    confirm_booking(asked)

    mail = Email.objects.get(event="workshops/booked_already")
    assert mail.to == bo.email
    assert "Nia New named you" in mail.body
    assert "You have a place there already" in mail.body
    assert his.reference in newcomers.link_in(mail)
    assert states(his) == ["booked"]


@pytest.mark.parametrize(
    ("of", "event"),
    [
        ({"capacity": 1}, "list_joined"),
        ({"chosen_by": "We draw lots."}, "request_made"),
    ],
)
def test_on_the_list_and_where_we_choose_it_is_said_too(of, event):
    bo, of = person(), session(**of)
    book = ask_for_place if of.is_by_approval else book_places
    his = book(of, people=[Person("Bo", bo.email)], by=bo)
    facts = {} if of.is_by_approval else {"waits": True}
    asked = newcomers.asked_for_place(of, others=[Person("Bo", bo.email)], **facts)

    confirm_booking(asked)

    assert LEFT_OUT in newcomers.newest_email(event, asked.email).body
    assert newcomers.newest_email("booked_already").to == bo.email
    assert his.places.live().count() == 1


def test_a_course_tells_both_once():
    programme, bo = factories.course(dates=3), person()
    asked = newcomers.asked_for_course(programme, others=[Person("Bo", bo.email)])
    book_course(programme, people=[Person("Bo", bo.email)], by=bo)

    confirm_course(asked)

    mails = Email.objects.filter(to=asked.email, event="workshops/booking_made")
    assert [LEFT_OUT in mail.body for mail in mails] == [True] * 3
    assert Email.objects.filter(event="workshops/booked_already", to=bo.email).count() == 1


def test_the_name_of_who_named_them_goes_when_that_person_is_forgotten():
    bo, of = person(), session()
    who = newcomers.contact("Xenia Quill")
    asked, _his = named_with_bo(bo, of, who=who)
    confirm_booking(asked)
    assert "Xenia Quill" in newcomers.newest_email("booked_already").body

    forget_guest(Guest(email=who.email), by=factories.staff("is_administrator"))

    assert "Xenia" not in newcomers.newest_email("booked_already").body
