"""What can be done with organisations, members and roles, and what is refused."""

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.timezone import now

from applicants import actions
from applicants.access import Refused
from applicants.models import Email, Membership, Organisation, RoleChange, User
from tests.factories import client_for, organisation, person, staff

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_whoever_adds_a_co_op_owns_it_and_signs_for_it():
    founder = person()

    made = actions.start_organisation(by=founder, name="Weir Lane Bakers")

    owner = made.memberships.get()
    assert (owner.user, owner.role, owner.is_signatory) == (founder, Membership.Role.OWNER, True)
    assert made.reference == "weir-lane-bakers"


def test_adding_the_same_co_op_twice_adds_it_once():
    founder = person()
    first = actions.start_organisation(by=founder, name="Weir Lane Bakers")

    again = actions.start_organisation(by=founder, name="Weir Lane Bakers")

    assert again == first
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize("name", ["Start", "???", "Weir Lane Bakers"])
def test_an_awkward_name_still_gets_an_address_of_its_own(name):
    organisation(name="Weir Lane Bakers")

    made = actions.start_organisation(by=person(), name=name)

    assert made.reference not in ("", "start", "weir-lane-bakers")


def test_colleagues_cannot_add_a_co_op():
    with pytest.raises(Refused):
        actions.start_organisation(by=staff("is_assessor"), name="Weir Lane Bakers")

    assert not Organisation.objects.exists()


def test_each_change_of_roles_leaves_a_row():
    boss, colleague = staff("is_administrator"), person()

    actions.change_roles(colleague, roles=["is_officer", "is_assessor"], by=boss)
    actions.change_roles(colleague, roles=["is_assessor"], by=boss)

    rows = RoleChange.objects.order_by("pk").values_list("role", "is_given", "changed_by")
    assert list(rows) == [
        ("is_assessor", True, boss.pk),
        ("is_officer", True, boss.pk),
        ("is_officer", False, boss.pk),
    ]


def test_every_other_administrator_and_auditor_hears_of_roles_at_once():
    boss, other, auditor = (
        staff("is_administrator"),
        staff("is_administrator"),
        staff("is_auditor", name="Ruth"),
    )
    staff("is_officer")
    closed = staff("is_auditor")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    puppet = person(name="Mole", email="mole@evil.example")

    actions.change_roles(puppet, roles=["is_finance_preparer"], by=boss)
    actions.change_roles(puppet, roles=["is_finance_preparer"], by=boss)  # nothing changes
    actions.change_roles(puppet, roles=["is_officer"], by=boss)

    told = Email.objects.filter(event="applicants/roles_changed").order_by("pk")
    assert [mail.to for mail in told] == [other.email, auditor.email] * 2
    assert "Mole (mole@evil.example)" in told[0].body
    assert "Given:\n- Finance: prepares payments\n" in told[0].body
    assert "Taken away:\n- Finance: prepares payments\n" in told[2].body
    assert "Given:\n- Fund officer\n" in told[2].body


@pytest.mark.parametrize("role", ["is_approver", "is_finance_preparer", "is_finance_approver"])
def test_a_role_with_money_waits_so_that_others_can_hear_of_it(role, time_machine):
    time_machine.move_to(now(), tick=False)
    boss, other = staff("is_administrator"), staff("is_administrator")
    first, second = person(), person()

    first = actions.change_roles(first, roles=[role], by=boss)
    second = actions.change_roles(second, roles=[role, "is_officer"], by=boss)

    assert first.waits_for(role) is None  # a new fund begins at once
    until = second.waits_for(role)
    assert until == now() + settings.MONEY_ROLE_WAIT
    assert second.waits_for("is_officer") is None
    assert "which counts from" in Email.objects.filter(to=other.email).latest("pk").body
    assert "so it waits" in Email.objects.get(event="applicants/role_waits", to=second.email).body
    page = client_for(boss).get(reverse("person", args=[second.pk])).content.decode()
    assert "counts from" in page
    time_machine.move_to(until)
    assert User.objects.get(pk=second.pk).waits_for(role) is None


def test_a_role_that_is_taken_and_given_again_waits_again():
    boss = staff("is_administrator")
    for colleague in (person(), person()):
        actions.change_roles(colleague, roles=["is_finance_preparer"], by=boss)

    colleague = actions.change_roles(colleague, roles=[], by=boss)
    assert colleague.waits_for("is_finance_preparer") is None
    colleague = actions.change_roles(colleague, roles=["is_finance_preparer"], by=boss)

    assert colleague.waits_for("is_finance_preparer")


def test_what_is_given_on_the_server_counts_at_once():
    for _person in range(2):
        colleague = actions.change_roles(person(), roles=["is_finance_preparer"], by=None)

    assert colleague.waits_for("is_finance_preparer") is None


def test_what_is_given_on_the_server_is_told_too():
    auditor = staff("is_auditor")

    actions.change_roles(person(), roles=["is_administrator"], by=None)

    mail = Email.objects.get(event="applicants/roles_changed")
    assert mail.to == auditor.email
    assert "was changed on the server" in mail.body


@pytest.mark.parametrize(
    "roles", [["is_administrator", "is_officer"], ["is_auditor", "is_finance_preparer"]]
)
def test_roles_that_must_stay_apart_are_refused(roles):
    colleague = person()

    with pytest.raises(Refused):
        actions.change_roles(colleague, roles=roles, by=staff("is_administrator"))

    assert User.objects.get(pk=colleague.pk).roles == []
    assert not RoleChange.objects.exists()


def test_nobody_changes_their_own_roles():
    boss = staff("is_administrator")

    with pytest.raises(Refused):
        actions.change_roles(boss, roles=["is_officer"], by=boss)

    assert User.objects.get(pk=boss.pk).is_administrator


def test_somebody_who_acts_for_a_co_op_gets_no_role():
    of = organisation()

    with pytest.raises(Refused):
        actions.change_roles(of.started_by, roles=["is_assessor"], by=staff("is_administrator"))

    assert not User.objects.get(pk=of.started_by.pk).is_fund_staff


def test_a_colleague_with_a_new_account_is_told_how_to_sign_in():
    made = actions.add_person(email="New@Fund.Example", name="New One", by=person())

    assert (made.email, made.has_usable_password()) == ("new@fund.example", False)
    assert "/accounts/login/code/" in Email.objects.get(to="new@fund.example").body


def test_one_address_has_one_account():
    known = person(email="known@fund.example")

    with pytest.raises(Refused):
        actions.add_person(email="KNOWN@fund.example", name="Other", by=person())

    assert User.objects.get(email__iexact="known@fund.example") == known
    assert not Email.objects.exists()
