"""Two records of one co-op: found, compared, joined, and not one row lost."""

import html

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils.module_loading import import_string

from applicants import actions
from applicants.access import Refused
from applicants.actions.merging import ways
from applicants.duplicates import likely_duplicates, plain_name, plain_number
from applicants.models import MOVES, STAYS, Email, Membership, Merge, Organisation
from grants.history import faults_in
from tests import factories
from tests.factories import client_for, member, organisation, person, staff
from workshops.booking.actions import book_place

pytestmark = [pytest.mark.django_db, pytest.mark.database]

WHY = "The same number, and both people say so."


def text_of(response):
    return html.unescape(response.content.decode())


def merge(merged, into, by=None):
    return actions.merge_organisations(merged, into=into, reason=WHY, by=by or staff("is_officer"))


# --- Nothing is forgotten --------------------------------------------------------------------


def test_every_table_that_points_at_an_organisation_says_what_its_rows_do():
    """A new one fails here: give its model WHEN_MERGED = {"field": MOVES, STAYS or an action}."""
    declared = {f"{field.model._meta.label}.{field.name}": way for field, way in ways()}
    pointing = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.proxy
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.OneToOneField)
        and field.related_model is Organisation
    }

    assert set(declared) == pointing
    assert {name for name, way in declared.items() if way is None} == set()
    for way in set(declared.values()) - {MOVES, STAYS}:
        assert callable(import_string(way))


def test_a_table_that_says_nothing_stops_the_merge(monkeypatch):
    monkeypatch.delattr(apps.get_model("workshops.Booking"), "WHEN_MERGED")
    first, second = organisation(), organisation()

    with pytest.raises(LookupError):
        merge(second, first)

    assert not Merge.objects.exists()


# --- Joining ---------------------------------------------------------------------------------


def test_what_the_second_record_had_is_with_the_first():
    kept = organisation(name="Weir Lane Bakers")
    draft = factories.submitted(of=organisation(name="Weir Lane Bakery"))
    merged, owner = draft.organisation, draft.started_by
    booking = book_place(factories.session(), by=owner, name="Ama", organisation=merged)
    invitation = factories.invited(merged, email="new@example.org")
    officer = staff("is_officer")
    rows_before = {
        model: model._base_manager.count()
        for model in {field.model for field, _way in ways()} - {Membership, Merge}
    }
    address = reverse("organisation_merge", args=[kept.reference, merged.reference])

    response = client_for(officer).post(address, {"reason": WHY})

    assert response.url == reverse("organisation", args=[kept.reference])
    draft.refresh_from_db()
    booking.refresh_from_db()
    merged.refresh_from_db()
    invitation.refresh_from_db()
    assert draft.organisation == booking.organisation == merged.merged_into == kept
    assert not invitation.is_open
    row = Merge.objects.get()
    assert (row.merged, row.kept, row.reason, row.merged_by) == (merged, kept, WHY, officer)
    assert row.moved == {"applications": 1, "bookings": 1, "memberships": 1}
    assert {model: model._base_manager.count() for model in rows_before} == rows_before
    assert draft.history.get(verb="join_organisations").by == officer
    assert faults_in(draft) == []
    told = Email.objects.filter(event="applicants/organisations_merged")
    assert set(told.values_list("to", flat=True)) == {owner.email, kept.started_by.email}


def test_nobody_comes_to_own_it_or_to_sign_by_a_merge():
    kept, merged = organisation(), organisation()
    reader = member(merged, role=Membership.Role.READER)
    both = member(merged)
    Membership.objects.create(organisation=kept, user=both, role=Membership.Role.READER)

    merge(merged, kept)

    now_held = {row.user: (row.role, row.is_signatory) for row in kept.memberships.live()}
    assert now_held == {
        kept.started_by: ("owner", True),
        merged.started_by: ("editor", False),
        reader: ("reader", False),
        both: ("reader", False),
    }
    assert merged.memberships.count() == 3  # ended, and kept as they were
    assert not merged.memberships.live().exists()


def test_where_the_kept_one_has_no_owner_left_its_new_people_stay_what_they_were():
    kept, merged = organisation(), organisation()
    actions.leave_organisation(kept.memberships.get(), by=kept.started_by)

    merge(merged, kept)

    row = kept.memberships.live().get()
    assert (row.user, row.role, row.is_signatory) == (merged.started_by, "owner", True)


def test_the_old_address_leads_to_the_one_that_is_kept():
    kept, merged = organisation(), organisation()
    owner = merged.started_by
    merge(merged, kept)
    old = reverse("organisation", args=[merged.reference])

    for user in (owner, kept.started_by, staff("is_officer")):
        assert client_for(user).get(old).url == reverse("organisation", args=[kept.reference])
    assert client_for(person()).get(old).status_code == 404


def test_a_chain_of_merges_leads_to_its_end():
    first, second, third = organisation(), organisation(), organisation()

    merge(first, second)
    merge(second, third)

    first.refresh_from_db()
    assert first.merged_into == third


def test_two_live_applications_to_one_round_are_refused():
    round = factories.open_round()
    one, two = factories.draft(round=round), factories.submitted(round=round)
    address = reverse(
        "organisation_merge", args=[one.organisation.reference, two.organisation.reference]
    )

    page = text_of(client_for(staff("is_officer")).post(address, {"reason": WHY}))

    assert f"Both have an application to {round}" in page
    assert not Merge.objects.exists()
    one.refresh_from_db()
    assert one.organisation != two.organisation


def test_bank_details_stay_with_the_record_for_which_they_were_checked():
    paid = factories.in_monitoring()
    merged, kept = paid.organisation, organisation()
    account = merged.bank_details.get()

    merge(merged, kept)

    account.refresh_from_db()
    paid.refresh_from_db()
    assert account.organisation == merged
    assert paid.organisation == kept
    assert not kept.bank_details.exists()


def test_an_officer_with_a_conflict_asks_another():
    application = factories.submitted()
    officer = staff("is_officer")
    declare = import_string("grants.assessment.actions.declare_conflict")
    declare(application, by=officer, reason="My aunt works there.")

    with pytest.raises(Refused, match="Ask another officer"):
        merge(application.organisation, organisation(), by=officer)


def test_what_cannot_be_joined_is_refused():
    one, two, three = organisation(), organisation(), organisation()
    with pytest.raises(Refused, match="These are one record already"):
        merge(one, one)
    merge(one, two)
    for pair in ((one, three), (three, one)):
        with pytest.raises(Refused, match="joined into another already"):
            merge(*pair)
    first = member(three)
    actions.start_recovery(three, new_owner=first, reason="Gone.", by=first)
    with pytest.raises(Refused, match="Answer that first"):
        merge(three, two)


def test_a_reason_is_asked_for():
    one, two = organisation(), organisation()
    address = reverse("organisation_merge", args=[one.reference, two.reference])

    page = text_of(client_for(staff("is_officer")).post(address, {"reason": " "}))

    assert page.count("Say why these are one co-op") == 2
    assert not Merge.objects.exists()


def test_only_officers_join_records():
    one, two = organisation(), organisation()
    address = reverse("organisation_merge", args=[one.reference, two.reference])

    assert client_for(staff("is_auditor")).get(address).status_code == 403
    assert client_for(one.started_by).get(address).status_code == 403
    missing = reverse("organisation_merge", args=[one.reference, "nothing"])
    assert client_for(staff("is_officer")).get(missing).status_code == 404


@pytest.mark.parametrize("way", ["update", "delete"])
def test_what_was_joined_is_never_rewritten(way):
    merge(organisation(), organisation())
    rows = Merge.objects.all()

    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(reason="Other") if way == "update" else rows._raw_delete("default")


# --- Finding ---------------------------------------------------------------------------------


def found():
    return {(pair.first.name, pair.second.name): pair.reasons for pair in likely_duplicates()}


def test_one_number_written_two_ways_is_found():
    organisation(name="A", legal_form="coop_society", registration_number="31455R")
    organisation(name="B", legal_form="coop_society", registration_number="IP31455R")
    organisation(name="C", legal_form="coop_society", registration_number="235C")
    organisation(name="D")
    organisation(name="E")

    assert found() == {("A", "B"): ["the same number"]}


def test_near_names_nearby_are_found_and_far_ones_are_not():
    organisation(name="Weir Lane Bakers", postcode="E24 6TS")
    organisation(name="The Weir Lane Bakers Co-op Ltd", postcode="E24 1AA")
    organisation(name="Weir Lane Bakers", postcode="N1 2UD")
    organisation(name="Tanyard Tools", postcode="E24 6TS")

    assert list(found()) == [("Weir Lane Bakers", "The Weir Lane Bakers Co-op Ltd")]


def test_one_person_in_two_is_found_and_a_joined_record_no_more():
    owner = person()
    one, two = organisation(owner=owner, name="One"), organisation(owner=owner, name="Two")
    assert found() == {("One", "Two"): ["the same person acts for both"]}

    merge(two, one)

    assert found() == {}


def test_the_page_for_officers_lists_them_and_costs_the_same_for_many(
    django_assert_num_queries,
):
    owner = person()
    one = organisation(owner=owner, name="Weir Lane")
    organisation(owner=owner, name="Weir Lane Two")
    client, address = client_for(staff("is_officer")), reverse("organisation_list")
    page = text_of(client.get(address, {"words": "weir"}))
    assert "the same person acts for both" in page
    assert reverse("organisation", args=[one.reference]) in page
    with django_assert_num_queries(8):
        client.get(address)
    for _ in range(8):
        organisation(owner=owner)
    with django_assert_num_queries(8):
        client.get(address)

    assert client_for(owner).get(address).status_code == 403
    assert client.get(address, {"words": "'%_x" * 99}).status_code == 200


@pytest.mark.parametrize(
    ("number", "plain"),
    [("IP031455R", "31455R"), ("09506232", "9506232"), ("NIC100019", "100019"), ("000", "")],
)
def test_a_number_is_compared_without_what_registers_put_before_it(number, plain):
    assert plain_number(number) == plain


def test_a_name_is_compared_by_its_own_words():
    assert plain_name("The Weir Lane Bakers’ Co-operative Ltd") == "bakers lane weir"
    assert plain_name("Co-op Ltd") == "coop ltd"
