"""Whether a place could be had, and who of a co-op came: what rounds ask of workshops."""

from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import now
from hypothesis import given, strategies as st

from applicants.actions import change_member, end_membership
from tests import factories
from tests.factories.people import owner_of
from workshops.availability import Places, most_free
from workshops.booking.actions import accept_offer, book_place, cancel_booking, fill_places
from workshops.models import Offer, Session
from workshops.queries import most_places_free, people_who_came

TAG = "co-op basics"
DAY = timedelta(days=1)

moments = st.integers(0, 12)
stays = st.tuples(moments, st.one_of(st.none(), moments))


ways = st.builds(Places, st.integers(1, 4), st.lists(stays, max_size=8), moments)


def by_looking_at_each_moment(ways, opens):
    """The same, asked of every moment in turn."""
    return max(sum(free_at(t, way) for way in ways) for t in range(opens, 13))


def free_at(t, way):
    if t >= way.ends:
        return 0
    taken = sum(since <= t and (until is None or t < until) for since, until in way.held)
    return max(0, way.capacity - taken)


@given(st.lists(ways, max_size=2), moments)
def test_the_sweep_finds_what_a_look_at_each_moment_finds(ways, opens):
    assert most_free(ways, opens=opens) == by_looking_at_each_moment(ways, opens)


@given(st.integers(1, 4), st.lists(stays, max_size=8), stays, moments, moments)
def test_one_more_place_taken_never_frees_any(capacity, held, more, opens, ends):
    before = most_free([Places(capacity, held, ends)], opens=opens)
    after = most_free([Places(capacity, [*held, more], ends)], opens=opens)

    assert before - 1 <= after <= before


@pytest.mark.parametrize(
    ("held", "free"),
    [
        ([], 1),
        ([(0, None)], 0),
        ([(0, 5)], 1),
        ([(0, 9)], 0),  # given back as the session began
        ([(0, 5), (5, None)], 0),  # booked again at the same moment
        ([(0, 5), (6, None)], 1),
        ([(2, None)], 0),  # taken as it opened
        ([(3, None)], 1),
    ],
)
def test_one_place_was_free_or_not(held, free):
    assert most_free([Places(1, held, 9)], opens=2) == free


# --- Asked of the rows ---


@pytest.fixture
def co_op():
    return factories.organisation()


@pytest.fixture
def session(db):
    """Two places, ten days ahead."""
    return factories.session(workshop=factories.workshop(tag=TAG), capacity=2)


def fill(session):
    """Others take every place that is left."""
    taken = session.live_places().count()
    return [
        book_place(session, by=factories.person(), name="Ama")
        for _place in range(session.capacity - taken)
    ]


def free_for(organisation, *, since=-7 * DAY, until=30 * DAY, at=timedelta()):
    moment = now()
    return most_places_free(
        organisation, TAG, since=moment + since, until=moment + until, at=moment + at
    )


@pytest.mark.database
@pytest.mark.django_db
def test_a_place_that_was_free_for_a_while_could_be_had(co_op, session):
    first, _second = fill(session)
    Session.objects.filter(pk=session.pk).update(published_at=first.booked_at)
    assert free_for(co_op) == 1  # the second was booked a little later

    with time_machine.travel(now() + DAY):
        assert free_for(co_op, since=timedelta(hours=-1)) == 0
        cancel_booking(first, by=first.booked_by)
        book_place(session, by=factories.person(), name="Efe")
    with time_machine.travel(now() + 2 * DAY):
        assert free_for(co_op, since=-1.5 * DAY) == 1
        assert free_for(co_op, since=timedelta(hours=-1)) == 0


@pytest.mark.database
@pytest.mark.django_db
def test_what_the_co_op_holds_itself_could_be_had(co_op, session):
    member = factories.member(co_op)
    book_place(session, by=member, name="Efe")  # for themselves
    book_place(session, by=owner_of(co_op), name="Ama", organisation=co_op)

    with time_machine.travel(now() + DAY):
        assert free_for(co_op, since=timedelta(hours=-1)) == 2
        assert free_for(factories.organisation(), since=timedelta(hours=-1)) == 0


@pytest.mark.database
@pytest.mark.django_db
def test_what_went_from_one_to_the_next_on_the_list_could_be_had_by_nobody_else(co_op, session):
    first, _second = fill(session)
    for _one in range(2):
        factories.waiting(by=factories.person(), of=session)
    hers = factories.waiting(by=owner_of(co_op), of=session)
    Session.objects.filter(pk=session.pk).update(published_at=now())
    cancel_booking(first, by=first.booked_by)  # offered at once, let lapse, offered, said yes
    [silent] = Offer.objects.filter(ended_at=None)
    with time_machine.travel(silent.until):
        fill_places(session)
        [taken] = Offer.objects.filter(ended_at=None)
        accept_offer(taken.booking, by=taken.booking.booked_by)
    with time_machine.travel(silent.until + timedelta(hours=1)):
        assert free_for(co_op) == 0
        cancel_booking(taken.booking, by=taken.booking.booked_by)
    assert hers.offers.filter(ended_at=None).exists()
    with time_machine.travel(silent.until + timedelta(hours=2)):
        assert free_for(co_op) == 1  # what is kept for them, they can have


@pytest.mark.django_db
def test_what_came_free_after_booking_had_ended_could_not_be_had(co_op, session):
    Session.objects.filter(pk=session.pk).update(is_online=True)
    both = factories.hybrid(workshop=session.workshop, capacity=2, online_capacity=1)
    for of in (session, both):
        of.refresh_from_db()
        first, _second = fill(of)
        with time_machine.travel(of.starts_at - timedelta(hours=1)):
            cancel_booking(first, by=first.booked_by)
    after = {"since": 10 * DAY - timedelta(hours=1.5), "at": 11 * DAY}

    assert free_for(co_op, **after) == 1  # online until the start, and in no room any more
    Session.objects.filter(pk=session.pk).update(is_online=False)
    Session.objects.filter(pk=both.pk).update(online_capacity=0)
    assert free_for(co_op, **after) == 0


@pytest.mark.django_db
def test_only_sessions_that_could_be_reached_count(co_op, session):
    factories.session(workshop=factories.workshop(tag="money"))
    factories.session(workshop=session.workshop, is_published=False, place="Attic")

    assert free_for(co_op) == 2
    assert free_for(co_op, until=9 * DAY) is None  # it starts after the deadline
    assert free_for(co_op, since=11 * DAY) is None  # it began before the round opened
    assert free_for(co_op, at=-DAY) is None  # it was not published then


@pytest.mark.django_db
def test_places_of_two_dates_are_not_added_up(co_op, session):
    factories.session(workshop=session.workshop, capacity=3, place="Attic")

    assert free_for(co_op) == 3


@pytest.mark.django_db
def test_it_costs_three_queries_for_one_session_and_for_many(
    co_op, session, django_assert_num_queries
):
    with django_assert_num_queries(3):
        free_for(co_op)
    for number in range(6):
        fill(factories.session(workshop=session.workshop, place=f"Room {number}"))
    with django_assert_num_queries(3):
        free_for(co_op)


# --- Who came ---


def part_of(organisation, user):
    return organisation.memberships.live().get(user=user)


def came(organisation, *, until=None):
    since = now() - 24 * 31 * DAY
    places = people_who_came(organisation, TAG, since=since, until=until or now())
    return [place.booking.booked_by for place in places]


@pytest.mark.database
@pytest.mark.django_db
def test_a_person_counts_once_however_they_booked(co_op):
    member = factories.member(co_op)
    factories.attended(by=member, organisation=co_op, days_ago=60)
    newest = factories.attended(by=member, days_ago=30)
    member.email = "new@example.org"
    member.save()
    factories.attended(by=member, organisation=co_op, days_ago=90)

    places = people_who_came(co_op, TAG, since=now() - 100 * DAY, until=now())

    assert places == [newest]


@pytest.mark.database
@pytest.mark.django_db
def test_who_came_for_a_group_counts_until_they_leave_it(co_op):
    friend, member = factories.person(), factories.member(co_op)
    factories.attended(by=friend, organisation=co_op)
    factories.attended(by=member, organisation=co_op, days_ago=40)
    factories.attended(by=factories.person())  # a stranger, for themselves
    assert came(co_op) == [friend, member]

    before = now()
    end_membership(part_of(co_op, member), by=owner_of(co_op))

    assert came(co_op) == [friend]
    assert came(co_op, until=before) == [friend, member]  # as it was when they sent


@pytest.mark.django_db
def test_a_new_part_is_no_leaving_and_coming_back_counts(co_op):
    member = factories.member(co_op)
    factories.attended(by=member)
    part = part_of(co_op, member)
    change_member(part, role="reader", is_signatory=False, by=owner_of(co_op))
    assert came(co_op) == [member]

    end_membership(part_of(co_op, member), by=owner_of(co_op))
    assert came(co_op) == []
    co_op.memberships.create(user=member)
    assert came(co_op) == [member]


@pytest.mark.django_db
def test_who_did_not_come_after_all_does_not_count(co_op):
    place = factories.attended(by=owner_of(co_op))

    factories.mark_attendance(place.session, came=set(), by=factories.staff("is_officer"))

    assert came(co_op) == []
