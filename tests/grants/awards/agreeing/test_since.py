"""An officer sees since when each person may sign, and who was let in after the offer."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from applicants.actions import change_member, end_membership
from applicants.models import LegalForm, Membership
from grants.awards.agreeing.since import signers_of
from grants.awards.hosting.queries import hosting_of
from grants.models import Award
from tests import factories
from tests.factories import signed
from tests.factories.cases import colleague
from tests.factories.people import owner_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]

EDITOR = Membership.Role.EDITOR
LATE = "They were given the right to sign after we made the offer"


@pytest.fixture
def case():
    """An offer to a co-op with an owner who may sign, and a member who may not."""
    of = factories.organisation(legal_form=LegalForm.COMPANY_GUARANTEE)
    factories.member(of)
    return factories.offered(of=of)


def row_of(case, user):
    return Membership.objects.live().get(organisation=case.organisation, user=user)


def another(case):
    return case.organisation.people().exclude(pk=owner_of(case.organisation).pk).get()


def let_sign(case, user, *, may=True):
    owner = owner_of(case.organisation)
    return change_member(row_of(case, user), role=EDITOR, is_signatory=may, by=owner)


def signers(case):
    return signers_of(Award.objects.get(application=case), hosting_of(case))


def page_of(case):
    officer = factories.client_for(colleague("is_officer"))
    return officer.get(reverse("case_conditions", args=[case.reference])).text


def test_who_could_sign_before_the_offer_is_not_pointed_out(case):
    owner = owner_of(case.organisation)

    [signer] = signers(case)

    assert (signer.person, signer.is_late, signer.signed_at) == (owner, False, None)
    assert signer.since == row_of(case, owner).started_at
    shown = page_of(case)
    assert "Who may sign, and since when" in shown
    assert LATE not in shown


def test_who_was_let_in_after_the_offer_and_signed_is_pointed_out(case):
    owner, late = owner_of(case.organisation), another(case)
    row = let_sign(case, late)
    signed(case, by=owner)
    case = signed(case, by=late)
    assert case.state == "accepted"

    found = {one.person: one for one in signers(case)}

    assert (found[owner].is_late, found[late].is_late) == (False, True)
    assert found[late].since == row.started_at
    assert found[late].signed_at is not None
    assert page_of(case).count(LATE) == 1


def test_another_role_is_no_later_right(case, time_machine):
    owner, late = owner_of(case.organisation), another(case)
    let_sign(case, late)
    first = row_of(case, late).started_at
    time_machine.move_to(now() + timedelta(days=2))
    change_member(row_of(case, late), role=Membership.Role.OWNER, is_signatory=True, by=owner)

    [theirs] = [one for one in signers(case) if one.person == late]

    assert (theirs.since, theirs.until) == (first, None)


def test_a_right_that_was_taken_away_and_given_again_counts_from_then(case, time_machine):
    late = another(case)
    let_sign(case, late)
    time_machine.move_to(now() + timedelta(days=1))
    let_sign(case, late, may=False)
    assert late not in [one.person for one in signers(case)]
    time_machine.move_to(now() + timedelta(days=1))

    row = let_sign(case, late)

    [theirs] = [one for one in signers(case) if one.person == late]
    assert theirs.since == row.started_at


def test_who_signed_and_left_stands_there_with_the_time_they_could(case, time_machine):
    owner, late = owner_of(case.organisation), another(case)
    let_sign(case, late)
    signed(case, by=late)
    time_machine.move_to(now() + timedelta(hours=1))
    end_membership(row_of(case, late), by=owner)

    [theirs] = [one for one in signers(case) if one.person == late]

    assert theirs.is_late
    assert theirs.until is not None
    assert theirs.signed_at < theirs.until


def test_who_signs_for_a_host_stands_there_too():
    case = factories.offered(of=factories.organisation(legal_form=LegalForm.NOT_FORMED))
    factories.hosted(case)

    names = {(one.person, one.organisation) for one in signers(case)}

    host = hosting_of(case).host
    assert (owner_of(host), host) in names
    assert (owner_of(case.organisation), case.organisation) in names
