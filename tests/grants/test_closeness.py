"""Which links our records show between a person and those who apply."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from applicants.models import User
from grants.closeness import links_between
from tests import factories
from tests.factories.people import owner_of

pytestmark = pytest.mark.django_db


def kinds(person, application):
    """The kinds of links between these two, as the database knows them now."""
    person = User.objects.get(pk=person.pk)
    found = links_between([person], [application]).get((person.pk, application.pk), [])
    return [link.kind for link in found]


def with_owner(email, **facts):
    owner = factories.person(email=email, **facts)
    return factories.submitted(of=factories.organisation(owner=owner, postcode="E24 4PL"))


def test_strangers_have_no_link():
    assert kinds(factories.staff("is_assessor"), factories.submitted()) == []


@pytest.mark.parametrize("has_ended", [False, True])
def test_who_acts_or_acted_for_the_coop(has_ended):
    application, person = factories.submitted(), factories.staff("is_assessor")
    ended = application.started_at if has_ended else None
    application.organisation.memberships.create(user=person, ended_at=ended)

    assert kinds(person, application) == ["member"]
    assert not person.has_perm("grants.see_case", application)


def test_who_acted_for_a_partner():
    partner, person = factories.organisation(), factories.staff("is_assessor")
    partner.memberships.create(user=person, ended_at=partner.started_at)

    assert kinds(person, factories.submitted(joint=[partner])) == ["member"]


@pytest.mark.parametrize(
    ("theirs", "ours", "found"),
    [
        ("ada@weirlane.example", "sam@weirlane.example", ["domain"]),
        ("ada@WeirLane.example", "sam@weirlane.EXAMPLE", ["domain"]),
        ("ada@weirlane.example", "sam@otherlane.example", []),
        ("ada@gmail.com", "sam@gmail.com", []),
        ("ada@yahoo.co.uk", "sam@yahoo.co.uk", []),
        ("ada@alderwick.example", "sam@alderwick.example", []),  # the fund's own
        ("ada@sub.weirlane.example", "sam@weirlane.example", []),
    ],
)
def test_an_email_ending_that_few_people_share(theirs, ours, found):
    application = with_owner(theirs)

    assert kinds(factories.staff("is_assessor", email=ours), application) == found


@pytest.mark.parametrize(
    ("ended_days_ago", "found"), [(None, ["tie"]), (0, ["tie"]), (729, ["tie"]), (732, [])]
)
def test_a_mentor_counts_for_24_months_after_the_end(ended_days_ago, found):
    application, person = factories.submitted(), factories.staff("is_assessor")
    until = None if ended_days_ago is None else localdate() - timedelta(ended_days_ago)
    factories.tie(application.organisation, person=person, until_on=until)

    assert kinds(person, application) == found


def test_a_postcode_at_home_that_is_the_coops_or_a_members():
    at_work = factories.staff("is_assessor", home_postcode="E24 4PL")
    next_door = factories.staff("is_assessor", home_postcode="E25 1AA")
    application = with_owner("ada@weirlane.example", home_postcode="E25 1AA")

    assert kinds(at_work, application) == ["home"]
    assert kinds(next_door, application) == ["home"]
    assert kinds(factories.staff("is_assessor", home_postcode="E25 1AB"), application) == []
    assert kinds(factories.staff("is_assessor"), factories.submitted()) == []  # none is no match


def test_a_link_that_was_not_settled_keeps_them_from_judging():
    application = factories.in_assessment()
    person = factories.staff("is_officer", "is_approver")
    assert person.has_perm("grants.decide_application", application)
    factories.tie(application.organisation, person=person)
    person.forget()

    assert person.has_perm("grants.see_case", application)
    assert not person.has_perm("grants.decide_application", application)
    assert not person.has_perm("grants.refer_application", application)


def test_it_takes_the_same_queries_for_one_and_for_many():
    def queries(number):
        people = [factories.staff("is_assessor") for _ in range(number)]
        cases = [factories.submitted(joint=[factories.organisation()]) for _ in range(number)]
        factories.tie(cases[0].organisation, person=people[0])
        factories.member(cases[0].organisation)
        people = list(User.objects.filter(pk__in=[person.pk for person in people]))
        with CaptureQueriesContext(
            connection,
        ) as counted:
            assert links_between(people, cases)
        return len(counted)

    assert queries(1) == queries(5) == 2


def test_the_owner_of_the_coop_is_found_among_many():
    cases = [factories.submitted() for _ in range(3)]
    owners = [owner_of(case.organisation) for case in cases]

    found = links_between(owners, cases)

    closing = {pair for pair, links in found.items() if any(link.closes for link in links)}
    assert closing == {(owner.pk, case.pk) for owner, case in zip(owners, cases, strict=True)}
