"""A round asks for several people, and places may be too few: what is asked, and how it reads."""

import html
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from applicants.access import Refused
from applicants.actions import end_membership
from grants.applications import actions
from grants.applications.attendance.queries import Attendance, attendance_for
from tests import factories
from tests.factories import client_for
from tests.factories.people import owner_of
from workshops.booking.actions import book_place, cancel_booking

pytestmark = pytest.mark.django_db

TAG = "co-op basics"
DAY = timedelta(days=1)


def text_of(response):
    return " ".join(html.unescape(response.text).split())


def page(name, application):
    return reverse(name, args=[application.reference])


def asking_for(people, **facts):
    """A draft, ready but for the workshop, in a round that asks for so many people."""
    return factories.draft(
        round=factories.open_round(workshop_tag=TAG, workshop_people=people), **facts
    )


def a_full_session(*, capacity, but=0):
    """A session ahead; others booked every place but some before the round opened."""
    with time_machine.travel(now() - 9 * DAY):
        session = a_session(capacity=capacity, starts_at=now() + 19 * DAY)
        fill(session, but=but)
    return session


def fill(session, *, but=0):
    for _place in range(session.capacity - but):
        book_place(session, by=factories.person(), name="Ama")


def a_session(**facts):
    return factories.session(workshop=factories.workshop(tag=TAG), **facts)


def send(application):
    return actions.submit_application(application, by=application.started_by)


def look(application, name="application_workshop", who=None):
    return text_of(client_for(who or application.started_by).get(page(name, application)))


# --- Several people ---


@pytest.mark.database
def test_as_many_must_have_come_as_the_round_asks_for():
    a_session()
    application = asking_for(2)
    organisation = application.organisation
    factories.attended(by=application.started_by, tag=TAG)
    factories.attended(by=application.started_by, organisation=organisation, tag=TAG)
    must = (
        f"1 more person of your group must come to a workshop on “{TAG}”, or you tell us why not."
    )

    tasks = look(application, "application")
    assert "1 of 2 people has come: " in tasks
    assert "1 more to come" in tasks
    assert must in look(application, "application_check")
    assert "1 of 2 people has come: " in look(application)
    with pytest.raises(Refused, match="1 more person"):
        send(application)

    factories.attended(by=factories.person(), organisation=organisation, tag=TAG)
    assert "2 of 2 people have come: " in look(application, "application")
    assert "That is all we ask." in look(application)
    send(application)
    officer = factories.staff("is_officer")
    assert "2 of 2 people have come: " in look(application, "case_eligibility", officer)


def test_a_reason_lets_too_few_be_enough():
    a_session()
    application = asking_for(2)
    factories.attended(by=application.started_by, tag=TAG)
    factories.waived_workshop(application, reason="The other baker was ill.")
    said = look(application, "application")
    assert "1 of 2 people has come: " in said
    assert "You told us why you could not come." in said

    send(application)

    said = look(application, "case_eligibility", factories.staff("is_officer"))
    assert "1 of 2 people has come: " in said
    assert "They say why they could not come: The other baker was ill." in said


@pytest.mark.parametrize(
    ("people", "months", "said"),
    [
        (1, 1, "Somebody of your group has come to one of our workshops on “x” in the last month,"),
        (2, 24, "2 people of your group have come to one of our workshops on “x” in the last 24"),
    ],
)
def test_the_rule_reads_well_for_one_and_for_several(people, months, said, client):
    round = factories.open_round(workshop_tag="x", workshop_people=people, workshop_months=months)

    assert said in text_of(client.get(reverse("round", args=[round.reference])))


# --- Too few places ---


@pytest.mark.database
def test_where_every_place_was_taken_it_waives_itself_until_one_comes_free():
    bookings = list(a_full_session(capacity=2).bookings.all())
    application = asking_for(1)
    waits = f"Every workshop on “{TAG}” was full so far. If no place comes free before you send,"

    assert f"{waits} you don’t have to do anything." in look(application)
    assert "(full at the moment)" in look(application)
    assert "Nothing to do" in look(application, "application")

    cancel_booking(bookings[0], by=bookings[0].booked_by)
    assert "(full at the moment)" not in look(application)
    assert "Not done yet" in look(application, "application")
    with pytest.raises(Refused, match="Come to a workshop"):
        send(application)

    book_place(bookings[0].session, by=factories.person(), name="Efe")
    with pytest.raises(Refused):  # for a while, one could be had
        send(application)


def test_where_every_place_was_taken_it_can_be_sent_and_officers_read_why():
    a_full_session(capacity=2)
    application = asking_for(1)

    send(application)

    said = look(application, "case_eligibility", factories.staff("is_officer"))
    assert "No place was free while they could apply, so nobody need come." in said


@pytest.mark.database
def test_where_one_place_was_free_one_person_of_three_is_enough():
    session = a_full_session(capacity=3, but=1)
    application = asking_for(3)

    said = look(application)
    assert "No more than 1 place was free at one time so far. If it stays so until you" in said
    assert "1 person is enough." in said
    with pytest.raises(Refused, match="Come to a workshop"):
        send(application)

    place = book_place(session, by=application.started_by, name="Ama").places.get()
    with time_machine.travel(session.starts_at + timedelta(hours=1)):
        factories.mark_attendance(session, came={place.pk}, by=factories.staff("is_officer"))
        assert "Nothing to do" in look(application, "application")
        send(application)
        officer = factories.staff("is_officer")
        said = look(application, "case_eligibility", officer)
    assert "1 of 3 people has come: Ama" in said
    assert "No more than 1 place was free at one time, so 1 person is enough." in said


def test_a_session_after_the_deadline_counts_only_where_there_is_more_time():
    a_session(starts_at=now() + 32 * DAY)  # the round closes in 30 days
    prompt, late = asking_for(1), asking_for(1)
    factories.more_time(late, days=5)

    assert f"We hold no workshop on “{TAG}” before your deadline." in look(prompt)
    said = look(late)
    assert "Nobody has come to a workshop" in said
    assert "Dates to come" in said
    with pytest.raises(Refused, match="Come to a workshop"):
        send(late)
    send(prompt)


def test_what_happens_after_sending_changes_nothing():
    bookings = list(a_full_session(capacity=2).bookings.all())
    application = asking_for(1)
    application = send(application)
    before = attendance_for(application, now()).for_officers

    cancel_booking(bookings[0], by=bookings[0].booked_by)
    a_session()

    with time_machine.travel(now() + 3 * DAY):
        assert attendance_for(application, now()).for_officers == before


def test_who_leaves_after_sending_came_all_the_same():
    a_session()
    application = asking_for(1)
    member = factories.member(application.organisation)
    factories.attended(by=member, tag=TAG)
    application = send(application)

    membership = application.organisation.memberships.live().get(user=member)
    end_membership(membership, by=owner_of(application.organisation))

    assert len(attendance_for(application, now()).came) == 1


@pytest.mark.parametrize("name", ["application", "application_workshop"])
def test_many_sessions_cost_what_one_costs(name, django_assert_num_queries):
    first = a_session()
    application = asking_for(2)
    client = client_for(application.started_by)
    client.get(page(name, application))
    with CaptureQueriesContext(connection) as one:
        client.get(page(name, application))
    for number in range(5):
        fill(factories.session(workshop=first.workshop, place=f"Room {number}", capacity=2), but=1)
    factories.attended(by=application.started_by, tag=TAG)

    with django_assert_num_queries(len(one)):
        client.get(page(name, application))


# --- Grammar ---


def place(name):
    session = SimpleNamespace(workshop="Basics", starts_at=datetime(2026, 5, 3, tzinfo=UTC))
    return SimpleNamespace(name=name, session=session)


AMA, EFE, JO = place("Ama"), place("Efe"), place("Jo")
ON_THE_DAY = "(“Basics”, 3 May 2026)"


@pytest.mark.parametrize(
    ("asked", "came", "said"),
    [
        (1, [], "Nobody has come to a workshop on “x” in the last month."),
        (
            2,
            [],
            "Nobody has come to a workshop on “x” in the last month. The round asks for 2 people.",
        ),
        (1, [AMA], "Ama came to “Basics” on 3 May 2026."),
        (1, [AMA, EFE], f"2 people have come: Ama {ON_THE_DAY} and Efe {ON_THE_DAY}."),
        (3, [AMA], f"1 of 3 people has come: Ama {ON_THE_DAY}."),
        (
            3,
            [AMA, EFE, JO],
            f"3 of 3 people have come: Ama {ON_THE_DAY}, Efe {ON_THE_DAY} and Jo {ON_THE_DAY}.",
        ),
    ],
)
def test_who_came_reads_well(asked, came, said):
    assert Attendance("x", 1, asked, came).for_officers == said


@pytest.mark.parametrize(
    ("asked", "came", "places", "said"),
    [
        (1, [], None, "Come to a workshop on “x”, or tell us why not."),
        (3, [], 1, "Come to a workshop on “x”, or tell us why not."),
        (
            2,
            [],
            5,
            "2 people of your group must come to a workshop on “x”, or you tell us why not.",
        ),
        (3, [AMA], 5, "2 more people of your group must come to a workshop on “x”, or you"),
        (3, [AMA], 2, "1 more person of your group must come to a workshop on “x”, or you"),
        (3, [AMA], 1, ""),
        (3, [], 0, ""),
    ],
)
def test_what_is_to_do_reads_well(asked, came, places, said):
    problem = Attendance("x", 24, asked, came, places=places).problem

    assert problem.startswith(said)
    assert bool(problem) == bool(said)


@pytest.mark.parametrize(
    ("came", "is_held", "places", "said"),
    [
        ([], False, 0, "If we add none before you send, you don’t have to do anything."),
        ([AMA], False, 0, "If we add none before you send, you don’t have to do anything more."),
        ([AMA], True, 0, "If no place comes free before you send, you don’t have to do anything"),
        ([], True, 1, "No more than 1 place was free at one time so far."),
        ([], True, 1, "If it stays so until you send, 1 person is enough."),
        ([], True, 2, "No more than 2 places were free at one time so far."),
        ([], True, 2, "If it stays so until you send, 2 people are enough."),
    ],
)
def test_too_few_places_read_well(came, is_held, places, said):
    standing = Attendance("x", 24, 3, came, is_held=is_held, places=places)

    assert said in standing.for_the_co_op
    assert ("1 of 3 people has come" in standing.for_the_co_op) == bool(came)
    assert ("nobody else need come" in standing.for_officers) == (bool(came) and not places)
