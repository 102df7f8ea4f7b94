"""The group and its host sign, and each of three can end it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from applicants.access import Refused
from applicants.actions import merge_organisations
from applicants.models import Email
from grants.awards.agreeing.actions import turn_down_award
from grants.awards.hosting.actions import end_hosting
from grants.awards.hosting.queries import hosting_of, payee_of
from grants.history import faults_in
from grants.models import Application, Award, Hosting, Letter, Signature
from tests import factories
from tests.factories import client_for, hosted, signed
from tests.factories.cases import colleague
from tests.factories.people import owner_of

from .a_host import everybody_signs, oak, page, sign_form

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_both_sign_and_only_then_it_is_accepted(group):
    hosting = hosted(group, host=oak())
    people = [
        *group.organisation.memberships.live().filter(is_signatory=True).order_by("pk"),
        *hosting.host.memberships.live().filter(is_signatory=True).order_by("pk"),
    ]

    states = [
        signed(
            group,
            by=part.user,
            hosting=hosting if part.organisation_id == hosting.host_id else None,
        ).state
        for part in people
    ]

    assert states == ["offered", "offered", "offered", "accepted"]
    moved = Application.objects.get(pk=group.pk)
    assert payee_of(moved) == hosting.host
    begins = Email.objects.filter(event="grants/hosting_begins")
    assert owner_of(hosting.host).email in set(begins.values_list("to", flat=True))
    assert faults_in(moved) == []


def test_the_host_may_sign_first_and_the_group_last(group):
    hosting = hosted(group, host=oak())
    for part in hosting.host.memberships.live():
        signed(group, by=part.user, hosting=hosting)

    assert everybody_signs(group).state == "accepted"


def test_a_person_of_both_signs_for_one_of_them(group):
    host = oak()
    both = group.started_by
    host.memberships.create(user=both, is_signatory=True)
    hosting = hosted(group, host=host)
    signed(group, by=both)

    with pytest.raises(Refused, match="You have signed this letter already"):
        signed(group, by=both, hosting=hosting)


def test_the_host_signs_on_its_own_page_and_reads_the_letter_there(group):
    hosting = hosted(group, host=oak())
    client = client_for(owner_of(hosting.host))
    address = reverse("hosting_sign", args=[hosting.reference])

    shown = client.get(address).text
    pdf = client.get(reverse("hosting_letter", args=[hosting.reference]))
    response = client.post(address, sign_form(), follow=True)

    assert "We agree to hold the money for" in shown
    assert "£315,000" not in shown
    assert pdf.content == bytes(Letter.objects.get().pdf)
    assert "You have signed" in response.text
    assert Signature.objects.get().hosting == hosting


def test_a_host_sees_this_and_nothing_else_of_the_case(group):
    hosting = hosted(group, host=oak())
    client = client_for(owner_of(hosting.host))

    for name in ("offer", "progress", "application_answers", "offer_sign", "bank_details"):
        assert client.get(page(name, group)).status_code == 404, name
    stranger = client_for(owner_of(factories.organisation()))
    for name in ("hosting", "hosting_sign", "hosting_end", "hosting_letter"):
        assert stranger.get(reverse(name, args=[hosting.reference])).status_code == 404, name


@pytest.mark.parametrize("who", ["group", "host", "officer"])
def test_each_of_three_can_end_it_and_the_others_hear_why(group, who):
    hosting = hosted(group, host=oak())
    by = {
        "group": group.started_by,
        "host": owner_of(hosting.host),
        "officer": colleague("is_officer"),
    }[who]

    client_for(by).post(
        reverse("hosting_end", args=[hosting.reference]), {"reason": "We have no treasurer."}
    )

    assert hosting_of(group) is None
    line = group.history.get(verb="end_hosting")
    assert (line.subject, line.note) == ("Oak Mill Society", "We have no treasurer.")
    for event in ("hosting_ended", "hosting_over"):
        assert "We have no treasurer." in Email.objects.filter(event=f"grants/{event}")[0].body


def test_what_a_host_that_left_had_signed_counts_for_no_other(group):
    first = hosted(group, host=oak())
    people = [part.user for part in first.host.memberships.live()]
    for person in people:
        signed(group, by=person, hosting=first)
    end_hosting(first, reason="Another is nearer.", by=group.started_by)
    second = hosted(group, host=first.host)

    assert everybody_signs(group).state == "accepted"
    assert second.signatures.count() == first.signatures.count() == 2


def test_a_host_that_was_taken_off_signs_no_more(group):
    hosting = hosted(group, host=oak())
    end_hosting(hosting, reason="No.", by=group.started_by)
    person = owner_of(hosting.host)

    with pytest.raises(PermissionDenied):
        signed(group, by=person, hosting=hosting)
    client, args = client_for(person), [hosting.reference]
    assert client.get(reverse("hosting_sign", args=args)).status_code == 403
    assert client.get(reverse("hosting_letter", args=args)).status_code == 404
    assert "You don’t hold the money for" in client.get(reverse("hosting", args=args)).text


def test_ending_needs_a_reason_and_ends_once(group):
    hosting = hosted(group, host=oak())
    client = client_for(group.started_by)
    address = reverse("hosting_end", args=[hosting.reference])

    for sent in ({}, {"reason": " "}, {"reason": "\x00"}, {"reason": "x" * 301}):
        assert client.post(address, sent).context["form"].errors
    for _click in range(2):
        client.post(address, {"reason": "No."})

    assert group.history.filter(verb="end_hosting").count() == 1


def test_nothing_is_changed_after_the_offer_has_ended(group):
    hosting = hosted(group, host=oak())
    turn_down_award(group, reason="No.", by=group.started_by)

    with pytest.raises(Refused, match="not open any more"):
        end_hosting(hosting, reason="No.", by=group.started_by)


def test_the_database_keeps_a_hosting_as_it_was(group):
    hosting = hosted(group, host=oak())
    end_hosting(hosting, reason="No.", by=group.started_by)

    for change in (
        lambda: Hosting.objects.update(ended_at=None, ended_by=None, end_reason=""),
        lambda: Hosting.objects.update(named_by=colleague("is_officer")),
        lambda: Hosting.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError, match="kept as it was"), transaction.atomic():
            change()


def test_two_records_of_one_host_become_one(group):
    host, kept = oak(), oak(name="Oak Mill Society Ltd")
    hosting = hosted(group, host=host)

    merge_organisations(host, into=kept, reason="One.", by=colleague("is_officer"))

    hosting.refresh_from_db()
    assert hosting.host == kept
    assert Award.objects.get().payee is None
