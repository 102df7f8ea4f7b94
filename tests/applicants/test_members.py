"""Another role, leaving, ending: an owner always remains, and what was written stays."""

import html

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import now

from applicants import actions
from applicants.access import Refused
from applicants.models import Email, Membership
from tests import factories
from tests.factories import client_for, member, organisation, person

pytestmark = [pytest.mark.django_db, pytest.mark.database]

OWNER, EDITOR, READER = Membership.Role.OWNER, Membership.Role.EDITOR, Membership.Role.READER
SENTENCE = "A co-op needs an owner. Make somebody else an owner first."


def text_of(response):
    return html.unescape(response.content.decode())


def membership(of, user):
    return of.memberships.live().get(user=user)


def test_an_owner_gives_a_member_another_role_and_the_old_row_stays():
    of = organisation(name="Weir Lane Bakers")
    editor = member(of)
    old = membership(of, editor)
    address = reverse("member_change", args=[of.reference, old.pk])

    response = client_for(of.started_by).post(address, {"role": "reader", "is_signatory": "on"})

    assert response.url == reverse("organisation", args=[of.reference])
    new = membership(of, editor)
    assert (new.role, new.is_signatory, new.started_by) == (READER, True, of.started_by)
    old.refresh_from_db()
    assert (old.role, old.ended_by) == (EDITOR, of.started_by)
    assert old.ended_at <= new.started_at
    told = Email.objects.filter(event="applicants/member_changed")
    assert set(told.values_list("to", flat=True)) == {editor.email}
    assert told.get().subject == f"What {editor} may do for Weir Lane Bakers has changed"


def test_saving_what_is_already_so_changes_nothing():
    of = organisation()
    editor = membership(of, member(of))

    actions.change_member(editor, role=EDITOR, is_signatory=False, by=of.started_by)

    assert of.memberships.count() == 2
    assert not Email.objects.exists()


def test_other_owners_hear_of_a_change():
    of = organisation()
    second, editor = member(of, role=OWNER), member(of)

    actions.end_membership(membership(of, editor), by=of.started_by)

    told = Email.objects.filter(event="applicants/member_ended").values_list("to", flat=True)
    assert set(told) == {second.email, editor.email}


def test_a_member_leaves():
    of = organisation()
    editor = member(of)
    client = client_for(editor)

    response = client.post(reverse("organisation_leave", args=[of.reference]))

    gone = of.memberships.get(user=editor)
    assert response.url == reverse("home")
    assert (gone.ended_by, gone.ended_at is not None) == (editor, True)
    assert client.get(reverse("organisation", args=[of.reference])).status_code == 404
    told = Email.objects.filter(event="applicants/member_ended").values_list("to", flat=True)
    assert set(told) == {of.started_by.email, editor.email}


def test_an_owner_ends_somebodys_part():
    of = organisation()
    editor = member(of)
    address = reverse("member_end", args=[of.reference, membership(of, editor).pk])

    client_for(of.started_by).post(address)

    assert of.memberships.get(user=editor).ended_by == of.started_by
    assert client_for(of.started_by).get(address).status_code == 404


@pytest.mark.parametrize("how", ["leave", "end", "demote"])
def test_the_last_owner_stays_while_others_remain(how):
    of = organisation()
    member(of)
    client, mine = client_for(of.started_by), membership(of, of.started_by)

    if how == "leave":
        response = client.post(reverse("organisation_leave", args=[of.reference]))
    elif how == "end":
        response = client.post(reverse("member_end", args=[of.reference, mine.pk]))
    else:
        response = client.post(
            reverse("member_change", args=[of.reference, mine.pk]), {"role": "editor"}
        )

    assert SENTENCE in text_of(response)
    assert membership(of, of.started_by).role == OWNER
    assert not Email.objects.exists()


def test_an_owner_whose_account_is_switched_off_is_no_owner_to_leave_behind():
    of = organisation()
    second = member(of, role=OWNER)
    second.is_active = False
    second.save()

    with pytest.raises(Refused, match=SENTENCE):
        actions.leave_organisation(membership(of, of.started_by), by=of.started_by)


def test_the_last_of_all_may_leave():
    of = organisation()

    actions.leave_organisation(membership(of, of.started_by), by=of.started_by)

    assert not of.memberships.live().exists()


def test_with_another_owner_the_first_may_go():
    of = organisation()
    member(of, role=OWNER)

    actions.leave_organisation(membership(of, of.started_by), by=of.started_by)

    assert of.memberships.live().count() == 1


def test_nobody_leaves_for_somebody_else():
    of = organisation()

    with pytest.raises(Refused):
        actions.leave_organisation(membership(of, member(of)), by=of.started_by)


@pytest.mark.parametrize("name", ["member_change", "member_end"])
def test_only_an_owner_of_this_co_op_changes_its_members(name):
    of, other = organisation(), organisation()
    editor = member(of)
    pk = membership(of, editor).pk

    assert client_for(editor).get(reverse(name, args=[of.reference, pk])).status_code == 403
    foreign = reverse(name, args=[other.reference, pk])
    assert client_for(other.started_by).get(foreign).status_code == 404
    assert client_for(other.started_by).post(foreign, {"role": "reader"}).status_code == 404
    nobody = reverse(name, args=[of.reference, 10**18])
    assert client_for(of.started_by).get(nobody).status_code == 404


def test_an_owner_demoted_meanwhile_changes_nothing():
    of = organisation()
    second, editor = member(of, role=OWNER), member(of)
    actions.change_member(membership(of, second), role=READER, is_signatory=False, by=of.started_by)

    with pytest.raises(Refused, match="Only an owner of"):
        actions.end_membership(membership(of, editor), by=second)


# --- What they leave behind ------------------------------------------------------------------


def test_the_draft_of_somebody_who_left_stays_with_the_co_op():
    draft = factories.draft()
    of, writer = draft.organisation, draft.started_by
    second = member(of, role=OWNER)
    page = reverse("application", args=[draft.reference])

    actions.leave_organisation(membership(of, writer), by=writer)

    assert client_for(second).get(page).status_code == 200
    assert client_for(writer).get(page).status_code == 404


def test_the_draft_of_somebody_whose_account_is_off_stays_with_the_co_op():
    draft = factories.draft()
    second = member(draft.organisation)
    draft.started_by.is_active = False
    draft.started_by.save()

    page = client_for(second).get(reverse("application", args=[draft.reference]))

    assert page.status_code == 200
    section = reverse("section", args=[draft.reference, 1])
    assert client_for(second).get(section).status_code == 200


def test_the_database_refuses_an_end_without_a_day():
    of = organisation()

    with pytest.raises(IntegrityError), transaction.atomic():
        of.memberships.update(ended_by=person())
    of.memberships.update(ended_by=of.started_by, ended_at=now())
