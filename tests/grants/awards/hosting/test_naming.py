"""A group that is not formed names a body to hold its money."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from applicants.access import Refused
from applicants.actions import register_organisation
from applicants.models import Email, LegalForm
from grants.awards.hosting.actions import end_hosting, name_host
from grants.awards.hosting.queries import hosting_of, payee_of
from grants.models import Hosting, Signature
from tests import factories
from tests.factories import client_for, hosted
from tests.factories.cases import colleague
from tests.factories.people import owner_of

from .a_host import everybody_signs, oak, page, sign_form

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_group_that_is_not_formed_cannot_sign_and_reads_what_it_can_do(group):
    client = client_for(group.started_by)

    shown = client.get(page("offer", group)).text
    response = client.post(page("offer_sign", group), sign_form())

    assert "Your group is not registered yet" in shown
    assert page("offer_host", group) in shown
    assert page("offer_sign", group) not in shown
    assert "Register it, or name a body that holds the money" in response.text
    assert not Signature.objects.exists()


def test_once_it_is_registered_it_can_sign(group):
    owner = group.started_by
    register_organisation(
        group.organisation,
        by=owner,
        name="Weir Lane Bakers Limited",
        legal_form=LegalForm.COMPANY_GUARANTEE,
        registration_number="09506232",
        registered_on=date(2026, 3, 27),
        carrying_on=group.organisation.memberships.live(),
    )

    assert page("offer_sign", group) in client_for(owner).get(page("offer", group)).text
    moved = everybody_signs(group)

    assert moved.state == "accepted"
    assert payee_of(moved) == moved.organisation


def test_a_group_names_a_body_whose_people_are_asked(group):
    host = oak()

    response = client_for(group.started_by).post(
        page("offer_host", group), {"name": " oak  mill society "}, follow=True
    )

    hosting = hosting_of(group)
    assert "We’ve asked Oak Mill Society to hold the money." in response.text
    assert (hosting.host, hosting.named_by) == (host, group.started_by)
    assert group.history.get(verb="name_host").subject == "Oak Mill Society"
    asked = Email.objects.filter(event="grants/host_asked")
    assert owner_of(host).email in set(asked.values_list("to", flat=True))
    link = reverse("hosting", args=[hosting.reference])
    assert link in asked.first().body
    shown = client_for(owner_of(host)).get(link).text
    assert "Will you hold the money for" in shown
    assert reverse("organisation", args=[group.organisation.reference]) not in shown
    assert reverse("hosting_sign", args=[hosting.reference]) in shown


def test_the_people_of_a_host_find_it_on_their_home_page(group):
    hosting = hosted(group, host=oak())
    link = reverse("hosting", args=[hosting.reference])
    client = client_for(owner_of(hosting.host))

    asked = client.get(reverse("home")).text
    end_hosting(hosting, reason="No.", by=group.started_by)
    after = client.get(reverse("home")).text

    assert link in asked
    assert link not in after


def test_the_group_reads_on_its_home_page_that_the_people_of_a_host_sign_too(group):
    home = client_for(group.started_by)

    alone = home.get(reverse("home")).context["applications"][0].standing
    host = oak()
    name_host(group, host=host, by=group.started_by)
    both = home.get(reverse("home")).context["applications"][0].standing

    assert (alone.host, both.host.organisation) == (None, host)
    assert owner_of(host) in both.waiting


def test_an_officer_may_name_it_too(group):
    oak()
    officer = client_for(colleague("is_officer"))

    officer.post(page("offer_host", group), {"name": "Oak Mill Society"})

    assert hosting_of(group).named_by == colleague("is_officer")


@pytest.mark.parametrize(
    "facts",
    [
        {"form": LegalForm.NOT_FORMED, "registration_number": ""},
        {"form": LegalForm.SOLE_TRADER},
        {"name": "Another"},
    ],
)
def test_a_body_that_cannot_hold_money_is_not_found(group, facts):
    oak(**facts)

    response = client_for(group.started_by).post(
        page("offer_host", group), {"name": "Oak Mill Society"}
    )

    (message,) = response.context["form"].errors["name"]
    assert message.startswith("We know no registered body of this name")
    assert 'value="Oak Mill Society"' in response.text
    assert not Hosting.objects.exists()


def test_nor_one_without_anybody_who_may_sign_nor_one_of_two_alike(group):
    host = oak(signatories=1)
    host.memberships.update(is_signatory=False)
    client = client_for(group.started_by)

    without = client.post(page("offer_host", group), {"name": host.name})
    oak(), oak()
    two_alike = client.post(page("offer_host", group), {"name": host.name})

    for response in (without, two_alike):
        assert response.context["form"].errors["name"]
    with pytest.raises(Refused, match="can’t hold the money"):
        name_host(group, host=host, by=group.started_by)


@pytest.mark.parametrize("typed", ["", "   ", "\x00", "x" * 121, "\u200b\x00"])
def test_rubbish_for_a_name_is_said_beside_the_box(group, typed):
    response = client_for(group.started_by).post(page("offer_host", group), {"name": typed})

    assert list(response.context["form"].errors) == ["name"]


def test_a_body_is_named_once_and_no_second_beside_it(group):
    first, second = oak(), oak(name="Elm Mill")
    owner = group.started_by

    assert name_host(group, host=first, by=owner) == name_host(group, host=first, by=owner)
    with pytest.raises(Refused, match="named already"):
        name_host(group, host=second, by=owner)
    assert Hosting.objects.count() == 1


def test_a_group_is_not_its_own_host_and_a_registered_one_needs_none(group):
    own = factories.offered()

    with pytest.raises(Refused, match="can’t hold the money"):
        name_host(group, host=group.organisation, by=group.started_by)
    with pytest.raises(Refused, match="is registered"):
        name_host(own, host=oak(), by=own.started_by)


def test_only_a_signatory_of_the_group_or_an_officer_names_it(group):
    host = oak()
    for person in (
        factories.member(group.organisation),
        owner_of(host),
        colleague("is_approver"),
    ):
        with pytest.raises(PermissionDenied):
            name_host(group, host=host, by=person)
