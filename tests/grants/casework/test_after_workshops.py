"""From the workshop to the application: who applied after they came, and who had before."""

from datetime import UTC, datetime, timedelta

import pytest

from grants.applications.actions import submit_application
from grants.casework.after_workshops import APPLIED, BEFORE, NO_GROUP, NOT
from tests import factories
from tests.factories import newcomers
from workshops.booking.actions import book_place
from workshops.models import Booking
from workshops.register.actions import sign_register
from workshops.reports.queries import figures_of
from workshops.reports.sheet import sheet_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]

MOMENT = datetime(2026, 9, 1, 12, tzinfo=UTC)
GROUPS = "Groups who came, and then?"
PEOPLE = "People who came, and then?"
BY_WORKSHOP = "Groups that applied, by their first workshop of the year"


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(MOMENT)


def rows(heading, year=2026):
    return next(each for each in figures_of(year).tables if each.heading == heading)


def co_op():
    ama = factories.person()
    return factories.organisation(owner=ama), ama


def applies(organisation):
    application = factories.draft(of=organisation)
    submit_application(application, by=application.started_by)


def finish(session, time_machine):
    time_machine.move_to(session.ends_at + timedelta(hours=1))
    officer = factories.staff("is_officer")
    came = set(session.places.values_list("pk", flat=True))
    factories.mark_attendance(session, came=came, by=officer)
    sign_register(session, unmarked=(), by=officer)


def session(title="Basics", days=10):
    of = factories.workshop(title=title)
    return factories.session(workshop=of, capacity=60, starts_at=MOMENT + timedelta(days=days))


def test_each_group_stands_in_one_row_and_so_does_each_person(time_machine):
    of = session()
    coops = [co_op() for _ in range(15)]
    for organisation, _ama in coops[:5]:
        applies(organisation)  # before anybody came
    for organisation, ama in coops:
        book_place(of, by=ama, name="Ama", organisation=organisation)
    for _ in range(6):
        book_place(of, by=factories.person(), name="Ama")
    finish(of, time_machine)
    for organisation, _ama in coops[5:10]:
        applies(organisation)

    assert dict(rows(GROUPS).rows) == {APPLIED: 5, BEFORE: 5, NOT: 5}
    assert rows(GROUPS).unit == "Groups"
    assert dict(rows(PEOPLE).rows) == {APPLIED: 5, BEFORE: 5, NOT: 5, NO_GROUP: 6}
    assert dict(rows(BY_WORKSHOP).rows) == {"Basics": 5}


def test_a_group_counts_by_its_first_workshop_however_many_came(time_machine):
    first, second = session("First"), session("Second", days=20)
    coops = [co_op() for _ in range(5)]
    for of in (first, second):
        for organisation, ama in coops:
            book_place(of, by=ama, name="Ama", organisation=organisation)
    finish(first, time_machine)
    finish(second, time_machine)
    for organisation, _ama in coops:
        applies(organisation)

    assert dict(rows(BY_WORKSHOP).rows) == {"First": 5}
    assert rows(GROUPS).total == 5
    assert rows(PEOPLE).total == 10


def test_later_than_a_year_is_no_success_and_a_draft_is_none(time_machine):
    of = session()
    coops = [co_op() for _ in range(10)]
    for organisation, ama in coops:
        book_place(of, by=ama, name="Ama", organisation=organisation)
    finish(of, time_machine)
    for organisation, _ama in coops[:5]:
        factories.draft(of=organisation)
    time_machine.move_to(of.starts_at + timedelta(days=366))
    for organisation, _ama in coops[5:]:
        applies(organisation)

    assert dict(rows(GROUPS).rows) == {APPLIED: 0, BEFORE: 0, NOT: 10}


def test_who_came_for_themselves_counts_for_the_group_that_they_started_later(time_machine):
    of = session()
    guests = [newcomers.confirmed(of) for _ in range(5)]
    finish(of, time_machine)
    for booking in guests:
        ama = factories.person(email=booking.email)
        applies(factories.organisation(owner=ama))

    assert Booking.objects.filter(organisation=None).count() == 5
    assert dict(rows(PEOPLE).rows) == {APPLIED: 5, BEFORE: 0, NOT: 0, NO_GROUP: 0}


def test_few_groups_are_hidden_on_the_page_and_in_the_file(time_machine):
    of = session()
    coops = [co_op() for _ in range(7)]
    for organisation, ama in coops:
        book_place(of, by=ama, name="Ama", organisation=organisation)
    finish(of, time_machine)
    for organisation, _ama in coops[:2]:
        applies(organisation)

    assert dict(rows(GROUPS).rows) == {APPLIED: None, BEFORE: 0, NOT: None}
    assert rows(BY_WORKSHOP).total is None
    sheet = sheet_of(figures_of(2026))
    assert f'"{GROUPS}","{APPLIED}","hidden","Groups"' in sheet
    assert f'"{BY_WORKSHOP}","All","hidden","Groups"' in sheet
