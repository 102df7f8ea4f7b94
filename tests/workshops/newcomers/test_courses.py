"""A whole course with a name and an email only: every date by one link, or nothing."""

import html
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from applicants.access import Refused
from applicants.models import Email, Organisation
from tests import factories
from tests.factories import client_for, newcomers, person, staff
from workshops.booking.actions import Person, change_capacity, fill_all_sessions
from workshops.models import Booking, CourseBooking, Place
from workshops.newcomers.actions import TIME_TO_CONFIRM, RunOut
from workshops.newcomers.actions.courses import DATES_CHANGED, confirm_course
from workshops.programmes.actions import CourseFull, change_programme
from workshops.programmes.queries import bookings_in, course_held_by, sessions_of
from workshops.states import PlaceState, Way

pytestmark = [pytest.mark.django_db, pytest.mark.database]
BO = Person("Bo Friend", "bo@home.example")


def at(name, *args):
    return reverse(f"workshops:{name}", args=args)


def text_of(response):
    return html.unescape(response.content.decode())


def dates(programme):
    return sorted(sessions_of(programme), key=lambda session: session.starts_at)


def states(course):
    return sorted(
        Place.objects.filter(booking__course_part__course_booking=course).values_list(
            "state", flat=True
        )
    )


# --- Asking ---


def test_one_email_asks_for_every_date_and_the_chairs_are_kept():
    programme = factories.course(dates=3)

    asked = newcomers.asked_for_course(programme, others=[BO])

    assert states(asked) == [PlaceState.HELD] * 6
    mail = Email.objects.get()
    assert (mail.event, mail.is_private) == ("workshops/confirm_course", True)
    for session in dates(programme):
        assert session.hours in mail.body
    assert mail.body.count("/confirm-course/") == 1


def test_one_link_books_every_date_and_tells_everybody(client):
    programme = factories.course(dates=3)
    newcomers.asked_for_course(programme, others=[BO])
    link = newcomers.link_in(newcomers.newest_email("confirm_course"))

    shown = text_of(client.get(link))
    before = set(Place.objects.values_list("state", flat=True))
    answer = client.post(link)

    assert "Yes, book the whole course" in shown
    assert before == {PlaceState.HELD}  # looking books nothing
    course = CourseBooking.objects.get()
    assert answer.url == at("my_course", newcomers.course_token(course))
    assert states(course) == [PlaceState.BOOKED] * 6
    assert Email.objects.filter(event="workshops/booking_made").count() == 3
    assert Email.objects.filter(event="workshops/place_for_you", to=BO.email).count() == 3
    page = text_of(client.get(answer.url))
    assert page.count(">Place booked<") == 6


def test_the_page_of_one_date_leads_to_the_course_and_only_for_whoever_booked(client):
    course = newcomers.confirmed_course(others=[BO])
    booking = bookings_in(course)[0]
    seat = booking.places.get(email=BO.email)

    theirs = text_of(client.get(at("my_place", newcomers.party_token(booking))))
    friends = text_of(client.get(at("my_place", newcomers.seat_token(seat))))

    assert "See all dates of your course" in theirs
    assert "See all dates of your course" not in friends


@pytest.mark.parametrize("full", [0, 1])
def test_a_full_date_refuses_all_and_says_nothing_of_the_address(full):
    programme = factories.course(capacity=2)
    who = newcomers.contact()
    newcomers.confirmed_course(programme, who=who)
    change_capacity(dates(programme)[full], capacity=1, by=staff("is_officer"))
    sent = Email.objects.count()

    for each in (who, newcomers.contact()):
        with pytest.raises(CourseFull, match="booked as a whole"):
            newcomers.asked_for_course(programme, who=each)

    assert CourseBooking.objects.count() == 1
    assert Email.objects.count() == sent


def test_a_missing_date_is_said():
    with pytest.raises(Refused, match="The second date of this course is not set yet"):
        newcomers.asked_for_course(factories.course(dates=1, planned=2))

    assert not Booking.objects.exists()


def test_whoever_has_it_is_reminded_by_email_and_the_page_says_the_same(client):
    programme = factories.course()
    known = newcomers.contact()
    newcomers.confirmed_course(programme, who=known)
    address = at("course_book", programme.reference)

    pages = [
        text_of(client.post(address, {"name": "Nia", "email": email, "number": "1"}))
        for email in (known.email, "else@home.example")
    ]

    assert pages[0].replace(known.email, "") == pages[1].replace("else@home.example", "")
    mail = newcomers.newest_email("booked_already")
    assert mail.to == known.email
    assert client.get(newcomers.link_in(mail)).status_code == 200
    assert CourseBooking.objects.filter(email=known.email).count() == 1


def test_who_asks_again_has_what_they_asked_last_and_the_first_link_has_run_out():
    programme = factories.course()
    who = newcomers.contact()
    first = newcomers.asked_for_course(programme, who=who)
    second = newcomers.asked_for_course(programme, who=who, others=[BO])

    with pytest.raises(RunOut):
        confirm_course(first)

    assert confirm_course(second) == second
    assert states(first) == [PlaceState.NOT_CONFIRMED] * 2
    assert states(second) == [PlaceState.BOOKED] * 4


# --- The page ---


def test_a_course_is_booked_from_its_page_with_the_dates_that_it_showed(client):
    programme = factories.course()
    address = at("course_book", programme.reference)
    page = text_of(client.get(address))
    typed = {"name": "Nia", "email": "NIA@home.example", "number": "1"}
    shown = " ".join(session.reference for session in dates(programme))

    answer = client.post(address, typed | {"shown": shown})

    assert "You need no account" in page
    assert all(session.reference in page for session in dates(programme))
    assert "nia@home.example" in text_of(answer)
    assert CourseBooking.objects.get().email == "nia@home.example"


def test_a_date_that_closed_since_the_page_was_shown_is_no_surprise(client, time_machine):
    programme = factories.course(dates=3)
    address = at("course_book", programme.reference)
    shown = " ".join(session.reference for session in dates(programme))
    time_machine.move_to(dates(programme)[0].closes_at, tick=False)
    typed = {"name": "Nia", "email": "nia@home.example", "number": "1", "shown": shown}

    guests = text_of(client.post(address, typed))
    members = text_of(client_for(person()).post(address, typed))

    for page in (guests, members):
        assert "The dates of this have just changed. Look at them once more." in page
        assert 'value="Nia"' in page  # what was typed is kept
    assert not Booking.objects.exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": "Nia", "email": "nia"}, "Enter an email address like"),
        ({"email": "nia@home.example"}, "Enter your name"),
        ({"name": "Nia", "email": "nia@home.example", "number": "9"}, "Choose a number from 1"),
        ({"name": "Nia", "email": "nia@home.example", "shown": "no\x00thing"}, "just changed"),
        (
            {"name": "N", "email": "n@n.example", "number": "2", "email_2": "n@n.example"},
            "is there twice",
        ),
    ],
)
def test_bad_input_is_said_and_books_nothing(client, typed, words):
    address = at("course_book", factories.course().reference)

    assert words in text_of(client.post(address, typed))
    assert not Booking.objects.exists()


def test_the_way_is_asked_where_a_date_is_in_a_room_and_online(client):
    room = factories.session(capacity=4)
    both = factories.hybrid(capacity=2, online_capacity=3, starts_at=now() + timedelta(days=20))
    programme = factories.course(dates=2)
    change_programme(programme, sessions=[], by=staff("is_officer"), **words_of(programme))
    change_programme(
        programme, sessions=[room, both], by=staff("is_officer"), **words_of(programme)
    )
    address = at("course_book", programme.reference)
    typed = {"name": "Nia", "email": "nia@home.example", "number": "1"}

    page = text_of(client.get(address))
    unsaid = text_of(client.post(address, typed))
    client.post(address, typed | {"way": "online"})

    assert "In the room: 2 places free at every date" in page
    assert "Online: 3 places free at every date" in page
    assert "Choose whether you come to the room or online" in unsaid
    assert room.places.get().way == Way.ROOM  # it has no other
    assert both.places.get().way == Way.ONLINE


def words_of(programme):
    names = ("title", "summary", "dates_planned", "dates_needed")
    return {name: getattr(programme, name) for name in names}


# --- Saying yes ---


def test_a_link_used_twice_is_one_booking(client):
    asked = newcomers.asked_for_course()
    link = at("confirm_course", newcomers.confirm_course_token(asked))

    first, second, looked = client.post(link), client.post(link), client.get(link)

    assert first.url == second.url == looked.url
    assert states(asked) == [PlaceState.BOOKED] * 2


def test_an_old_link_books_nothing_and_says_so(client, time_machine):
    asked = newcomers.asked_for_course()
    link = at("confirm_course", newcomers.confirm_course_token(asked))
    time_machine.move_to(now() + TIME_TO_CONFIRM)
    fill_all_sessions()

    shown, sent = client.get(link), client.post(link)

    assert "This link has run out" in text_of(shown)
    assert "Nothing is booked" in text_of(sent)
    assert sent.status_code == 409
    assert states(asked) == [PlaceState.NOT_CONFIRMED] * 2


def test_a_late_yes_counts_while_every_chair_is_still_kept(time_machine):
    asked = newcomers.asked_for_course()
    time_machine.move_to(now() + TIME_TO_CONFIRM + timedelta(seconds=5))

    confirm_course(asked)

    assert states(asked) == [PlaceState.BOOKED] * 2


@pytest.mark.parametrize("purpose", ["forged", "other", "seat"])
def test_a_forged_link_or_one_for_something_else_opens_nothing(client, purpose):
    course = newcomers.confirmed_course()
    booking = bookings_in(course)[0]
    token = {
        "forged": newcomers.course_token(course)[:-1] + "x",
        "other": newcomers.party_token(booking),
        "seat": newcomers.seat_token(booking.places.get()),
    }[purpose]

    for page in ("confirm_course", "my_course", "my_course_give_back"):
        answer = client.get(at(page, token))
        assert answer.status_code == 404
        assert "This link does not work" in text_of(answer)


def test_a_date_that_was_postponed_since_books_nothing(client):
    programme = factories.course()
    asked = newcomers.asked_for_course(programme)
    factories.session_postponed(dates(programme)[1])

    answer = client.post(at("confirm_course", newcomers.confirm_course_token(asked)))

    assert "The second date of this course is not set yet" in text_of(answer)
    assert PlaceState.BOOKED not in states(asked)


def test_a_date_that_came_or_went_since_books_nothing(client):
    programme = factories.course(dates=2, planned=3, dates_needed=2)
    third = factories.session(starts_at=now() + timedelta(days=40))
    facts = words_of(programme) | {"dates_planned": 2}
    change_programme(programme, sessions=dates(programme), by=staff("is_officer"), **facts)
    programme.refresh_from_db()
    asked = newcomers.asked_for_course(programme)
    facts |= {"dates_planned": 3}
    change_programme(
        programme, sessions=[*dates(programme), third], by=staff("is_officer"), **facts
    )

    with pytest.raises(Refused) as refusal:
        confirm_course(asked)

    assert str(refusal.value) == DATES_CHANGED
    assert states(asked) == [PlaceState.HELD] * 2


def test_who_booked_it_meanwhile_with_an_account_has_one_booking():
    programme = factories.course()
    nia = person(email="nia@home.example")
    asked = newcomers.asked_for_course(programme, who=newcomers.contact(email=nia.email))
    held = factories.booked_course(programme, by=nia)

    with pytest.raises(RunOut):
        confirm_course(asked)

    assert course_held_by(programme, nia) == held
    assert states(held) == [PlaceState.BOOKED] * 2


def test_a_friend_who_has_the_course_already_is_left_out_at_every_date():
    programme = factories.course()
    asked = newcomers.asked_for_course(programme, others=[BO])
    newcomers.confirmed_course(programme, who=newcomers.contact("Bo", BO.email))

    confirm_course(asked)

    assert states(asked) == [PlaceState.BOOKED] * 2 + [PlaceState.NOT_CONFIRMED] * 2


def test_an_account_with_that_address_has_the_course_and_its_group():
    nia = person(email="nia@home.example")
    asked = newcomers.asked_for_course(
        who=newcomers.contact(email=nia.email), group="The bread club"
    )
    assert course_held_by(asked.programme, nia) is None
    assert not CourseBooking.objects.visible_to(nia).exists()  # anybody could have typed it

    course = confirm_course(asked)

    assert course.booked_by == nia
    assert {each.organisation.name for each in bookings_in(course)} == {"The bread club"}
    assert Organisation.objects.count() == 1
    assert client_for(nia).get(at("course", course.reference)).status_code == 200


def test_an_account_that_comes_later_finds_the_course():
    course = newcomers.confirmed_course(who=newcomers.contact(email="nia@home.example"))
    nia = person(email="nia@home.example")

    assert course_held_by(course.programme, nia) == course
    assert client_for(nia).get(at("course", course.reference)).status_code == 200
    assert client_for(person()).get(at("course", course.reference)).status_code == 404


# --- Changing their mind ---


def test_the_whole_course_is_given_back_from_its_page(client):
    course = newcomers.confirmed_course(others=[BO])
    token = newcomers.course_token(course)

    asked = text_of(client.get(at("my_course_give_back", token)))
    answer = client.post(at("my_course_give_back", token))

    assert "Give back the course?" in asked
    assert answer.url == at("my_course", token)
    assert states(course) == [PlaceState.CANCELLED_IN_TIME] * 4
    assert "I can’t come any more" not in text_of(client.get(answer.url))


def test_one_date_alone_is_given_back_from_its_own_page(client):
    course = newcomers.confirmed_course()
    first, second = bookings_in(course)

    client.post(
        at("my_give_back", newcomers.party_token(first)), {"places": [first.places.get().pk]}
    )

    assert first.places.get().state == PlaceState.CANCELLED_IN_TIME
    assert second.places.get().state == PlaceState.BOOKED
