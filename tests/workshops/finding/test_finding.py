"""The list is narrowed by what somebody asks for; the month is the second way to look."""

import html
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from tests import factories
from workshops.booking.actions import book_place

pytestmark = pytest.mark.django_db

LIST, MONTH = reverse("workshops:session_list"), reverse("workshops:month")
MOMENT = datetime(2026, 10, 5, 12, tzinfo=UTC)


def text_of(response):
    return html.unescape(response.content.decode())


@pytest.fixture
def town(time_machine):
    """Three dates: in a room, online, and full in the next month."""
    time_machine.move_to(MOMENT)
    money = factories.workshop(title="Money", tag="money", who_for="Everyone")
    basics = factories.workshop(title="Basics", tag="co-op basics", who_for="Groups")
    full = factories.session(
        workshop=basics, capacity=1, starts_at=datetime(2026, 11, 3, 18, tzinfo=UTC)
    )
    book_place(full, by=factories.person(), name="Ama")
    return {
        "room": factories.session(workshop=money, starts_at=MOMENT + timedelta(days=3)),
        "online": factories.session(
            workshop=basics, is_online=True, starts_at=MOMENT + timedelta(days=4)
        ),
        "full": full,
    }


def found(town, **asked):
    page = text_of(Client().get(LIST, asked))
    return {name for name, session in town.items() if f"/workshops/{session.reference}/" in page}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, {"room", "online", "full"}),
        ({"where": "online"}, {"online"}),
        ({"where": "room"}, {"room", "full"}),
        ({"about": "money"}, {"room"}),
        ({"who": "Groups"}, {"online", "full"}),
        ({"month": "2026-11"}, {"full"}),
        ({"month": "2026-10", "who": "Groups"}, {"online"}),
        ({"free": "on"}, {"room", "online"}),
        ({"month": "2027-01"}, set()),
        # Whatever makes no sense asks for nothing.
        ({"where": "mars", "about": "x", "month": "2026-13"}, {"room", "online", "full"}),
        ({"month": "٣", "who": "9" * 400, "free": "0"}, {"room", "online", "full"}),
    ],
)
def test_the_list_is_narrowed(town, asked, expected):
    assert found(town, **asked) == expected


def test_nothing_found_says_so_and_leads_back(town):
    page = text_of(Client().get(LIST, {"month": "2027-01"}))

    assert "No date is like that" in page
    assert "Show all" in page


def test_other_pages_keep_what_was_asked(time_machine):
    time_machine.move_to(MOMENT)
    of = factories.workshop(tag="co-op basics")
    for number in range(21):
        factories.session(workshop=of, starts_at=MOMENT + timedelta(days=number + 1))

    page = text_of(Client().get(LIST, {"about": "co-op basics", "junk": "1"}))

    assert "?about=co-op+basics&page=2" in page


def test_finding_costs_no_more_queries(town, django_assert_num_queries):
    member = factories.client_for(factories.person())
    for client, number in ((Client(), 3), (member, 6)):
        with django_assert_num_queries(number):
            client.get(LIST, {"where": "room", "about": "money", "month": "2026-10", "free": "on"})


# --- The month ---


class Table(HTMLParser):
    """The cells of the table, row by row."""

    def __init__(self, text):
        super().__init__()
        self.rows, self.inside = [], False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self.inside = True

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.inside = False

    def handle_data(self, data):
        if self.inside:
            self.rows[-1][-1] += f"{data.strip()} "


def test_each_date_stands_under_its_weekday(town):
    head, *weeks = Table(text_of(Client().get(MONTH))).rows

    assert [cell.strip() for cell in head][0::6] == ["Monday", "Sunday"]
    assert all(len(week) == 7 for week in weeks)
    thursday = weeks[1][3]
    assert thursday.split()[:3] == ["Thursday", "8", "October"]
    assert "Money" in thursday
    assert "Basics" in weeks[1][4]
    assert sum("Money" in cell for week in weeks for cell in week) == 1
    assert weeks[0][0].strip() == ""  # before the first of the month


def test_a_late_evening_stands_on_the_day_of_the_clock_on_the_wall(time_machine):
    time_machine.move_to(datetime(2027, 6, 1, 12, tzinfo=UTC))
    start = datetime(2027, 6, 30, 22, 30, tzinfo=UTC)  # half past eleven in summer
    factories.session(workshop=factories.workshop(title="Late"), starts_at=start)
    early = datetime(2027, 6, 30, 23, 30, tzinfo=UTC)  # it is July already
    factories.session(workshop=factories.workshop(title="Early"), starts_at=early)

    june = text_of(Client().get(MONTH))
    july = text_of(Client().get(MONTH, {"month": "2027-07"}))

    assert ("Late" in june, "Early" in june) == (True, False)
    assert ("Late" in july, "Early" in july) == (False, True)


@pytest.mark.parametrize("month", ["", "x", "2026-13", "1999-01", "9999-12", "9" * 400])
def test_a_month_that_we_do_not_show_is_this_one(town, month):
    assert "Workshops in October 2026" in text_of(Client().get(MONTH, {"month": month}))


def test_the_month_shows_no_draft_and_costs_the_same_for_many(town, django_assert_num_queries):
    factories.session(
        workshop=factories.workshop(title="Hidden"),
        is_published=False,
        starts_at=MOMENT + timedelta(days=5),
    )
    for number in range(20):
        factories.session(starts_at=now() + timedelta(days=1, hours=number))

    with django_assert_num_queries(1):
        page = text_of(Client().get(MONTH))

    assert "Hidden" not in page


def test_a_year_of_months_can_be_walked(town):
    page, seen = MONTH, 0
    while page:
        text = Client().get(page).content.decode()
        _, found, rest = text.partition('rel="next" href="')
        page = f"{MONTH}{html.unescape(rest.partition(chr(34))[0])}" if found else None
        seen += 1

    assert seen == 12
