"""An organisation and its people."""

from datetime import date, timedelta

import time_machine

from applicants.actions import (
    accept_invitation,
    add_person,
    agree_to_recovery,
    approve_recovery,
    change_member,
    change_organisation,
    change_roles,
    close_account,
    end_membership,
    merge_organisations,
    refuse_recovery,
    register_organisation,
    start_recovery,
    stop_recovery,
)
from applicants.actions.recoveries import WAIT
from tests import factories
from tests.factories.cases import colleague


def everything_of_an_organisation(of, *, owner):
    """Somebody is asked and comes, it is registered, its owner changes, two records become one."""
    officer, administrator = colleague("is_officer"), factories.staff("is_administrator")
    factories.invited(
        of, email=factories.with_address(factories.person()).email
    )  # nobody has answered this one
    member = factories.with_address(factories.person())
    accept_invitation(factories.invited(of, email=member.email), by=member)
    change_member(of.memberships.get(user=member), role="reader", is_signatory=True, by=owner)
    change_organisation(of, by=owner, name="Weir Lane Bakers")
    register_organisation(
        of,
        by=owner,
        name="Weir Lane Bakers Limited",
        legal_form="cls",
        registration_number="09506232",
        registered_on=date(2026, 3, 27),
        carrying_on=of.memberships.live(),
    )
    ask_for_owners(of, officer)
    second_record = factories.organisation(owner=factories.person())
    merge_organisations(second_record, into=of, reason="One.", by=officer)
    leaver = factories.member(of)
    end_membership(of.memberships.get(user=leaver), by=owner)
    close_account(factories.member(of), by=administrator)
    assessor = factories.staff("is_assessor")
    factories.staff("is_auditor")
    for roles in (["is_officer"], ["is_assessor"]):
        change_roles(assessor, roles=roles, by=administrator)
    for newcomer in (factories.person(), factories.person()):
        change_roles(newcomer, roles=["is_finance_preparer"], by=administrator)
    add_person(email="new@fund.example", name="New One", by=administrator)


def ask_for_owners(of, officer):
    """Three times: stopped, refused, approved."""
    first, second = factories.member(of), factories.member(of)

    def asked():
        started = start_recovery(of, new_owner=first, reason="No answer.", by=first)
        return agree_to_recovery(started, by=second)

    stop_recovery(asked(), by=first)
    refuse_recovery(asked(), note="They are there.", by=officer)
    recovery = asked()
    with time_machine.travel(recovery.started_at + WAIT + timedelta(minutes=1)):
        approve_recovery(recovery, note="I rang.", by=officer)
