"""What is decided under the lock of a session: from one question, and without words."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.signals import template_rendered
from django.utils.timezone import now

from applicants.emails import queue_email
from applicants.models import Email
from tests import factories
from tests.factories.people import staff
from workshops.booking.actions import (
    Person,
    accept_offer,
    book_places,
    cancel_booking,
    join_list,
)
from workshops.booking.models import Contact
from workshops.booking.queue import Queue
from workshops.newcomers.actions import ask_for_places, confirm_booking
from workshops.phoning.actions import book_by_phone
from workshops.sessions.changing.actions import cancel_session, move_session
from workshops.sessions.queries import with_places
from workshops.states import Way

COUNTED = ("free", "main_free", "beside_free", "waiting", "beside_waiting", "takes_nobody_more")


@pytest.mark.django_db
class TestTheSeats:
    def test_they_are_counted_as_on_the_list_of_workshops(self):
        for of in (hybrid(), plain()):
            book(of, 3)
            wait(of, 3, accepts=2)
            book(of, 1, way=of.ways[-1])
            counted = Queue(of).counted()

            assert figures(counted) == figures(with_places(of))

    def test_they_cost_one_question_however_many_there_are(self, django_assert_num_queries):
        of = factories.session(capacity=6)
        for _ in range(6):
            book(of, 1)
        wait(of, 2, accepts=1)

        with django_assert_num_queries(1):
            queue = Queue(of)
            assert queue.free(Way.ROOM) == queue.empty(Way.ROOM) == 0
            assert [(party.wants, party.accepts) for party in queue.parties(Way.ROOM)] == [(2, 1)]
            assert queue.is_settled(now())

    def test_nothing_is_settled_while_somebody_could_get_in(self):
        of = factories.session(capacity=2)
        booking = book(of, 2)
        wait(of, 2, accepts=2)
        assert Queue(of).is_settled(now())
        assert not Queue(of).is_settled(of.starts_at - timedelta(hours=20)), "all are called then"
        assert not Queue(of).is_settled(of.starts_at), "the list ends"
        cancel_booking(booking, by=booking.booked_by)
        assert not Queue(of).is_settled(now()), "an offer stands"

    def test_their_own_seat_comes_before_what_they_booked_for_others(self):
        of = factories.session(capacity=5)
        by = factories.person()
        friend = factories.person()
        for_others = book_places(of, people=[Person("Friend", friend.email)], by=by)
        own = book_places(of, people=[Person(by.name, by.email)], by=factories.person())

        assert Queue(of).held_by(email=by.email, account=by.pk) == own.pk
        assert Queue(of).held_by(email=friend.email.upper(), account=friend.pk) == for_others.pk
        assert Queue(of).held_by(email="nobody@example.org") is None

    def test_what_nobody_confirmed_holds_a_chair_and_is_nobodys(self):
        of = factories.session(capacity=3)
        contact = Contact("Mo", "mo@example.org")
        ask_for_places(of, people=[Person(contact.name, contact.email)], contact=contact)
        queue = Queue(of)

        assert queue.taken(Way.ROOM) == 1
        assert queue.held_by(email=contact.email) is None
        assert queue.who_sits([contact.email]) == set()
        assert len(queue.unconfirmed_of("Mo@Example.org")) == 1


@pytest.mark.django_db
class TestNoWordsUnderTheLock:
    """Others wait for the lock; so the words of all messages come when it is let go."""

    def test_while_people_book_wait_and_give_back(self):
        of = factories.session(capacity=1)
        happened = watch(lambda: book(of, 1))
        assert happened == ["locked", "let go", "words"]
        booking = of.bookings.get()
        assert watch(lambda: wait(of, 1)) == ["locked", "let go", "words"]
        waiting = of.bookings.get(waits_since__isnull=False)
        given = watch(lambda: cancel_booking(booking, by=booking.booked_by))
        assert given == ["locked", "let go", "words", "words"], "who is next has an offer"
        accepted = watch(lambda: accept_offer(waiting, by=waiting.booked_by))
        assert accepted == ["locked", "let go", "words"]

    def test_while_somebody_without_an_account_asks_and_confirms(self):
        of, contact = factories.session(), Contact("Mo", "mo@example.org")
        people = [Person(contact.name, contact.email)]
        asked = watch(lambda: ask_for_places(of, people=people, contact=contact))
        assert asked == ["locked", "let go", "words"]
        assert watch(lambda: confirm_booking(of.bookings.get())) == ["locked", "let go", "words"]

    def test_while_a_colleague_books_by_phone(self):
        of, contact = factories.session(), Contact("Mo", "mo@example.org")
        facts = {"people": [Person("Mo", contact.email)], "contact": contact, "key": "page"}
        officer = staff("is_officer")
        happened = watch(lambda: book_by_phone(of, by=officer, **facts))
        assert happened == ["locked", "let go", "words"]

    def test_while_the_plan_changes_for_everybody(self):
        of, officer = factories.session(capacity=3), staff("is_officer")
        for _ in range(3):
            book(of, 1)
        wait(of, 1)
        later = of.starts_at + timedelta(days=1)
        to = {"starts_at": later, "ends_at": later + timedelta(hours=2)}
        facts = {**to, "place": of.place, "access": of.access, "by": officer}
        assert watch(lambda: move_session(of, **facts)) == ["locked", "let go", *4 * ["words"]]
        happened = watch(lambda: cancel_session(of, because="The host is ill.", by=officer))
        assert happened == ["locked", "let go", *4 * ["words"]]

    def test_and_this_would_see_it(self):
        """The control: a message that is queued in a transaction of its own, as before."""
        of = factories.session()
        booking = book(of, 1)

        def words_at_once():
            with transaction.atomic():
                type(of).objects.select_for_update().get(pk=of.pk)
                queue_email("workshops/not_reached", [booking.booked_by], key="control", **facts)

        facts = {"booking": booking, "session": of, "page": "/"}
        assert watch(words_at_once) == ["locked", "words", "let go"]


def watch(act):
    """What happened meanwhile: the row of the session locked and let go, and the words of
    messages written.

    Every test is a transaction, so the one that holds the lock shows as a savepoint.
    """
    happened, opened, holds = [], [], []

    def look(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if sql.startswith("SAVEPOINT"):
            opened.append(sql.split()[1])
        elif sql.startswith("SELECT") and '"workshops_session"."id" =' in sql and not holds:
            holds.append(opened[-1])
            happened.append("locked")
        elif holds and sql == f"RELEASE SAVEPOINT {holds[0]}":
            happened.append("let go")
        return result

    def see(template, **_):
        if template.name and template.name.startswith("emails/") and "/_" not in template.name:
            happened.append("words")

    template_rendered.connect(see)
    try:
        with connection.execute_wrapper(look):
            act()
    finally:
        template_rendered.disconnect(see)
    assert not Email.objects.filter(context__isnull=False).exists()
    return happened


def plain():
    return factories.session(capacity=4, most_waiting=4)


def hybrid():
    return factories.session(capacity=4, online_capacity=2, most_waiting=4)


def figures(session):
    return {name: getattr(session, name) for name in COUNTED}


def book(of, number, **facts):
    by = factories.person()
    people = [Person(by.name, by.email), *(number - 1) * [Person()]]
    return book_places(of, people=people, by=by, **facts)


def wait(of, number, accepts=1):
    by = factories.person()
    people = [Person(by.name, by.email), *(number - 1) * [Person()]]
    return join_list(of, people=people, accepts=accepts, by=by)
