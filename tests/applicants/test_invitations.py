"""Asking somebody by email to act for a co-op: who can say yes, and what a link gives away."""

import html
import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from applicants import actions
from applicants.access import Refused
from applicants.actions.invitations import MOST_IN_A_DAY, MOST_OPEN
from applicants.models import Email, Invitation, Membership, User
from tests.factories import (
    client_for,
    invited,
    member,
    organisation,
    person,
    staff,
    with_address,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NEW = "mina@example.org"
PASSWORD = "weir-lane-42-buns"


def text_of(response):
    return html.unescape(response.content.decode())


def page_of(invitation):
    return reverse("invitation", args=[invitation.token])


def accept(client, invitation):
    return client.post(reverse("invitation_accept", args=[invitation.token]))


def somebody(email=NEW):
    return with_address(person(email=email, name="Mina Patel"))


# --- Saying yes ------------------------------------------------------------------------------


def test_whoever_says_yes_acts_for_the_co_op():
    of = organisation(name="Weir Lane Bakers")
    invitation = invited(of, email=NEW.upper(), role="reader", is_signatory=True)
    mina = somebody()

    response = accept(client_for(mina), invitation)

    joined = of.memberships.get(user=mina)
    assert response.url == reverse("organisation", args=[of.reference])
    assert (joined.role, joined.is_signatory, joined.started_by) == ("reader", True, of.started_by)
    told = Email.objects.get(event="applicants/member_joined")
    assert (told.to, told.subject) == (
        of.started_by.email,
        "Mina Patel now acts for Weir Lane Bakers",
    )


def test_nobody_acts_for_a_co_op_before_they_say_yes():
    of, mina = organisation(), somebody()
    invitation = invited(of, email=NEW)

    page = client_for(mina).get(page_of(invitation))
    head = client_for(mina).head(page_of(invitation))

    assert (page.status_code, head.status_code) == (200, 200)
    assert of.memberships.count() == 1
    assert Invitation.objects.open().count() == 1
    assert client_for(mina).post(page_of(invitation)).status_code == 405


def test_the_email_names_the_co_op_and_who_asks_and_only_its_reader_sees_the_link():
    of = organisation(name="Weir Lane Bakers")
    invitation = invited(of, email=NEW)

    mail = Email.objects.get(event="applicants/invitation")

    assert mail.to == NEW
    assert mail.subject == f"{of.started_by} invites you to act for a co-op"
    assert "Weir Lane Bakers" in mail.body
    assert mail.is_private
    officer = client_for(staff("is_officer"))
    assert invitation.token not in officer.get(reverse("email", args=[mail.uuid])).text
    kept = str(list(Invitation.objects.values_list()))
    assert invitation.token not in kept


def test_yes_said_twice_is_said_once():
    of, mina = organisation(), somebody()
    invitation = invited(of, email=NEW)
    client = client_for(mina)
    accept(client, invitation)

    again = accept(client, invitation)

    assert again.status_code == 302
    assert of.memberships.filter(user=mina).count() == 1
    assert Email.objects.filter(event="applicants/member_joined").count() == 1


def test_whoever_makes_an_account_from_the_link_comes_back_to_it():
    of = organisation(name="Weir Lane Bakers")
    invitation = invited(of, email=NEW)
    browser = Client()
    page = text_of(browser.get(page_of(invitation)))
    sign_up = re.search(r'href="(/accounts/signup/\?next=[^"]*)"', page)[1]
    browser.get(sign_up)
    browser.post(
        reverse("account_signup"), {"name": "Mina Patel", "email": NEW, "password1": PASSWORD}
    )
    mail = Email.objects.filter(to=NEW, is_private=True).latest("pk")
    link = urlsplit(re.search(r"https?://\S+", mail.body)[0]).path
    browser.post(browser.get(link, follow=True).request["PATH_INFO"])

    response = browser.post(reverse("account_login"), {"login": NEW, "password": PASSWORD})

    assert response.url == page_of(invitation)
    assert accept(browser, invitation).status_code == 302
    assert of.memberships.filter(user__email=NEW).exists()


def test_signing_in_from_the_link_comes_back_to_it():
    invitation = invited(organisation(), email=NEW)
    somebody()
    browser = Client()
    page = text_of(browser.get(page_of(invitation)))
    sign_in = re.search(r'href="(/accounts/login/\?next=[^"]*)"', page)[1]

    assert page_of(invitation) in text_of(browser.get(sign_in))


# --- Links that do not work ------------------------------------------------------------------


def test_a_link_that_nobody_was_sent_leads_nowhere():
    client = client_for(somebody())

    assert client.get(reverse("invitation", args=["a" * 43])).status_code == 404
    assert client.post(reverse("invitation_accept", args=["a" * 43])).status_code == 404
    assert Client().get(reverse("invitation", args=["x" * 5000])).status_code == 404


def test_an_invitation_that_ran_out_is_refused():
    of = organisation(name="Weir Lane Bakers")
    invitation = invited(of, email=NEW)
    mina = somebody()

    with time_machine.travel(now() + timedelta(days=14, seconds=1)):
        response = accept(client_for(mina), invitation)
        page = text_of(client_for(mina).get(page_of(invitation)))
        seen_by_a_visitor = text_of(Client().get(page_of(invitation)))

    assert "This invitation has run out. Ask the co-op to send you a new one." in text_of(response)
    assert "This invitation has run out." in page
    assert "Weir Lane Bakers" not in page + seen_by_a_visitor
    assert of.memberships.count() == 1


def test_a_withdrawn_invitation_is_refused():
    of, mina = organisation(), somebody()
    invitation = invited(of, email=NEW)
    address = reverse("invitation_withdraw", args=[of.reference, invitation.pk])

    client_for(of.started_by).post(address)

    assert "This invitation was withdrawn." in text_of(accept(client_for(mina), invitation))
    assert of.memberships.count() == 1


def test_an_invitation_works_once():
    of, mina = organisation(), somebody()
    invitation = invited(of, email=NEW)
    accept(client_for(mina), invitation)
    actions.leave_organisation(of.memberships.get(user=mina), by=mina)
    EmailAddress.objects.all().delete()
    other = somebody("other@example.org")
    EmailAddress.objects.create(user=other, email=NEW, verified=True)

    response = accept(client_for(other), invitation)

    assert "This invitation was used already." in text_of(response)
    assert of.memberships.live().count() == 1


@pytest.mark.parametrize("is_verified", [True, False])
def test_somebody_with_another_address_is_told_so_and_learns_nothing(is_verified):
    of = organisation(name="Weir Lane Bakers")
    invitation = invited(of, email=NEW)
    other = with_address(person())
    if not is_verified:
        EmailAddress.objects.create(user=other, email=NEW, verified=False)
    client = client_for(other)

    said = text_of(client.get(page_of(invitation))) + text_of(accept(client, invitation))

    assert said.count("This invitation was sent to another email address.") == 2
    assert NEW not in said
    assert "Weir Lane Bakers" not in said
    assert of.memberships.count() == 1


def test_colleagues_cannot_accept():
    of = organisation()
    invitation = invited(of, email="colleague@fund.example")
    colleague = with_address(staff("is_assessor", email="colleague@fund.example"))

    response = accept(client_for(colleague), invitation)

    assert "People who work for the fund can’t act for a co-op here." in text_of(response)
    assert of.memberships.count() == 1


def test_a_new_link_ends_the_old_one():
    of, mina = organisation(), somebody()
    old = invited(of, email=NEW, role="owner")
    new = invited(of, email=NEW, role="reader")

    refused, taken = (accept(client_for(mina), link) for link in (old, new))

    assert (refused.status_code, taken.status_code) == (409, 302)
    assert of.memberships.get(user=mina).role == "reader"


def test_an_owner_who_is_owner_no_more_gives_nobody_a_place():
    of, mina = organisation(), somebody()
    invitation = invited(of, email=NEW, role="owner")
    second = member(of, role=Membership.Role.OWNER)
    actions.end_membership(of.memberships.get(user=of.started_by), by=second)

    assert accept(client_for(mina), invitation).status_code == 409
    assert not of.memberships.filter(user=mina).exists()


# --- Sending ---------------------------------------------------------------------------------


def test_the_page_never_says_whether_an_address_has_an_account():
    of = organisation()
    client = client_for(of.started_by)
    address = reverse("member_add", args=[of.reference])
    switched_off = person(is_active=False).email

    said = []
    for email in (person().email, "nobody@example.org", staff("is_assessor").email, switched_off):
        response = client.post(address, {"email": email, "role": "reader"}, follow=True)
        banner = re.search(r"govuk-notification-banner__heading\">(.*?)<", text_of(response))[1]
        mail = Email.objects.get(event="applicants/invitation", to=email)
        words = re.sub(r"invitations/\S+", "", mail.body)
        said.append((banner + words).replace(email, "…"))

    assert len(set(said)) == 1
    assert of.memberships.count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"email": ""}, "Enter their email address"),
        ({"email": "mina"}, "Enter an email address like name@example.org"),
        ({"email": "x" * 300 + "@example.org"}, "Enter an email address like name@example.org"),
        ({"role": ""}, "Choose what they may do"),
        ({"role": "king"}, "Choose what they may do"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_sent(wrong, sentence):
    of = organisation()
    data = {"email": NEW, "role": "reader"} | wrong

    page = text_of(client_for(of.started_by).post(reverse("member_add", args=[of.reference]), data))

    assert page.count(sentence) == 2
    assert not Invitation.objects.exists()


def test_somebody_who_acts_for_it_already_is_not_asked():
    of = organisation()
    known = member(of)

    with pytest.raises(Refused, match="already acts for"):
        invited(of, email=known.email.upper())

    assert not Email.objects.exists()


def test_at_most_twenty_wait_for_an_answer():
    of = organisation()
    for number in range(MOST_OPEN):
        invited(of, email=f"friend{number}@example.org")

    with pytest.raises(Refused, match="There are 20 invitations without an answer"):
        invited(of, email=NEW)
    invited(of, email="friend0@example.org")  # a new link for an old one is not one more

    assert of.invitations.open().count() == MOST_OPEN


def test_nobody_is_sent_invitations_all_day():
    of = organisation()
    for _ in range(MOST_IN_A_DAY):
        invited(of, email=NEW)

    with pytest.raises(Refused, match="as we send in one day"):
        invited(of, email=NEW)

    with time_machine.travel(now() + timedelta(days=1, minutes=1)):
        invited(of, email=NEW)


def test_open_invitations_stand_on_the_page_for_the_owner():
    of = organisation()
    invited(of, email=NEW)
    address = reverse("organisation", args=[of.reference])

    assert NEW in text_of(client_for(of.started_by).get(address))
    assert NEW not in text_of(client_for(member(of)).get(address))
    assert NEW not in text_of(client_for(staff("is_officer")).get(address))
    with time_machine.travel(now() + timedelta(days=15)):
        assert NEW not in text_of(client_for(of.started_by).get(address))


def test_an_invitation_of_another_co_op_is_not_there_to_withdraw():
    theirs = invited(organisation(), email=NEW)
    mine = organisation()

    address = reverse("invitation_withdraw", args=[mine.reference, theirs.pk])

    assert client_for(mine.started_by).post(address).status_code == 404
    assert Invitation.objects.open().count() == 1


def test_an_accepted_invitation_cannot_be_withdrawn():
    of, mina = organisation(), somebody()
    invitation = invited(of, email=NEW)
    actions.accept_invitation(invitation, by=mina)

    with pytest.raises(Refused, match="They have accepted already"):
        actions.withdraw_invitation(invitation, by=of.started_by)


@pytest.mark.parametrize(
    "broken",
    [
        {"accepted_at": now()},
        {"withdrawn_at": now()},
        {"expires_at": now() - timedelta(days=1)},
    ],
)
def test_the_database_refuses_half_an_answer(broken):
    invitation = invited(organisation(), email=NEW)

    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.filter(pk=invitation.pk).update(**broken)


def test_an_address_is_kept_in_small_letters():
    invitation = invited(organisation(), email="  MINA@Example.org ")

    assert invitation.email == NEW
    assert not User.objects.filter(email=NEW).exists()
