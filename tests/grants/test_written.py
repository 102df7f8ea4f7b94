"""Queries that are written once say what Django would write anew: for anybody, on any day.

If they did not, a page would show one person what is another's, or today what was true yesterday.
"""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.utils.timezone import now

from applicants.models import User
from applicants.written import WRITTEN_ONCE, FromNow, written_once_of_a_record
from grants.assessment.actions import declare_conflict
from grants.casework import tiles, today
from grants.casework.today import cases
from grants.models import Round
from grants.written import kind_of, written_once
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.database]

MORNING = datetime(2026, 5, 13, 9, tzinfo=UTC)
OF_A_PERSON = {
    today._lines: ("is_officer", "is_approver", "is_finance_preparer", "is_finance_approver"),
    cases.waiting_cases: ("is_officer", "is_approver"),
    tiles.numbers_for_officer: ("is_officer",),
    tiles.numbers_for_finance: ("is_finance_preparer",),
}


@pytest.fixture
def forgets():
    """What these tests write themselves is not the house's."""
    before = list(WRITTEN_ONCE)
    yield
    WRITTEN_ONCE[:] = before


def anew(ask, subject):
    """(the words, their values), as Django writes them now for this very person or record."""
    rows = ask.__wrapped__(subject if isinstance(subject, User) else subject.pk)
    sql, values = rows.query.get_compiler(connection=connection).as_sql()
    return plain(sql), tuple(values)


def plain(sql):
    """Around a value that Django had for an expression it sets brackets, which say nothing."""
    return sql.replace("(%s)", "%s")


def kept(ask, subject):
    """The same as they were written once, seen as a page asks."""
    seen = []

    def watch(execute, sql, params, many, context):
        seen.append((plain(sql), tuple(params)))
        return execute(sql, params, many, context)

    if isinstance(subject, User):
        kind_of(subject)  # what is read of a person is no part of it
    with connection.execute_wrapper(watch):
        ask(subject)
    [words] = seen
    return words


def people():
    """Colleagues who differ in each thing that a query may ask of a person."""
    application = factories.submitted()
    roles = [(role,) for role in ("is_officer", "is_approver", "is_finance_preparer")]
    roles += [("is_officer", "is_approver"), ("is_finance_preparer", "is_finance_approver")]
    everybody = [factories.staff(*some) for some in [*roles, *roles[:2]]]
    soon = MORNING + timedelta(days=1)  # it waits on one of the days, and counts on the other
    everybody.append(factories.staff("is_approver", decides_from=soon))
    everybody.append(factories.staff("is_officer", "is_approver", decides_from=soon))
    everybody.append(factories.staff("is_finance_approver", approves_from=soon))
    close = factories.staff("is_officer")
    declare_conflict(application, reason="My aunt works there.", by=close)
    member = factories.draft().started_by
    member.is_officer = True
    member.save()
    return [*everybody, close, member]


def test_whoever_asks_and_whenever_the_words_are_those_that_django_writes_now():
    everybody = people()
    for after in (timedelta(), timedelta(days=2, hours=3)):
        with time_machine.travel(MORNING + after, tick=False):
            for ask, roles in OF_A_PERSON.items():
                for user in everybody:
                    user.forget()
                    if any(getattr(user, role) for role in roles):
                        assert kept(ask, user) == anew(ask, user)


def test_whichever_case_it_is_the_words_are_those_that_django_writes_now():
    of_a_case = set(WRITTEN_ONCE) - OF_A_PERSON.keys()
    assert len(of_a_case) >= 7
    for application in (factories.checked(), factories.in_monitoring(), factories.submitted()):
        for ask in of_a_case:
            assert kept(ask, application) == anew(ask, application)


@pytest.mark.usefixtures("forgets")
def test_the_watch_sees_a_moment_that_was_written_down_for_good():
    """The control: a query that asks the clock itself, where it ought to leave a blank."""

    def soon(_user):
        return Round.objects.filter(opens_at__gt=now())

    ask, officer = written_once(soon), factories.staff("is_officer")
    with time_machine.travel(MORNING, tick=False):
        assert kept(ask, officer) == anew(ask, officer)

    with time_machine.travel(MORNING + timedelta(hours=1), tick=False):
        assert kept(ask, officer) != anew(ask, officer)


@pytest.mark.usefixtures("forgets")
def test_a_moment_is_filled_in_whenever_it_is_asked_also_in_a_query_that_is_not_kept():
    round = factories.the_round()
    Round.objects.filter(pk=round.pk).update(opens_at=MORNING)
    opened = Round.objects.filter(opens_at__lte=FromNow(timedelta(hours=-1)))
    ask, officer = written_once(lambda user: opened.all()), factories.staff("is_officer")

    found = []
    for hours in (0, 2):
        with time_machine.travel(MORNING + timedelta(hours=hours), tick=False):
            found.append((list(opened.all()), ask(officer)))

    assert found == [([], []), ([round], [round])]


@pytest.mark.usefixtures("forgets")
def test_two_of_a_kind_share_the_words_and_never_the_rows():
    written = []

    def themselves(user):
        written.append(user)
        return User.objects.filter(pk=user.pk)

    ask = written_once(themselves)
    ann, ben = factories.staff("is_officer"), factories.staff("is_officer")

    assert (ask(ann), ask(ben), ask(ann)) == ([ann], [ben], [ann])
    assert len(written) == 1


@pytest.mark.usefixtures("forgets")
def test_a_query_that_reads_more_of_a_person_than_a_kind_tells_is_not_written():
    ask = written_once(lambda user: User.objects.filter(email=user.email))

    with pytest.raises(AttributeError):
        ask(factories.staff("is_officer"))


@pytest.mark.usefixtures("forgets")
def test_what_finds_nothing_for_a_kind_of_person_asks_nothing():
    ask = written_once_of_a_record(lambda record: User.objects.none())

    assert ask(factories.staff("is_officer")) == []
