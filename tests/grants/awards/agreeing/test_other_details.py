"""A co-op with a case under way says that it is called, or is in law, something else now."""

import pytest

from applicants.actions import change_organisation, register_organisation
from applicants.models import Email
from grants.awards.agreeing.queries import letter_in_force, standing_of
from grants.awards.hosting.actions import end_hosting
from grants.awards.hosting.queries import hosting_of
from grants.models import Application
from tests import factories
from tests.factories.agreeing import hosted
from tests.factories.cases import colleague
from tests.factories.people import owner_of

pytestmark = pytest.mark.django_db


def told(event):
    return list(Email.objects.filter(event=event).order_by("pk"))


def test_everybody_of_the_co_op_and_the_officers_hear_of_it():
    of = factories.organisation(name="Weir Lane Bakers", legal_form="coop_society")
    application = factories.offered(of=of)
    second, officer = factories.member(of), colleague("is_officer")

    change_organisation(of, by=owner_of(of), name="Another Body", legal_form="sole_trader")

    assert {mail.to for mail in told("applicants/organisation_changed")} == {
        owner_of(of).email,
        second.email,
    }
    (mail,) = [mail for mail in told("grants/details_changed") if mail.to == officer.email]
    for said in (mail.body, told("applicants/organisation_changed")[0].body):
        assert "Before: Weir Lane Bakers, co-operative society" in said
        assert "Now: Another Body, sole trader" in said
    line = application.history.get(verb="change_details")
    assert (line.by, line.subject) == (owner_of(of), "Weir Lane Bakers")


def test_a_case_says_so_once_however_often_a_host_was_named():
    application = factories.offered(of=factories.organisation(legal_form="not_formed"))
    of, officer = application.organisation, colleague("is_officer")
    first = hosted(application)
    end_hosting(first, reason="They closed.", by=owner_of(of))
    hosted(application)
    for now_called, organisation in (("Another Body", of), ("A Third Name", first.host)):
        change_organisation(organisation, by=owner_of(organisation), name=now_called)

    line = application.history.get(verb="change_details")  # a host that was is no news
    assert line.by == owner_of(of)
    assert [mail.to for mail in told("grants/details_changed")].count(officer.email) == 1


def test_an_address_that_is_corrected_is_no_news():
    application = factories.offered()
    of = application.organisation

    change_organisation(of, by=owner_of(of), name=of.name, postcode="ZZ1 1AB")

    assert not told("applicants/organisation_changed") + told("grants/details_changed")
    assert not application.history.filter(verb="change_details").exists()


@pytest.mark.parametrize("stage", [factories.draft, factories.declined, factories.closed])
def test_officers_hear_only_where_a_case_is_under_way(stage):
    of = stage().organisation

    change_organisation(of, by=owner_of(of), name="Another Name")

    assert told("applicants/organisation_changed")
    assert not told("grants/details_changed")


def test_a_group_that_registers_is_news_for_officers_and_its_people_hear_it_once():
    application = factories.offered(of=factories.organisation(legal_form="not_formed"))
    of = application.organisation

    register_organisation(
        of,
        by=owner_of(of),
        name="Weir Lane Bakers Limited",
        legal_form="cls",
        registration_number="09506232",
        registered_on=application.award.offered_at.date(),
        carrying_on=of.memberships.live(),
    )

    assert told("grants/details_changed")
    assert told("applicants/organisation_registered")
    assert not told("applicants/organisation_changed")


def test_a_host_that_says_it_is_something_else_signs_as_before():
    application = factories.offered(of=factories.organisation(legal_form="not_formed"))
    host = hosted(application).host

    change_organisation(host, by=owner_of(host), legal_form="sole_trader", registration_number="")

    assert told("grants/details_changed")
    application = Application.objects.get(pk=application.pk)
    hosting = hosting_of(application)
    assert standing_of(application, letter_in_force(application), hosting).host.needed == 2
