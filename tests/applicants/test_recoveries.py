"""When no owner can be reached: three people, seven days, and an owner who can say no."""

import html
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import now

from applicants import actions
from applicants.access import Refused
from applicants.actions.recoveries import WAIT
from applicants.models import Email, Membership, Recovery
from tests.factories import client_for, member, organisation, person, staff

pytestmark = [pytest.mark.django_db, pytest.mark.database]

WHY = "Olu moved away. We rang and wrote for two months."


def text_of(response):
    return html.unescape(response.content.decode())


@pytest.fixture
def of():
    made = organisation(name="Weir Lane Bakers")
    made.first, made.second = member(made), member(made)
    return made


def asked(of, **facts):
    facts = {"new_owner": of.first, "reason": WHY, "by": of.first} | facts
    return actions.start_recovery(of, **facts)


def agreed(of):
    return actions.agree_to_recovery(asked(of), by=of.second)


def row_of(of, user):
    return of.memberships.live().get(user=user)


def told(event):
    return set(Email.objects.filter(event=f"applicants/{event}").values_list("to", flat=True))


def test_two_members_and_an_officer_give_it_an_owner(of):
    officer = staff("is_officer")
    first, second, third = (client_for(user) for user in (of.first, of.second, officer))
    data = {"reason": WHY, "member": row_of(of, of.first).pk}

    first.post(reverse("recovery_start", args=[of.reference]), data)
    assert told("recovery_started") == {of.started_by.email, of.first.email, of.second.email}
    second.post(reverse("recovery_agree", args=[of.reference]))
    with time_machine.travel(now() + WAIT + timedelta(minutes=1)):
        third = client_for(officer)
        third.post(
            reverse("recovery_decide", args=[of.reference]),
            {"answer": "yes", "note": "I rang the old number three times."},
        )

    row = row_of(of, of.first)
    assert (row.role, row.is_signatory, row.started_by) == ("owner", False, officer)
    assert row_of(of, of.started_by).role == "owner"  # nobody loses anything by it
    done = Recovery.objects.get()
    assert (done.started_by, done.agreed_by, done.decided_by) == (of.first, of.second, officer)
    assert told("recovery_approved") == told("recovery_started")


def test_the_owner_stops_it(of):
    agreed(of)

    client_for(of.started_by).post(reverse("recovery_stop", args=[of.reference]))

    assert Recovery.objects.get().stopped_by == of.started_by
    assert told("recovery_stopped") == {of.started_by.email, of.first.email, of.second.email}
    client = client_for(of.first)
    page = client.get(reverse("recovery", args=[of.reference]))
    assert page.url == reverse("organisation", args=[of.reference])  # a link in an older email
    late = client.post(reverse("recovery_agree", args=[of.reference]))
    assert (late.status_code, "This has an answer already" in text_of(late)) == (409, True)
    with pytest.raises(Refused, match="This has an answer already"):
        actions.approve_recovery(Recovery.objects.get(), note="x", by=staff("is_officer"))


def test_whoever_asked_takes_it_back_and_another_member_does_not(of):
    recovery = asked(of)

    with pytest.raises(Refused, match="Only an owner, or the member who asked"):
        actions.stop_recovery(recovery, by=of.second)
    actions.stop_recovery(recovery, by=of.first)

    assert not Recovery.objects.open().exists()
    asked(of)  # and may be asked again


def test_one_person_is_not_two(of):
    with pytest.raises(Refused, match="another member must agree"):
        actions.agree_to_recovery(asked(of), by=of.first)


def test_an_owner_has_no_need_of_it_and_a_stranger_no_part_in_it(of):
    for user in (of.started_by, person()):
        with pytest.raises(Refused, match="Only members who do not own the co-op"):
            asked(of, by=user)
    with pytest.raises(Refused, match="Choose somebody who acts for it"):
        asked(of, new_owner=person())
    with pytest.raises(Refused):
        actions.agree_to_recovery(asked(of), by=of.started_by)


def test_only_one_at_a_time(of):
    asked(of)

    with pytest.raises(Refused, match="Somebody has asked for this already"):
        asked(of, by=of.second)


def test_not_before_a_second_member_agrees(of):
    recovery = asked(of)

    with time_machine.travel(now() + WAIT * 2), pytest.raises(Refused, match="A second member"):
        actions.approve_recovery(recovery, note="x", by=staff("is_officer"))


def test_not_before_the_owner_had_seven_days(of):
    recovery = agreed(of)

    with (
        time_machine.travel(recovery.started_at + WAIT - timedelta(seconds=1)),
        pytest.raises(Refused, match="Its owners have 7 days to answer"),
    ):
        actions.approve_recovery(recovery, note="x", by=staff("is_officer"))
    assert row_of(of, of.first).role == "editor"


@pytest.mark.parametrize("who", ["first", "second"])
def test_not_if_one_of_them_has_gone_since(of, who):
    recovery, gone = agreed(of), getattr(of, who)
    actions.leave_organisation(row_of(of, gone), by=gone)

    with time_machine.travel(now() + WAIT * 2), pytest.raises(Refused, match="no longer act for"):
        actions.approve_recovery(recovery, note="x", by=staff("is_officer"))
    assert not of.memberships.live().exclude(user=of.started_by).filter(role="owner").exists()


def test_an_officer_says_no(of):
    agreed(of)
    client = client_for(staff("is_officer"))
    data = {"answer": "no", "note": "I rang: the owner is there."}

    client.post(reverse("recovery_decide", args=[of.reference]), data)

    assert Recovery.objects.get().is_approved is False
    assert row_of(of, of.first).role == "editor"
    assert told("recovery_refused") == {of.started_by.email, of.first.email, of.second.email}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"reason": " "}, "Tell us what has happened"),
        ({"reason": "x" * 1001}, "Use 1,000 characters or fewer"),
        ({"member": ""}, "Choose who should own it"),
        ({"member": "99999"}, "Choose who should own it"),
        ({"member": "x"}, "Choose who should own it"),
    ],
)
def test_what_is_wrong_is_said(of, wrong, sentence):
    data = {"reason": WHY, "member": row_of(of, of.first).pk} | wrong

    page = client_for(of.first).post(reverse("recovery_start", args=[of.reference]), data)

    assert text_of(page).count(sentence) == 2
    assert not Recovery.objects.exists()


def test_the_database_wants_three_different_people(of):
    recovery = agreed(of)
    officer = staff("is_officer")
    rows = Recovery.objects.filter(pk=recovery.pk)
    yes = {"is_approved": True, "decided_at": now()}
    for broken in (
        {"agreed_by": of.first},
        {**yes, "decided_by": of.first},
        {**yes, "decided_by": of.second},
        {**yes, "decided_by": officer, "agreed_by": None, "agreed_at": None},
        {**yes, "decided_by": None},
        {**yes, "decided_by": officer, "stopped_at": now(), "stopped_by": of.started_by},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**broken)
    rows.update(**yes, decided_by=officer)


def test_officers_find_what_waits(of):
    asked(of)

    page = text_of(client_for(staff("is_officer")).get(reverse("organisation_list")))

    assert "Weir Lane Bakers" in page
    assert reverse("recovery", args=[of.reference]) in page


def test_a_signatory_who_becomes_owner_still_signs(of):
    of.memberships.filter(user=of.first).update(is_signatory=True)
    recovery = agreed(of)

    with time_machine.travel(now() + WAIT * 2):
        actions.approve_recovery(recovery, note="x", by=staff("is_officer"))

    assert row_of(of, of.first).is_signatory
    assert row_of(of, of.first).role == Membership.Role.OWNER
