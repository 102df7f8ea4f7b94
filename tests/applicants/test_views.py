"""The pages about organisations, people and the service itself."""

import html
import re

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from applicants.models import Email, Organisation, User
from tests.factories import client_for, member, organisation, person, staff

pytestmark = pytest.mark.django_db

CO_OP = {
    "name": "Weir Lane Bakers",
    "legal_form": "coop_society",
    "registration_number": "31455 r",
    "postcode": "n12ud",
}


def text_of(response):
    return html.unescape(response.content.decode())


# --- Organisations ---


def test_somebody_adds_their_co_op():
    founder = person()

    response = client_for(founder).post(reverse("organisation_start"), CO_OP)

    made = Organisation.objects.get()
    assert response.url == reverse("organisation", args=[made.reference])
    assert (made.registration_number, made.postcode) == ("31455R", "N1 2UD")
    assert made.memberships.get().user == founder


def test_a_group_with_a_nickname_and_nothing_else_is_enough():
    data = {"name": "Tuesday people", "legal_form": "not_formed"}

    response = client_for(person()).post(reverse("organisation_start"), data)

    assert response.status_code == 302
    assert not Organisation.objects.get().is_formed


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": " "}, "Enter the name of your co-op or group"),
        ({"name": "x" * 121}, "The name must be 120 characters or fewer"),
        ({"legal_form": ""}, "Choose a legal form, or “Not formed yet”"),
        ({"legal_form": "empire"}, "Choose a legal form, or “Not formed yet”"),
        ({"registration_number": "09506232"}, "Enter the number as the Mutuals Register writes it"),
        ({"registration_number": "1" * 21}, "The number must be 20 characters or fewer"),
        ({"legal_form": "not_formed"}, "A group that is not formed yet has no number."),
        ({"charity_number": "x"}, "Enter the number as the charity register writes it"),
        ({"charity_number": "1" * 21}, "The number must be 20 characters or fewer"),
        ({"postcode": "QQ1 1AA"}, "Enter a full UK postcode, like N1 2UD"),
        ({"postcode": "x" * 500}, "Enter a full UK postcode, like N1 2UD"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(wrong, sentence):
    data = CO_OP | wrong

    response = client_for(person()).post(reverse("organisation_start"), data)

    page = text_of(response)
    assert response.status_code == 200
    assert "<title>Error: " in page
    assert page.count(sentence) == 2  # in the summary and beside the field
    assert data["postcode"] in page
    assert not Organisation.objects.exists()


def test_a_member_sees_their_co_op_and_a_stranger_does_not():
    of = organisation()
    address = reverse("organisation", args=[of.reference])

    assert client_for(member(of)).get(address).status_code == 200
    assert client_for(of.started_by).get(address).status_code == 200
    assert client_for(staff("is_officer")).get(address).status_code == 200
    assert client_for(person()).get(address).status_code == 404
    assert client_for(staff("is_administrator")).get(address).status_code == 404
    assert Client().get(address).status_code == 302


@pytest.mark.parametrize("name", ["organisation_change", "member_add"])
def test_only_an_owner_changes_a_co_op(name):
    of = organisation()
    address = reverse(name, args=[of.reference])

    assert client_for(of.started_by).get(address).status_code == 200
    assert client_for(member(of)).get(address).status_code == 403
    assert client_for(staff("is_officer")).get(address).status_code == 403
    assert client_for(person()).get(address).status_code == 404


def test_an_owner_corrects_the_details():
    of = organisation(name="Tuesday people")

    client_for(of.started_by).post(reverse("organisation_change", args=[of.reference]), CO_OP)

    of.refresh_from_db()
    assert (of.name, of.legal_form) == ("Weir Lane Bakers", "coop_society")
    assert of.reference == "tuesday-people"  # addresses that people saved still work


def test_the_list_of_members_costs_the_same_for_many(django_assert_num_queries):
    of = organisation()
    client = client_for(of.started_by)
    address = reverse("organisation", args=[of.reference])
    with django_assert_num_queries(8):
        client.get(address)

    for _ in range(10):
        member(of)

    with django_assert_num_queries(8):
        client.get(address)


# --- People ---


@pytest.mark.parametrize("name", ["people", "people_add"])
def test_people_pages_are_for_administrators_only(name):
    assert client_for(staff("is_administrator")).get(reverse(name)).status_code == 200
    for other in (staff("is_officer"), staff("is_auditor"), person()):
        assert client_for(other).get(reverse(name)).status_code == 403


def test_an_administrator_finds_a_person_by_email():
    known = person(email="mina@example.org", name="Mina Patel")
    client = client_for(staff("is_administrator"))

    found = text_of(client.get(reverse("people"), {"email": "MINA@example.org"}))
    missing = text_of(client.get(reverse("people"), {"email": "other@example.org"}))
    wrong = text_of(client.get(reverse("people"), {"email": "mina"}))

    assert reverse("person", args=[known.pk]) in found
    assert "Nobody has an account with other@example.org" in missing
    assert "Enter an email address like name@example.org" in wrong


def test_giving_a_role_is_shown_with_who_did_it():
    boss = staff("is_administrator", name="Ada Min")
    colleague = person()
    client = client_for(boss)
    address = reverse("person", args=[colleague.pk])

    client.post(address, {"roles": ["is_officer"]})

    page = text_of(client.get(address))
    assert User.objects.get(pk=colleague.pk).is_officer
    assert "Ada Min" in page
    assert "Given" in page


def test_taking_every_tick_away_ends_a_persons_work():
    colleague = staff("is_officer")

    client_for(staff("is_administrator")).post(reverse("person", args=[colleague.pk]), {})

    assert not User.objects.get(pk=colleague.pk).is_fund_staff


@pytest.mark.parametrize(
    ("roles", "sentence"),
    [
        (["is_officer", "is_auditor"], "These roles don’t go together for one person."),
        (["is_king"], "Choose from the roles listed here"),
    ],
)
def test_roles_that_cannot_be_given_are_refused_in_a_sentence(roles, sentence):
    colleague = person()

    response = client_for(staff("is_administrator")).post(
        reverse("person", args=[colleague.pk]), {"roles": roles}
    )

    assert sentence in text_of(response)
    assert not User.objects.get(pk=colleague.pk).is_fund_staff


@pytest.mark.parametrize("number", [0, 99999, 10**30])
def test_a_person_who_does_not_exist_is_a_404(number):
    client = client_for(staff("is_administrator"))

    assert client.get(f"/people/{number}/").status_code == 404


def test_new_roles_end_the_sessions_that_the_old_ones_began():
    colleague = staff("is_officer")
    client = client_for(colleague)
    assert client.get(reverse("round_add")).status_code == 200

    client_for(staff("is_administrator")).post(
        reverse("person", args=[colleague.pk]), {"roles": ["is_auditor"]}
    )

    response = client.get(reverse("round_add"))
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_an_administrator_makes_an_account_for_a_colleague():
    client = client_for(staff("is_administrator"))

    response = client.post(reverse("people_add"), {"name": "New One", "email": "n@fund.example"})

    made = User.objects.get(email="n@fund.example")
    assert response.url == reverse("person", args=[made.pk])
    again = client.post(reverse("people_add"), {"name": "New One", "email": "N@fund.example"})
    assert "There is an account with this email address" in text_of(again)


def test_a_new_colleague_signs_in_by_the_emailed_code():
    client_for(staff("is_administrator")).post(
        reverse("people_add"), {"name": "New One", "email": "n@fund.example"}
    )
    browser = Client()
    browser.post(reverse("account_request_login_code"), {"email": "n@fund.example"})
    message = Email.objects.filter(to="n@fund.example").latest("pk")
    code = re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", message.body, re.MULTILINE)[1]

    browser.post(reverse("account_confirm_login_code"), {"code": code})

    assert browser.session["_auth_user_id"] == str(User.objects.get(email="n@fund.example").pk)


# --- Sign-up ---


def test_signing_up_asks_for_a_full_name_and_keeps_it():
    data = {
        "name": "  Mina   Patel ",
        "email": "mina@example.org",
        "password1": "weir-lane-42-buns",
    }

    Client().post(reverse("account_signup"), data)

    assert User.objects.get().name == "Mina Patel"


def test_signing_up_without_a_name_is_refused():
    data = {"name": " ", "email": "mina@example.org", "password1": "weir-lane-42-buns"}

    response = Client().post(reverse("account_signup"), data)

    assert "Enter your full name" in text_of(response)
    assert not User.objects.exists()


# --- The service itself ---


def test_the_theme_is_the_funds_colour_and_may_be_kept_for_an_hour(settings):
    settings.FUND = settings.FUND | {"colour": "#123456"}

    response = Client().get("/theme.css")

    assert response.content == b":root { --fund-colour: #123456; }\n"
    assert response["Content-Type"] == "text/css"
    assert response["Cache-Control"] == "max-age=3600, public"
    assert not response.cookies


def test_the_health_page_asks_the_database():
    response = Client().get("/health/")

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]


def test_the_health_page_says_when_the_database_is_gone():
    def refuse(execute, sql, params, many, context):
        from django.db import OperationalError

        raise OperationalError("the database is gone")

    with connection.execute_wrapper(refuse):
        response = Client().get("/health/")

    assert (response.status_code, response.content) == (503, b"database down\n")


@pytest.mark.parametrize("name", ["accessibility", "privacy", "contact"])
def test_the_papers_are_open_to_everybody(name, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = Client().get(reverse(name))

    assert response.status_code == 200
    assert "hello@alderwick.example" in text_of(response)


@pytest.mark.parametrize(
    "needed",
    [
        "Web Content Accessibility Guidelines version 2.2, AA",
        "partially compliant",
        "Equality and Human Rights Commission",
        "another format",
        "within 5 working days",
        "prepared on 22 November 2026",
    ],
)
def test_the_accessibility_statement_has_what_the_rules_ask_for(needed):
    assert needed in text_of(Client().get(reverse("accessibility")))
