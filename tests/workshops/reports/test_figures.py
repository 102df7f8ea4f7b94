"""The figures of a year of workshops, with small numbers hidden."""

import csv
import html
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from tests import factories
from tests.factories import newcomers
from workshops.booking.actions import (
    Person,
    book_place,
    book_places,
    cancel_booking,
    change_way,
    fill_places,
)
from workshops.models import Workshop
from workshops.needs.actions import look_after_needs
from workshops.register.actions import sign_register
from workshops.reports.counting import Table
from workshops.reports.queries import (
    AGAIN,
    FIRST,
    FORMED,
    NICKNAME,
    NO_COOP,
    NOT_FORMED,
    OUTSIDE,
    UNKNOWN,
    Figures,
    figures_of,
    year_of,
    years,
)
from workshops.reports.sheet import safe, sheet_of
from workshops.states import PlaceState, Way

pytestmark = [pytest.mark.django_db, pytest.mark.database]

MOMENT = datetime(2026, 9, 1, 12, tzinfo=UTC)
PAGE, FILE = reverse("workshops:workshop_figures"), reverse("workshops:workshop_figures_csv")


@pytest.fixture
def year(time_machine):
    """Six came for a co-op in Angel, five from outside, six for none; five did not come."""
    time_machine.move_to(MOMENT)
    factories.places({"N1 2UD": "Angel"})
    session = factories.session(workshop=factories.workshop(title="Basics"), capacity=30)
    for postcode, number in (("N1 2UD", 6), ("SW1A 1AA", 5), (None, 6), ("N1 9ZZ", 5)):
        for _ in range(number):
            ama = factories.person()
            coop = factories.organisation(owner=ama, postcode=postcode) if postcode else None
            book_place(session, by=ama, name="Ama", organisation=coop)
    places = list(session.places.order_by("pk"))
    time_machine.move_to(session.ends_at + timedelta(hours=1))
    officer = factories.staff("is_officer")
    factories.mark_attendance(session, came={place.pk for place in places[:17]}, by=officer)
    sign_register(session, unmarked=(), by=officer)
    return figures_of(2026)


def rows(figures, heading):
    return next(each for each in figures.tables if each.heading == heading)


def test_each_person_stands_in_one_row_of_each_table(year):
    where = rows(year, "Where their co-op is")

    assert dict(where.rows) == {"Angel": 6, OUTSIDE: 5, NO_COOP: 6}
    assert where.total == 17
    assert dict(rows(year, "Whether they had come before").rows) == {FIRST: 17, AGAIN: 0}
    assert dict(rows(year, "Who came").rows) == {"Basics": 17}
    assert dict(rows(year, "Booked and did not come").rows) == {"Basics": 5}
    assert sum(count for _name, count in rows(year, "What their co-op is").rows) == 17
    assert (year.sessions, year.fill) == (1, 75)  # 22 of 30 places


def test_a_postcode_that_is_new_in_the_area_is_unknown_and_not_outside(time_machine):
    time_machine.move_to(MOMENT)
    factories.places({"N1 2UD": "Angel"})
    session = factories.session()
    for postcode in ("N1 9ZZ",) * 5 + ("",) * 5:
        ama = factories.person()
        coop = factories.organisation(owner=ama, postcode=postcode)
        book_place(session, by=ama, name="Ama", organisation=coop)
    finish(session, time_machine)

    assert dict(rows(figures_of(2026), "Where their co-op is").rows) == {UNKNOWN: 10}


def finish(session, time_machine):
    time_machine.move_to(session.ends_at + timedelta(hours=1))
    officer = factories.staff("is_officer")
    came = set(session.places.values_list("pk", flat=True))
    factories.mark_attendance(session, came=came, by=officer)
    sign_register(session, unmarked=(), by=officer)


def test_a_few_are_hidden_with_the_row_that_would_tell_them(time_machine):
    time_machine.move_to(MOMENT)
    session, ama = factories.session(), factories.person()
    book_place(session, by=ama, name="Ama", organisation=factories.organisation(owner=ama))
    for _ in range(7):
        book_place(session, by=factories.person(), name="Ama")
    finish(session, time_machine)

    table = rows(figures_of(2026), "What their co-op is")
    assert [count for _name, count in table.rows] == [None, None]
    assert table.total == 8


def test_an_unsigned_register_and_another_year_count_for_nothing(year):
    session = factories.session(starts_at=now() + timedelta(days=3))
    book_place(session, by=factories.person(), name="Ama")

    assert rows(figures_of(2026), "Who came").total == 17
    assert rows(figures_of(2025), "Who came").total == 0
    assert figures_of(2025).fill is None


def test_who_came_before_is_known_by_the_address(year, time_machine):
    regulars = [factories.person() for _ in range(5)]
    for _ in range(2):
        session = factories.session(starts_at=now() + timedelta(days=3))
        for ama in regulars:
            book_place(session, by=ama, name="Ama")
        finish(session, time_machine)

    table = rows(figures_of(2026), "Whether they had come before")
    assert dict(table.rows) == {FIRST: 22, AGAIN: 5}


def test_unmet_demand_is_who_never_got_in_and_who_asked_for_a_date(time_machine):
    time_machine.move_to(MOMENT)
    of = factories.workshop(title="Wanted")
    for _ in range(5):
        factories.interested(of=of)
    factories.interested(of=of, confirmed=False)

    assert dict(rows(figures_of(2026), "Asked for a date").rows) == {"Wanted": 5}
    assert rows(figures_of(2026), "Waited or asked, and never got in").total == 0


def test_who_had_a_place_and_waited_for_another_way_did_get_in(time_machine):
    time_machine.move_to(MOMENT)
    of = factories.hybrid(capacity=1, online_capacity=9)
    book_place(of, by=factories.person(), name="Ama", way=Way.ROOM)
    for _ in range(5):
        online = book_place(of, by=factories.person(), name="Ama", way=Way.ONLINE)
        change_way(online, place=online.places.get(), by=online.booked_by)
    time_machine.move_to(of.closes_for(Way.ROOM))
    fill_places(of)

    assert of.places.filter(state=PlaceState.NOT_REACHED).count() == 5
    assert rows(figures_of(2026), "Waited or asked, and never got in").total == 0


def test_one_person_at_five_workshops_is_fewer_than_five_people(time_machine):
    """Their ward, their co-op and how they came stay hidden, and so does the total of them."""
    time_machine.move_to(MOMENT)
    factories.places({"N1 2UD": "Angel"})
    ama = factories.person()
    coop = factories.organisation(owner=ama, postcode="N1 2UD")
    for days in range(1, 6):
        time_machine.move_to(MOMENT)
        of = factories.session(starts_at=MOMENT + timedelta(days=days))
        book_place(of, by=ama, name="Ama", organisation=coop)
        finish(of, time_machine)

    figures = figures_of(2026)
    for heading in (
        "Where their co-op is",
        "Who came",
        "How they came",
        "People who came, and then?",
    ):
        assert rows(figures, heading).total is None
        assert {count for _name, count in rows(figures, heading).rows} == {None}

    more = factories.session(starts_at=MOMENT + timedelta(days=9), capacity=40)
    for _ in range(12):
        book_place(more, by=factories.person(), name="Bo")
    finish(more, time_machine)
    where = rows(figures_of(2026), "Where their co-op is")
    assert (dict(where.rows), where.total) == ({"Angel": None, NO_COOP: None}, 17)


def test_people_without_an_address_are_as_many_as_there_are_names(time_machine):
    time_machine.move_to(MOMENT)
    of = factories.session()
    booker = factories.person()
    book_places(of, people=[Person("Ama", booker.email), Person("Bo"), Person("Cy")], by=booker)
    book_places(of, people=[Person("Di"), Person("Ed")], by=factories.person())
    finish(of, time_machine)

    assert rows(figures_of(2026), "Who came").total == 5


@pytest.mark.parametrize(
    ("day", "begins"), [("2027-03-31", 2026), ("2027-04-01", 2027), ("2027-12-31", 2027)]
)
def test_a_year_is_from_april_to_march(day, begins):
    assert year_of(datetime.fromisoformat(day).date()) == begins
    assert years(datetime.fromisoformat(day).date())[0] == begins


# --- Pages ---


def test_officers_and_auditors_read_it_and_others_do_not(year):
    for role in ("is_officer", "is_auditor"):
        page = factories.client_for(factories.staff(role)).get(PAGE)
        assert "Angel" in html.unescape(page.content.decode())
    for who in (factories.person(), factories.staff("is_finance_preparer")):
        for address in (PAGE, FILE):
            assert factories.client_for(who).get(address).status_code == 403


@pytest.mark.parametrize("asked", ["", "x", "1066", "9" * 300])
def test_a_year_that_makes_no_sense_is_this_one(year, asked):
    page = factories.client_for(factories.staff("is_auditor")).get(PAGE, {"year": asked})

    assert "from April 2026" in page.content.decode()


def test_the_file_says_the_same_and_no_cell_is_a_formula(year):
    Workshop.objects.create(reference="x", title="=HYPERLINK(0)", who_for="", summary="")
    body = factories.client_for(factories.staff("is_officer")).get(FILE).content.decode("utf-8-sig")

    lines = list(csv.reader(io.StringIO(body)))
    assert ["2026", "Where their co-op is", "Angel", "6", "People"] in lines
    assert ["2026", "Who came", "'=HYPERLINK(0)", "0", "People"] in lines
    assert not any(
        cell.lstrip().startswith(("=", "+", "-", "@")) for line in lines for cell in line
    )


@pytest.mark.parametrize("words", ["=1", " =1", "\t+1", "\n-1", "@x"])
def test_a_formula_is_shown_as_words(words):
    assert safe(words) == f"'{words}"


def test_the_page_costs_the_same_for_many(year, django_assert_max_num_queries):
    officer = factories.client_for(factories.staff("is_officer"))
    for _ in range(10):
        factories.workshop()

    with django_assert_max_num_queries(19):
        officer.get(PAGE)


# --- How full, how they came, how far their group is ---


def test_places_online_count_too_and_each_way_has_its_row(time_machine):
    time_machine.move_to(MOMENT)
    of = factories.hybrid(capacity=10, online_capacity=40)
    for way, number in ((Way.ROOM, 10), (Way.ONLINE, 10)):
        for _ in range(number):
            book_place(of, by=factories.person(), name="Ama", way=way)
    finish(of, time_machine)

    figures = figures_of(2026)

    assert figures.fill == 40  # 20 of 50
    assert dict(rows(figures, "How they came").rows) == {"In the room": 10, "Online": 10}
    way, month, session = figures.filled
    assert [(row.name, row.percent) for row in way.rows] == [("In the room", 100), ("Online", 25)]
    assert [(row.name, row.percent) for row in month.rows] == [("September 2026", 40)]
    assert [(row.name, row.percent) for row in session.rows] == [(str(of), 40)]


def test_each_month_has_its_row_and_few_are_hidden(time_machine):
    time_machine.move_to(MOMENT)
    for days, number in ((5, 6), (40, 3)):
        of = factories.session(capacity=12, starts_at=MOMENT + timedelta(days=days))
        time_machine.move_to(MOMENT)
        for _ in range(number):
            book_place(of, by=factories.person(), name="Ama")
        finish(of, time_machine)

    figures = figures_of(2026)
    sheet = sheet_of(figures)

    assert [(row.name, row.percent) for row in figures.filled[1].rows] == [
        ("September 2026", 50),
        ("October 2026", None),
    ]
    assert '"How full, by month","October 2026","hidden","Per cent of places"' in sheet
    assert '"How full, by month","September 2026","50","Per cent of places"' in sheet


def test_how_far_a_group_is(time_machine):
    time_machine.move_to(MOMENT)
    of = factories.session(capacity=40)
    for _ in range(5):
        ama = factories.person()
        not_formed = factories.organisation(owner=ama, legal_form="not_formed")
        book_place(of, by=ama, name="Ama", organisation=not_formed)
        newcomers.confirmed(of, group="Bread club")
    for _ in range(6):
        ama = factories.person()
        book_place(of, by=ama, name="Ama", organisation=factories.organisation(owner=ama))
        book_place(of, by=factories.person(), name="Ama")
    finish(of, time_machine)

    assert dict(rows(figures_of(2026), "How far their group is").rows) == {
        NO_COOP: 6,
        NICKNAME: 5,
        NOT_FORMED: 5,
        FORMED: 6,
    }


def test_what_people_asked_for_is_counted_by_what_became_of_it(time_machine):
    time_machine.move_to(MOMENT)
    of = factories.session(capacity=40)
    for number in range(10):
        need = newcomers.need(newcomers.confirmed(of).places.get())
        newcomers.need_answered(need, state="arranged" if number % 2 else "cannot")
    finish(of, time_machine)
    time_machine.move_to(of.ends_at + timedelta(days=60))
    look_after_needs()  # what it was is wiped

    table = rows(figures_of(2026), "What people asked for to take part")
    assert dict(table.rows) == {"Asked": 0, "Arranged": 5, "We can’t": 5}
    assert table.unit == "Wishes"


def test_what_somebody_asked_for_who_gave_the_place_back_is_not_unmet(time_machine):
    time_machine.move_to(MOMENT)
    of = factories.session(capacity=40)
    for number in range(11):
        booking = newcomers.confirmed(of)
        newcomers.need(booking.places.get())
        if number < 5:
            cancel_booking(booking, by=None)
    finish_those_who_come(of, time_machine)

    assert dict(rows(figures_of(2026), "What people asked for to take part").rows)["Asked"] == 6


def finish_those_who_come(session, time_machine):
    time_machine.move_to(session.ends_at + timedelta(hours=1))
    sign_register(
        session,
        unmarked=session.places.filter(state="booked").values_list("pk", flat=True),
        by=factories.staff("is_officer"),
    )


def test_tables_about_the_same_rows_stand_beside_one_another():
    """And nothing is lost or changed by it: each number stands once, under its own heading."""
    figures = Figures(
        year=2026,
        tables=[
            Table("Who came", "Workshop", [("Baking", 6), ("Boats", None)], None),
            Table("Where from", "Ward", [("Fernhill", 7)], 7),
            Table("Did not come", "Workshop", [("Baking", 0), ("Boats", 5)], 5),
            Table("First workshop", "Workshop", [("Boats", 9)], 9, "Groups"),
        ],
        sessions=2,
        fill=None,
        filled=[],
    )
    by_workshop, ward, first = figures.groups

    assert by_workshop.heading == "By workshop"
    assert by_workshop.rows == [
        ("Baking", [("Who came", 6), ("Did not come", 0)]),
        ("Boats", [("Who came", None), ("Did not come", 5)]),
        ("All", [("Who came", None), ("Did not come", 5)]),
    ]
    assert (ward.heading, ward.columns) == ("Where from", ["People"])
    assert first.rows == [("Boats", [("Groups", 9)]), ("All", [("Groups", 9)])]
