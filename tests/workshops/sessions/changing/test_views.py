"""The pages of a change of plan: for officers who do it, and for those whom it concerns."""

import html
import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localtime, now

from applicants.models import Email
from tests import factories
from tests.factories import client_for, person, session, staff, workshop
from workshops.booking.actions import book_place

pytestmark = pytest.mark.django_db

PAGES = ("postpone", "date", "move", "online", "cancel", "correct")


@pytest.fixture
def officer():
    return client_for(staff("is_officer"))


def address(name, of):
    return reverse(f"workshops:{name}", args=[of.reference])


def page(name, of):
    return address(f"session_{name}", of)


def text_of(response):
    return " ".join(html.unescape(response.content.decode()).split())


def book(of, by=None):
    by = by or person()
    return book_place(of, by=by, name=by.name)


def when(start, hours=2, **facts):
    """What an officer types for a time."""
    here, end = localtime(start), localtime(start + timedelta(hours=hours))
    return {
        "on_day": here.day,
        "on_month": here.month,
        "on_year": here.year,
        "starts": f"{here:%H:%M}",
        "ends": f"{end:%H:%M}",
        "place": "Quayside Hub",
        "access": "A lift.",
        "because": "The roof leaks.",
        **facts,
    }


EVENING = datetime.fromisoformat("2027-02-10T18:00+00:00")


def test_each_page_shows_who_will_be_told_before_it_is_done(officer):
    of = session(capacity=1)
    mina = person(name="Mina Patel")
    book(of, mina)
    factories.waiting(by=person(name="Lee Wu"), of=of)

    for name in ("postpone", "move", "online", "cancel"):
        shown = text_of(officer.get(page(name, of)))
        assert "We will write to 2 people" in shown, name
        assert "Mina Patel: 1 place" in shown
        assert "Lee Wu: number 1 on the waiting list" in shown
    assert not Email.objects.filter(event__contains="session_").exists()
    assert "We will write to" not in text_of(officer.get(page("correct", of)))


def test_an_officer_moves_a_session(officer):
    of = session(starts_at=EVENING)
    booking = book(of)

    response = officer.post(page("move", of), when(EVENING + timedelta(days=1)))

    assert response.url == address("session", of)
    of.refresh_from_db()
    assert (of.starts_at, of.place) == (EVENING + timedelta(days=1), "Quayside Hub")
    assert "The roof leaks." in Email.objects.get(event="workshops/session_moved").body
    public = text_of(Client().get(address("session", of)))
    assert "It has moved." in public
    assert "Before, it was on Wednesday 10 February 2027, 6pm to 8pm." in public
    assert "It is not at Tanyard Library any more." in public
    assert "Moved" in text_of(Client().get(reverse("workshops:session_list")))
    mine = text_of(client_for(booking.booked_by).get(address("booking", booking)))
    assert "It has moved." in mine


def test_an_officer_postpones_sets_a_date_and_cancels(officer):
    of, again = session(starts_at=EVENING), EVENING + timedelta(days=30)
    booking = book(of)
    visitor, mine = Client(), client_for(booking.booked_by)

    officer.post(page("postpone", of), {"because": "The host is ill."})
    for client in (visitor, mine):
        shown = text_of(client.get(address("session", of)))
        assert "This date is postponed." in shown
        assert "New date to come" in shown
        assert "The host is ill." in shown
    assert "You keep your place" in text_of(mine.get(address("booking", booking)))
    assert "Postponed" in text_of(visitor.get(reverse("workshops:session_list")))
    assert "can’t be booked until it has a new date" in text_of(
        mine.get(address("book", session_like(of)))
    )

    officer.post(page("date", of), when(again))
    assert "this is the new date" in text_of(visitor.get(address("session", of)))
    assert "New date" in text_of(visitor.get(reverse("workshops:session_list")))

    officer.post(page("cancel", of), {"because": "Nobody can host it."})
    for client in (visitor, mine):
        shown = text_of(client.get(address("session", of)))
        assert "This date is cancelled." in shown
        assert "Nobody can host it." in shown
    shown = text_of(mine.get(address("booking", booking)))
    assert "This date is cancelled." in shown
    assert "We cancelled the session" in shown
    assert "I can’t come" not in shown
    history = text_of(officer.get(page("change", of)))
    for word in ("Published", "Postponed", "Given a new date", "Cancelled", "1 person was told"):
        assert word in history


def session_like(of):
    """Another postponed one, which they have not booked."""
    return factories.session_postponed(session(workshop=of.workshop))


def test_an_officer_turns_a_session_online_and_the_link_is_for_those_who_come(
    time_machine,
):
    time_machine.move_to(EVENING - timedelta(days=5))
    officer = client_for(staff("is_officer"))
    of = session(starts_at=EVENING)
    booking = book(of)
    link = "https://meet.example/secret"
    mine, other = client_for(booking.booked_by), client_for(person())

    officer.post(page("online", of), {"join_link": link, "access": "Captions.", "because": ""})

    of.refresh_from_db()
    assert (of.is_online, of.join_link) == (True, link)
    assert link not in text_of(mine.get(address("booking", booking)))  # not yet
    for moment, is_shown in (
        (EVENING - timedelta(hours=24), True),
        (of.ends_at + timedelta(minutes=29), True),
        (of.ends_at + timedelta(minutes=30), False),
    ):
        time_machine.move_to(moment, tick=False)
        mine = client_for(booking.booked_by)
        shown = text_of(mine.get(address("booking", booking)))
        assert link not in shown  # it stands behind a button, on a page that is one person's
        join = re.search(r"/workshops/my/[^/]+/join/", shown)
        assert bool(join) == is_shown
        if join:
            assert link in text_of(mine.post(join[0], follow=True))
        for client in (Client(), other, mine):
            assert link not in text_of(client.get(address("session", of)))


def test_the_link_is_not_for_those_who_wait(time_machine):
    of = session(capacity=1, starts_at=EVENING)
    factories.session_online(of, join_link="https://meet.example/secret")
    book(of)
    waiting = factories.waiting(by=person(), of=of)
    time_machine.move_to(EVENING - timedelta(hours=1))

    shown = text_of(client_for(waiting.booked_by).get(address("booking", waiting)))

    assert "meet.example" not in shown


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"on_year": 2020}, "The session must be in the future"),
        ({"starts": "8pm", "ends": "6pm"}, "It must end after it starts"),
        (
            {"on_day": 28, "on_month": 3, "on_year": 2027, "starts": "1:30am"},
            "The clocks change at this time",
        ),
        (
            {"on_day": 25, "on_month": 10, "on_year": 2026, "starts": "1:30am", "ends": "4am"},
            "The clocks change at this time",
        ),
        ({"on_day": 30, "on_month": 2}, "The date must be a real date"),
        ({"starts": "soon"}, "Enter a time like 6pm or 18:30"),
        ({"place": ""}, "Enter where it is"),
        ({"place": "x" * 121}, "The place must be 120 characters or fewer"),
        ({"because": "x" * 301}, "Use 300 characters or fewer"),
    ],
)
@pytest.mark.parametrize("name", ["move", "date"])
def test_bad_input_is_said_beside_the_field_and_nothing_happens(
    officer, name, typed, complaint, time_machine
):
    time_machine.move_to(datetime(2026, 9, 1, 9))
    of = session(starts_at=EVENING)
    of = factories.session_postponed(of) if name == "date" else of
    before = (of.starts_at, of.place, of.version)

    response = officer.post(page(name, of), when(EVENING) | typed)

    assert response.status_code == 200
    assert complaint in text_of(response)
    assert "A lift." in text_of(response)  # what they typed is kept
    of.refresh_from_db()
    assert (of.starts_at, of.place, of.version) == before


@pytest.mark.parametrize("name", ["postpone", "cancel"])
def test_a_reason_is_asked_for(officer, name):
    of = session()

    assert "Say why" in text_of(officer.post(page(name, of), {"because": " "}))
    of.refresh_from_db()
    assert of.state == "published"


@pytest.mark.parametrize("link", ["meet me there", "javascript:alert(1)", "x" * 600])
def test_a_link_that_is_none_is_refused(officer, link):
    of = session()
    response = officer.post(page("online", of), {"join_link": link})

    assert "Enter a link like" in text_of(response)


def test_an_old_tab_gets_a_sentence(officer):
    of = session(starts_at=EVENING)
    officer.post(page("cancel", of), {"because": "Ill."})

    moved = text_of(officer.post(page("move", of), when(EVENING + timedelta(days=2))))
    again = officer.post(page("cancel", of), {"because": "Ill."})

    assert "This session is cancelled, so it can’t be moved." in moved
    assert again.status_code == 302
    assert Email.objects.filter(event="workshops/session_cancelled").count() == 0
    assert of.changes.filter(kind="cancelled").count() == 1


def test_every_page_opens_whatever_became_of_the_session(officer, time_machine):
    over = session()
    some = [
        session(is_published=False),
        session(),
        factories.session_postponed(),
        factories.session_cancelled(),
        factories.session_online(session()),
        over,
    ]
    for of in some:
        for name in (*PAGES, "change"):
            assert officer.get(page(name, of)).status_code == 200, (of.state, name)
    time_machine.move_to(over.starts_at + timedelta(minutes=5))
    officer = client_for(staff("is_officer"))
    for of in some:
        for name in (*PAGES, "change"):
            assert officer.get(page(name, of)).status_code == 200, (of.state, name)


def test_a_postponed_session_is_not_over_when_its_old_day_is(time_machine):
    of = session(workshop=workshop(title="Waiting for a day"))
    booking = book(of)
    factories.session_postponed(of)
    time_machine.move_to(of.ends_at + timedelta(days=2))
    mine = client_for(booking.booked_by)

    assert "Waiting for a day" in text_of(Client().get(reverse("workshops:session_list")))
    assert "I can’t come" in text_of(mine.get(address("booking", booking)))
    assert (
        mine.post(address("cancel", booking), {"places": booking.places.get().pk}).status_code
        == 302
    )
    assert booking.places.get().state == "cancelled_in_time"


def test_what_stopped_early_can_still_be_put_right_in_the_register(officer, time_machine):
    of = session()
    booking = book(of)
    time_machine.move_to(of.starts_at + timedelta(minutes=20))
    officer = client_for(staff("is_officer"))
    assert "Write down who came" in text_of(officer.get(page("cancel", of)))
    place = booking.places.get()
    officer.post(address("attendance", of), {"tap": f"{place.pk}/arrived"})
    officer.post(page("cancel", of), {"because": "A fire alarm."})

    assert "It stopped early" in text_of(Client().get(address("session", of)))
    officer.post(address("attendance", of), {"tap": f"{place.pk}/left_early"})
    assert place.marks.count() == 2


def test_who_may_not_change_a_session_changes_nothing():
    of = session()
    for client in (client_for(person()), client_for(staff("is_auditor"))):
        for name in PAGES:
            assert client.post(page(name, of), {"because": "x"}).status_code == 403
    of.refresh_from_db()
    assert (of.state, of.version) == ("published", 0)
    assert now() < of.starts_at


def test_the_page_of_a_change_costs_the_same_for_many(officer, django_assert_max_num_queries):
    of = session(capacity=40)
    for _ in range(3):
        book(of)
    officer.get(page("cancel", of))
    with django_assert_max_num_queries(10):
        officer.get(page("cancel", of))
    for _ in range(20):
        book(of)
    with django_assert_max_num_queries(10):
        officer.get(page("cancel", of))
